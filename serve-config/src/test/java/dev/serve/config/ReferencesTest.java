package dev.serve.config;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.serve.api.config.ListenerConfig;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a file takes from the environment: {@code ${PORT:3000}}. */
class ReferencesTest {

    @TempDir private Path directory;
    private Sources sources;

    @BeforeEach
    void start() {
        sources = new Sources(directory);
    }

    private ListenerConfig web() {
        return requireNonNull(sources.load().config().listeners().get("web"));
    }

    @Test
    void areEnvironmentVariables() {
        sources.yaml("listeners: { web: { port: \"${PORT}\", host: \"${HOST}.example\" } }")
                .environment("PORT", "8081")
                .environment("HOST", "www");
        assertThat(web().port()).isEqualTo(8081);
        assertThat(web().host()).isEqualTo("www.example");
    }

    @Test
    void areSystemPropertiesWhereThereIsNoSuchVariable() {
        sources.yaml("listeners: { web: { path: \"${user.home}/${NAME}.sock\" } }")
                .property("user.home", "/home/ada")
                .property("NAME", "of the property")
                .environment("NAME", "web");
        assertThat(web().path()).isEqualTo("/home/ada/web.sock");
    }

    @Test
    void haveDefaultsForWhatIsNotThereOrEmpty() {
        sources.yaml("listeners: { web: { port: \"${PORT:3000}\", host: \"${HOST:::1}\" } }")
                .environment("HOST", "");
        assertThat(web().port()).isEqualTo(3000);
        assertThat(web().host()).isEqualTo("::1");
    }

    @Test
    void standInListsAndInFilesOfEveryKind() {
        sources.file(
                        "serve.properties",
                        "listeners.web.port=${PORT:1}\nlisteners.web.protocols=${FIRST}, sse\n")
                .environment("FIRST", "http");
        assertThat(web().port()).isEqualTo(1);
        assertThat(web().protocols()).containsExactly("http", "sse");
    }

    @Test
    void areLeftAloneBehindASecondDollar() {
        sources.yaml(
                """
                listeners:
                  web:
                    port: 0
                    routes: [{ path: /, respond: { body: "$${name} costs $5, ${X:$${Y}" } }]
                """);
        assertThat(requireNonNull(web().routes().getFirst().respond()).body())
                .isEqualTo("${name} costs $5, $${Y");
    }

    @Test
    void areNotLookedForInWhatTheyStandFor() {
        sources.yaml("listeners: { web: { port: 0, ext: { a: \"${A}\" } } }")
                .environment("A", "${B}");
        assertThat(web().ext()).containsEntry("a", "${B}");
    }

    @Test
    void areProblemsWhereTheyLeadNowhere() {
        sources.yaml(
                """
                listeners:
                  web:
                    port: ${PORT}
                    protocols: [http, "${ }"]
                    host: "${HOST"
                """);
        assertThat(sources.problems())
                .contains(
                        "serve.yaml:3:11: listeners.web.port: \"${PORT}\" (expected: an environment variable or system property of that name, or a default as in ${PORT:...})",
                        "serve.yaml:4:23: listeners.web.protocols[1]: \"${ }\" (expected: a reference such as ${PORT}",
                        "serve.yaml:5:11: listeners.web.host: \"${HOST\" (expected: a reference such as ${PORT}");
    }

    @Test
    void areReadAsTheirKeyAsksAndNamedAtTheirPlace() {
        sources.yaml("listeners:\n  web:\n    port: ${PORT:3000}\n").environment("PORT", "http");
        assertThat(sources.problems())
                .isEqualTo(
                        "serve.yaml:3:11: listeners.web.port: \"http\" (expected: an integer from 0 to 65535)");
    }
}
