package dev.serve.config;

import dev.serve.api.config.ConfigException;
import dev.serve.api.config.Origin;
import dev.serve.api.config.Problem;
import dev.serve.api.config.SecretValues;
import dev.serve.api.config.ServerConfig;
import dev.serve.config.Tree.Branch;
import dev.serve.config.Tree.Field;
import dev.serve.config.Tree.Gone;
import dev.serve.config.Tree.Leaf;
import dev.serve.config.Tree.Sequence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Changes a configuration by a part of one, as RFC 7396 (JSON merge patch) has it: a map is merged
 * key by key, a list or a value takes the place of what was there, and null takes away, so that a
 * listener or an optional section is gone and any other key has its default again. Stateless.
 */
public final class ConfigPatch {

    private static final Origin ORIGIN = Origin.of("update");

    private ConfigPatch() {}

    /**
     * The configuration with a part of it changed; nothing is if there is a problem.
     *
     * @param config the present values
     * @param part maps, lists, texts, numbers, booleans and nulls, as JSON has them; keys and texts
     *     as in {@code serve.yaml}
     * @throws ConfigException with everything that is wrong, each with its key
     */
    public static ServerConfig apply(ServerConfig config, Map<String, ?> part) {
        List<Problem> problems = new ArrayList<>();
        Secrets none =
                new Secrets(
                        Map.of(),
                        file -> {
                            // nobody watches what an update names
                        },
                        problems);
        masks("", part, problems);
        Binding binding = new Binding(problems, none);
        ServerConfig patched = binding.bind(config, Alternatives.decided(branch(part)));
        if (patched.listeners().isEmpty() && problems.stream().noneMatch(Listeners::isAbout)) {
            problems.add(Listeners.none(null));
        }
        if (problems.isEmpty()) {
            problems.addAll(ConfigRules.problems(patched, binding.places()));
        }
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        return patched;
    }

    /** Who sends back what was shown would lose the secret. */
    private static void masks(String key, @Nullable Object value, List<Problem> problems) {
        switch (value) {
            case Map<?, ?> map ->
                    map.forEach(
                            (name, each) ->
                                    masks(
                                            key.isEmpty() ? name.toString() : key + "." + name,
                                            each,
                                            problems));
            case List<?> list -> {
                for (int i = 0; i < list.size(); i++) {
                    masks(key + "[" + i + "]", list.get(i), problems);
                }
            }
            case null -> {
                // Nothing is masked.
            }
            default -> {
                String text = value.toString();
                if (text.equals(SecretValues.MASK)
                        || text.contains("://" + SecretValues.MASK + "@")) {
                    problems.add(
                            new Problem(
                                    ORIGIN,
                                    key,
                                    SecretValues.MASK,
                                    "the secret itself, which is shown nowhere; or leave the key out to keep it"));
                }
            }
        }
    }

    private static Branch branch(Map<?, ?> map) {
        Map<String, Field> fields = new LinkedHashMap<>();
        map.forEach(
                (name, value) -> fields.put(String.valueOf(name), new Field(ORIGIN, of(value))));
        return new Branch(fields, ORIGIN);
    }

    private static Tree of(@Nullable Object value) {
        return switch (value) {
            case null -> new Gone(ORIGIN);
            case Map<?, ?> map -> branch(map);
            case List<?> list -> {
                List<Tree> items = new ArrayList<>();
                list.forEach(
                        item -> items.add(item == null ? Leaf.nothing("null", ORIGIN) : of(item)));
                yield new Sequence(items, ORIGIN);
            }
            default -> Leaf.of(value.toString(), ORIGIN);
        };
    }
}
