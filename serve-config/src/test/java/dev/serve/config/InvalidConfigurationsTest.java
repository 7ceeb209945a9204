package dev.serve.config;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.serve.api.config.ConfigException;
import dev.serve.api.config.Key;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Configurations with mistakes in them: each mistake is named at its line, with its key. */
class InvalidConfigurationsTest {

    private static final Map<String, Key<?>> KEYS = AllKeys.of("web");

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

    private static Path directory = Path.of("");

    @BeforeContainer
    static void createDirectory() throws IOException {
        directory = Files.createTempDirectory("serve-config");
    }

    @AfterContainer
    static void deleteDirectory() throws IOException {
        Files.deleteIfExists(directory.resolve("serve.yaml"));
        Files.delete(directory);
    }

    /** One mistake: a full key, and what is written behind it. */
    private record Mistake(String key, String text) {}

    @Property(tries = 300)
    void areRefusedWithEachMistakeAtItsPlace(
            @ForAll("mistakes") List<Mistake> mistakes, @ForAll("settings") List<String> settings) {
        Map<String, String> written = new LinkedHashMap<>();
        written.put("application", "echo");
        written.put("listeners.web.port", "8080");
        settings.forEach(key -> written.put(key, printed(key(key))));
        mistakes.forEach(mistake -> written.put(mistake.key(), mistake.text()));
        Map<String, Integer> lines = new LinkedHashMap<>();
        String yaml = yaml(written, lines);

        ConfigException refused =
                catchThrowableOfType(
                        ConfigException.class, () -> new Sources(directory).yaml(yaml).load());

        assertThat(refused).as(yaml).isNotNull();
        for (Mistake mistake : mistakes) {
            if (mistake.text().equals(written.get(mistake.key()))) {
                assertThat(refused.problems())
                        .as(yaml)
                        .anySatisfy(
                                problem -> {
                                    assertThat(problem.origin().source()).endsWith("serve.yaml");
                                    assertThat(problem.origin().line())
                                            .isEqualTo(lines.get(mistake.key()));
                                    assertThat(problem.key()).startsWith(mistake.key());
                                });
            }
        }
        assertThat(refused.problems())
                .allSatisfy(problem -> assertThat(problem.expected()).isNotBlank());
    }

    /** As a reader finds it that comes while it is written: whatever it is, never half of it. */
    @Property(tries = 100)
    void thatEndInTheMiddleOfABraceAreRefused(@ForAll("settings") List<String> settings) {
        StringBuilder yaml = new StringBuilder("{ listeners: { web: { port: 0, pool: { ");
        settings.stream()
                .filter(key -> key.startsWith("listeners.web.pool."))
                .forEach(
                        key ->
                                yaml.append(key.substring(key.lastIndexOf('.') + 1))
                                        .append(": ")
                                        .append(printed(key(key)))
                                        .append(", "));
        assertThat(new Sources(directory).yaml(yaml.toString()).problems())
                .matches("serve\\.yaml:\\d+:\\d+: not YAML: .*");
    }

    @Provide
    Arbitrary<List<Mistake>> mistakes() {
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

    private static Key<?> key(String name) {
        return requireNonNull(KEYS.get(name));
    }

    private static List<String> wrong(String key) {
        List<String> wrong = new ArrayList<>(WRONG_ALWAYS);
        WRONG_OFTEN.stream().filter(text -> refuses(key(key), text)).forEach(wrong::add);
        return wrong;
    }

    private static <T> boolean refuses(Key<T> key, String text) {
        String bare = text.replaceAll("[\"']", "");
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

    private static Arbitrary<Mistake> unknownKeys() {
        return Combinators.combine(
                        Arbitraries.of(
                                "listeners.web.", "listeners.web.pool.", "shutdown.", "watch."),
                        Arbitraries.strings().withCharRange('a', 'z').ofMinLength(3).ofMaxLength(9))
                .as((section, word) -> new Mistake(section + word + "-x", "1"));
    }

    /** Keys that are written with their defaults, so that mistakes stand among other lines. */
    @Provide
    Arbitrary<List<String>> settings() {
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

    private static <T> String printed(Key<T> key) {
        return "\"" + key.type().print(key.defaultValue()) + "\"";
    }

    /** One key a line, in sections; {@code lines} gets the line of each. */
    private static String yaml(Map<String, String> written, Map<String, Integer> lines) {
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
