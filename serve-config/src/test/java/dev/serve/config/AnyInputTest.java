package dev.serve.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serve.api.config.ConfigException;
import dev.serve.api.config.Origin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Whatever an operator writes is either a configuration or a list of located problems. */
class AnyInputTest {

    private static final String VALID =
            """
            application: echo
            listeners:
              web:
                host: 127.0.0.1
                port: 8080
                protocols: [http, sse]
                tls: { mode: auto, key: server.key, cert: server.crt }
                pool: { max-connections: 1000 }
                http:
                  max-body-size: 1MiB
                routes:
                  - { path: "/assets/*", files: public/ }
                  - { path: /health, respond: { status: 200, body: ok } }
                ext: { team: blue }
              local: &local
                path: run/web.sock
                mode: "0660"
              other: { <<: *local, path: run/other.sock }
            shutdown: { timeout: 30s, drain-delay: 5s }
            """;

    private static final List<String> GARBAGE =
            List.of(
                    "",
                    "~",
                    "null",
                    "none",
                    "-1",
                    "0",
                    "99999999999999999999",
                    "yes",
                    "[",
                    "]",
                    "{",
                    "}",
                    "[]",
                    "{}",
                    "[[]]",
                    "[a, b]",
                    "{ a: b }",
                    "a: b",
                    "&a",
                    "*a",
                    "*local",
                    "!x",
                    "|",
                    ">",
                    "'",
                    "\"",
                    "%",
                    "@",
                    "`",
                    "# c",
                    "---",
                    "...",
                    "?",
                    "- a",
                    ": ",
                    "\t",
                    "é",
                    "\u2028",
                    "\uD83D\uDE00",
                    "10m",
                    "1KiB",
                    "1e9",
                    "..",
                    "a.b",
                    "<<",
                    "-----BEGIN X",
                    "x".repeat(300),
                    "\u0000",
                    "\uFEFF",
                    "port",
                    "listeners");

    private static Path directory = Path.of("");

    @BeforeContainer
    static void createDirectory() throws IOException {
        directory = Files.createTempDirectory("serve-config");
    }

    @AfterContainer
    static void deleteDirectory() throws IOException {
        try (var files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }

    @Property(tries = 300)
    void isBoundOrRefusedWithPlaces(@ForAll("edited") String yaml) {
        holds(new Sources(directory).yaml(yaml));
    }

    @Property(tries = 300)
    void isBoundOrRefusedWithPlacesWhateverTheFile(@ForAll("shreds") String yaml) {
        holds(new Sources(directory).yaml(yaml));
    }

    @Property(tries = 300)
    void isBoundOrRefusedWhateverOverridesSay(
            @ForAll("keys") String key, @ForAll("values") String value) {
        holds(new Sources(directory).yaml(VALID).set(key, value).property("serve." + key, value));
    }

    @Property(tries = 300)
    void isBoundOrRefusedWhateverVariablesSay(
            @ForAll("keys") String key, @ForAll("values") String value) {
        holds(
                new Sources(directory)
                        .yaml(VALID)
                        .environment("SERVE_" + EnvironmentNames.word(key), value));
    }

    private static void holds(Sources sources) {
        try {
            ConfigSnapshot snapshot = sources.load();
            assertThat(snapshot.config().listeners()).isNotEmpty();
            assertThat(ConfigDump.lines(snapshot)).isNotEmpty();
        } catch (ConfigException e) {
            assertThat(e.problems())
                    .isNotEmpty()
                    .allSatisfy(
                            problem -> {
                                Origin origin = problem.origin();
                                assertThat(origin.source()).isNotBlank();
                                assertThat(origin.line() > 0).isEqualTo(origin.column() > 0);
                                assertThat(problem.expected()).isNotBlank();
                                assertThat(problem.toString()).doesNotContain("\n");
                            });
        }
    }

    @Provide
    Arbitrary<String> edited() {
        return edits().list().ofMinSize(1).ofMaxSize(4).map(AnyInputTest::apply);
    }

    private Arbitrary<Edit> edits() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 5),
                        Arbitraries.integers().between(0, VALID.lines().toList().size() - 1),
                        Arbitraries.integers().between(0, 40),
                        values())
                .as(Edit::new);
    }

    @Provide
    Arbitrary<String> shreds() {
        return Arbitraries.of(GARBAGE)
                .list()
                .ofMaxSize(12)
                .flatMap(
                        parts ->
                                Arbitraries.of("\n", " ", ": ", ", ", "\n  ")
                                        .map(glue -> String.join(glue, parts)));
    }

    @Provide
    Arbitrary<String> values() {
        return Arbitraries.oneOf(Arbitraries.of(GARBAGE), Arbitraries.strings().ofMaxLength(10));
    }

    @Provide
    Arbitrary<String> keys() {
        return Arbitraries.oneOf(
                Arbitraries.of(KnownKeys.ofServer().all())
                        .map(key -> key.replace(KnownKeys.NAME, "web").replace("[]", ".0")),
                Arbitraries.of(
                                "listeners",
                                "web",
                                "local",
                                "new-one",
                                "tls",
                                "port",
                                "path",
                                "ext",
                                "routes",
                                "0",
                                "",
                                "shutdown",
                                "x")
                        .list()
                        .ofMinSize(1)
                        .ofMaxSize(5)
                        .map(parts -> String.join(".", parts)));
    }

    private static String apply(List<Edit> edits) {
        List<String> lines = new ArrayList<>(VALID.lines().toList());
        for (Edit edit : edits) {
            edit.apply(lines);
        }
        return String.join("\n", lines);
    }

    /** One slip of the hand in one line. */
    private record Edit(int kind, int line, int column, String text) {

        void apply(List<String> lines) {
            int at = Math.min(line, lines.size() - 1);
            String old = lines.get(at);
            int colon = old.indexOf(':');
            int cut = Math.min(column, old.length());
            switch (kind) {
                case 0 -> lines.set(at, old.substring(0, colon + 1) + " " + text);
                case 1 -> lines.set(at, old.replaceFirst("[a-z-]+", "x"));
                case 2 -> lines.add(at, old);
                case 3 -> lines.set(at, " ".repeat(column) + old);
                case 4 -> lines.set(at, old.substring(0, cut) + text + old.substring(cut));
                default -> {
                    if (lines.size() > 1) {
                        lines.remove(at);
                    }
                }
            }
        }
    }

    /** The edits above must begin with something that works. */
    @Property(tries = 1)
    void startsFromAValidFile() {
        assertThat(new Sources(directory).yaml(VALID).load().config().listeners()).hasSize(3);
        assertThat(Arrays.asList(VALID.split("\n", -1)))
                .allMatch(line -> line.isEmpty() || line.contains(":"));
    }
}
