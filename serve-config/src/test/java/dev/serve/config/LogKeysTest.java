package dev.serve.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serve.api.config.Reload;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the process logs, as a file writes it. */
class LogKeysTest {

    private static final String WEB = "listeners: { web: { port: 0 } }\n";

    @TempDir Path directory;
    private Sources sources;

    @BeforeEach
    void start() {
        sources = new Sources(directory);
    }

    private Map<String, Level> levels(String yaml) {
        return sources.yaml(WEB + yaml).load().config().log().levels();
    }

    @Test
    void levelsAreReadByNameInAnyOfTheirWords() {
        assertThat(
                        levels(
                                """
                                log:
                                  levels:
                                    root: OFF
                                    dev.serve: debug
                                    dev.serve.http: TRACE
                                    io: { helidon: WARN, micrometer: WARNING }
                                """))
                .containsExactly(
                        Map.entry("dev.serve", Level.DEBUG),
                        Map.entry("dev.serve.http", Level.TRACE),
                        Map.entry("io.helidon", Level.WARNING),
                        Map.entry("io.micrometer", Level.WARNING),
                        Map.entry("root", Level.OFF));
    }

    @Test
    void aLoggerAndOneBelowItMayBothBeSetFromOutside() {
        sources.set("log.levels.dev.serve", "ERROR")
                .set("log.levels.dev.serve.http", "TRACE")
                .set("log.levels.ROOT", "warn");
        assertThat(levels("log: { levels: { dev.serve.http: INFO } }"))
                .containsOnly(
                        Map.entry("dev.serve", Level.ERROR),
                        Map.entry("dev.serve.http", Level.TRACE),
                        Map.entry("root", Level.WARNING));
        assertThat(
                        sources.file(
                                        "serve.properties",
                                        """
                                        listeners.web.port = 0
                                        log.levels.a = INFO
                                        log.levels.a.b = DEBUG
                                        """)
                                .load()
                                .config()
                                .log()
                                .levels())
                .containsEntry("a", Level.INFO)
                .containsEntry("a.b", Level.DEBUG);
    }

    @Test
    void whatIsNoLevelOrNoNameIsToldWithItsPlace() {
        sources.yaml(WEB + "log: { levels: { dev.serve: LOUD, \"a b\": INFO, c..d: INFO, e: } }");
        assertThat(sources.problems())
                .isEqualTo(
                        """
                        serve.yaml:2:29: log.levels.dev.serve: "LOUD" (expected: text that is TRACE, DEBUG, INFO, WARN, ERROR or OFF)
                        serve.yaml:2:35: log.levels: "a b" (expected: the name of a logger, such as dev.serve.http or root)
                        serve.yaml:2:48: log.levels: "c..d" (expected: the name of a logger, such as dev.serve.http or root)
                        serve.yaml:2:62: log.levels.e: no value (expected: text that is TRACE, DEBUG, INFO, WARN, ERROR or OFF)""");
    }

    @Test
    void aLevelIsNoSecretWhateverItsLoggerIsCalled() {
        sources.yaml(WEB + "log: { levels: { com.example.TokenStore: DEBUG } }");
        assertThat(ConfigDump.lines(sources.load()))
                .anySatisfy(
                        line ->
                                assertThat(line)
                                        .startsWith("log.levels.com.example.TokenStore = DEBUG "));
    }

    @Test
    void aPatchSetsOneAndTakesOneAway() {
        var before = sources.yaml(WEB + "log: { levels: { a: INFO, a.b: DEBUG } }").load().config();
        Map<String, @Nullable String> levels = new HashMap<>(Map.of("dev.serve", "TRACE"));
        levels.put("a.b", null);
        var after = ConfigPatch.apply(before, Map.of("log", Map.of("levels", levels)));
        assertThat(after.log().levels())
                .containsOnly(Map.entry("a", Level.INFO), Map.entry("dev.serve", Level.TRACE));
        assertThat(ConfigDiff.between(before, after).changes())
                .singleElement()
                .satisfies(
                        change -> {
                            assertThat(change.key()).isEqualTo("log.levels");
                            assertThat(change.reload()).isEqualTo(Reload.RUNTIME);
                        });
    }
}
