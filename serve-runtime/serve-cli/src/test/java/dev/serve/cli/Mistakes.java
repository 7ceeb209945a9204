package dev.serve.cli;

import static java.util.Objects.requireNonNull;

import dev.serve.api.config.Key;
import dev.serve.api.config.Schema;
import dev.serve.api.config.ServerConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** What may be wrong with the value of any key, and what may stand beside it. */
final class Mistakes {

    private static final Map<String, Key<?>> KEYS = new LinkedHashMap<>();

    static {
        collect(ServerConfig.SCHEMA, "");
    }

    /** Wrong for every single value, whatever its type. */
    private static final List<String> WRONG_ALWAYS =
            List.of(
                    "",
                    "~",
                    "{ a: b }",
                    "[[a]]",
                    "${NOT_SET_ANYWHERE}",
                    "${",
                    "{ file: /no/such }");

    /** Wrong for some types. */
    private static final List<String> WRONG_OFTEN =
            List.of("\"two words!\"", "-1", "99999999999999999999", "0x1F", "on", "1e400", "'  '");

    private Mistakes() {}

    /**
     * One mistake.
     *
     * @param key full key
     * @param text what is written behind it, in YAML
     */
    record Mistake(String key, String text) {}

    private static void collect(Schema<?, ?> schema, String prefix) {
        for (Schema.Property<?, ?> property : schema.properties()) {
            String key = prefix + property.name();
            switch (property) {
                case Schema.Value<?, ?, ?> value -> KEYS.put(key, value.key());
                case Schema.Section<?, ?, ?, ?> section -> collect(section.schema(), key + ".");
                case Schema.Named<?, ?, ?, ?> named -> collect(named.schema(), key + ".web.");
                case Schema.Items<?, ?, ?, ?> _, Schema.FreeMap<?, ?> _ -> {
                    // has no full keys of its own
                }
            }
        }
    }

    /** One to four, each of another key. */
    static Arbitrary<List<Mistake>> several() {
        return Arbitraries.oneOf(wrongValues(), unknownKeys())
                .list()
                .ofMinSize(1)
                .ofMaxSize(4)
                .uniqueElements(Mistake::key);
    }

    private static Arbitrary<Mistake> wrongValues() {
        return Arbitraries.of(KEYS.keySet())
                .flatMap(key -> Arbitraries.of(wrong(key)).map(text -> new Mistake(key, text)));
    }

    /** A value of a type that refuses it, for code, which has no YAML. */
    static Arbitrary<Mistake> ofType() {
        return Arbitraries.of(KEYS.keySet())
                .filter(key -> WRONG_OFTEN.stream().anyMatch(text -> refuses(key(key), text)))
                .flatMap(
                        key ->
                                Arbitraries.of(
                                                WRONG_OFTEN.stream()
                                                        .filter(text -> refuses(key(key), text))
                                                        .map(Mistakes::bare)
                                                        .toList())
                                        .map(text -> new Mistake(key, text)));
    }

    private static Arbitrary<Mistake> unknownKeys() {
        return Combinators.combine(
                        Arbitraries.of(
                                "listeners.web.", "listeners.web.pool.", "shutdown.", "watch."),
                        Arbitraries.strings().withCharRange('a', 'z').ofMinLength(3).ofMaxLength(9))
                .as((section, word) -> new Mistake(section + word + "-x", "1"));
    }

    private static List<String> wrong(String key) {
        List<String> wrong = new ArrayList<>(WRONG_ALWAYS);
        WRONG_OFTEN.stream().filter(text -> refuses(key(key), text)).forEach(wrong::add);
        return wrong;
    }

    private static Key<?> key(String name) {
        return requireNonNull(KEYS.get(name));
    }

    private static String bare(String text) {
        return text.replaceAll("[\"']", "");
    }

    private static <T> boolean refuses(Key<T> key, String text) {
        String bare = bare(text);
        if (bare.isBlank()) {
            return !key.hasDefault() && !key.secret() && !key.type().isList();
        }
        try {
            key.check(key.type().parse(bare));
            return false;
        } catch (IllegalArgumentException e) {
            return true;
        }
    }

    /** Keys that are written with their defaults, so that mistakes stand among other lines. */
    static Arbitrary<List<String>> neighbours() {
        return Arbitraries.of(
                        KEYS.entrySet().stream()
                                .filter(entry -> entry.getValue().hasDefault())
                                .filter(entry -> !entry.getValue().type().isList())
                                .filter(entry -> !entry.getKey().contains(".tls."))
                                .map(Map.Entry::getKey)
                                .toList())
                .list()
                .uniqueElements()
                .ofMaxSize(12);
    }

    /** The default of a key, as YAML. */
    static String byDefault(String key) {
        return printed(key(key));
    }

    private static <T> String printed(Key<T> key) {
        return "\"" + key.type().print(key.defaultValue()) + "\"";
    }

    /** One key a line, in sections; {@code lines} gets the line of each. */
    static String yaml(Map<String, String> written, Map<String, Integer> lines) {
        List<String> text = new ArrayList<>();
        section("", "", written, text, lines);
        return String.join("\n", text) + "\n";
    }

    private static void section(
            String prefix,
            String indent,
            Map<String, String> written,
            List<String> text,
            Map<String, Integer> lines) {
        List<String> names =
                written.keySet().stream()
                        .filter(key -> key.startsWith(prefix))
                        .map(key -> key.substring(prefix.length()).split("\\.", 2)[0])
                        .distinct()
                        .toList();
        for (String name : names) {
            String key = prefix + name;
            String value = written.get(key);
            text.add(indent + name + ":" + (value == null ? "" : " " + value));
            if (value == null) {
                section(key + ".", indent + "  ", written, text, lines);
            } else {
                lines.put(key, text.size());
            }
        }
    }
}
