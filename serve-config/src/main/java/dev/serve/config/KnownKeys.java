package dev.serve.config;

import dev.serve.api.config.Schema;
import dev.serve.api.config.ServerConfig;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Every key there is, to say which one was meant by a key that is none. Immutable. */
final class KnownKeys {

    /** What stands for the name of a listener in {@link #all}. */
    static final String NAME = "<name>";

    /** What stands behind a list in {@link #all}. */
    static final String ITEM = "[]";

    private final List<String> all;

    private KnownKeys(List<String> all) {
        this.all = List.copyOf(all);
    }

    /** The keys of the whole file. */
    static KnownKeys ofServer() {
        List<String> keys = new ArrayList<>();
        collect(ServerConfig.SCHEMA, "", keys);
        return new KnownKeys(keys);
    }

    /**
     * Full keys and sections in the order of the reference page, such as {@code
     * listeners.<name>.pool.max-connections} and {@code listeners.<name>.routes[].path}.
     */
    List<String> all() {
        return all;
    }

    private static <R, B> void collect(Schema<R, B> schema, String prefix, List<String> keys) {
        for (Schema.Property<R, B> property : schema.properties()) {
            String key = prefix + property.name();
            keys.add(key);
            switch (property) {
                case Schema.Value<R, B, ?> value -> {}
                case Schema.FreeMap<R, B> map -> {}
                case Schema.Section<R, B, ?, ?> section ->
                        collect(section.schema(), key + ".", keys);
                case Schema.Named<R, B, ?, ?> named ->
                        collect(named.schema(), key + "." + NAME + ".", keys);
                case Schema.Items<R, B, ?, ?> items ->
                        collect(items.schema(), key + ITEM + ".", keys);
            }
        }
    }

    /** Whether the parts of a full key lead to a value or a section. */
    static boolean exists(Schema<?, ?> schema, List<String> path) {
        for (Schema.Property<?, ?> property : schema.properties()) {
            if (property.name().equals(path.getFirst())) {
                int left = path.size() - 1;
                return switch (property) {
                    case Schema.Section<?, ?, ?, ?> section ->
                            left == 0 || exists(section.schema(), path.subList(1, path.size()));
                    case Schema.Named<?, ?, ?, ?> named ->
                            left < 2 || exists(named.schema(), path.subList(2, path.size()));
                    case Schema.FreeMap<?, ?> map -> true;
                    case Schema.Value<?, ?, ?> value -> left == 0;
                    case Schema.Items<?, ?, ?, ?> items -> left == 0;
                };
            }
        }
        return false;
    }

    /**
     * What to say of a key that is not one.
     *
     * @param section full key of the section it stands in; empty for the whole file
     * @param word the key
     * @param schema the section's keys
     */
    String unknown(String section, String word, Schema<?, ?> schema) {
        String meant = asWritten(word);
        List<String> siblings = schema.properties().stream().map(Schema.Property::name).toList();
        return Stream.concat(
                        siblings.stream()
                                .map(name -> new Guess(name, 2 * EditDistance.of(meant, name)))
                                .filter(guess -> EditDistance.isNear(meant, guess.text)),
                        all.stream()
                                .filter(key -> EditDistance.isNear(meant, last(key)))
                                .map(key -> elsewhere(key, section, meant)))
                .min(Comparator.naturalOrder())
                .map(guess -> "unknown key (did you mean " + guess.text + "?)")
                .orElseGet(
                        () -> "unknown key (expected: one of " + String.join(", ", siblings) + ")");
    }

    private static Guess elsewhere(String key, String section, String meant) {
        String there = key;
        int name = key.indexOf(NAME);
        if (name > 0 && section.startsWith(key.substring(0, name))) {
            String here = section.substring(name).split("\\.", 2)[0];
            there = key.replace(NAME, here);
        }
        return new Guess(
                there, 2 * EditDistance.of(meant, last(key)) + (below(there, section) ? 0 : 1) + 1);
    }

    private static boolean below(String key, String section) {
        return !section.isEmpty() && key.startsWith(section + ".");
    }

    private static String last(String key) {
        return key.substring(key.lastIndexOf('.') + 1);
    }

    /**
     * Our way of writing a word: {@code maxConnections} and {@code max_connections} are tried too.
     */
    private static String asWritten(String word) {
        return word.replace('_', '-')
                .codePoints()
                .mapToObj(
                        c ->
                                Character.isUpperCase(c)
                                        ? "-" + Character.toString(Character.toLowerCase(c))
                                        : Character.toString(c))
                .collect(Collectors.joining())
                .toLowerCase(Locale.ROOT);
    }

    /** A key that may be meant, and how unlikely that is. */
    private record Guess(String text, int distance) implements Comparable<Guess> {

        @Override
        public int compareTo(Guess other) {
            int byDistance = Integer.compare(distance, other.distance);
            return byDistance != 0
                    ? byDistance
                    : Integer.compare(text.length(), other.text.length());
        }
    }
}
