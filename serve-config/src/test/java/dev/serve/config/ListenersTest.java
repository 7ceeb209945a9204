package dev.serve.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serve.api.config.ListenerConfig;
import dev.serve.api.config.ServerConfig;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListenersTest {

    @TempDir Path directory;
    private Sources sources;

    @BeforeEach
    void start() {
        sources = new Sources(directory);
    }

    @Nested
    class Beside {

        @ParameterizedTest
        @CsvSource({
            "127.0.0.1, 127.0.0.1",
            "127.0.0.1, 0.0.0.0",
            "0.0.0.0, 10.0.0.1",
            "'::', 127.0.0.1",
            "'::1', '0:0:0:0:0:0:0:1'",
            "localhost, 127.0.0.1",
            "LOCALHOST, localhost",
            "example.test, EXAMPLE.test",
        })
        void oneAnotherCannotHaveOnePort(String first, String second) {
            sources.yaml(
                    """
                    listeners:
                      a: { host: "%s", port: 8080 }
                      b:
                        host: "%s"
                        port: 8080
                    """
                            .formatted(first, second));
            assertThat(sources.problems())
                    .startsWith("serve.yaml:5:11: listeners.b.port: \"")
                    .contains(" (expected: an address of its own; listeners.a.port has ")
                    .contains(" at serve.yaml:2:");
        }

        @ParameterizedTest
        @CsvSource({
            "127.0.0.1, 8080, 127.0.0.1, 8081",
            "127.0.0.1, 8080, 127.0.0.2, 8080",
            "127.0.0.1, 8080, '::1', 8080",
            "127.0.0.1, 0, 127.0.0.1, 0",
            "0.0.0.0, 0, 0.0.0.0, 0",
            "a.test, 8080, b.test, 8080",
        })
        void oneAnotherMayHaveAddressesOfTheirOwn(
                String first, int firstPort, String second, int secondPort) {
            sources.yaml(
                    "listeners: { a: { host: \"%s\", port: %d }, b: { host: \"%s\", port: %d } }"
                            .formatted(first, firstPort, second, secondPort));
            assertThat(sources.load().config().listeners()).hasSize(2);
        }

        @ParameterizedTest
        @CsvSource({"run/a.sock, run/a.sock", "run/a.sock, ./run/../run/a.sock"})
        void oneAnotherCannotHaveOnePath(String first, String second) {
            sources.yaml(
                    "listeners: { a: { path: %s }, b: { path: %s } }".formatted(first, second));
            assertThat(sources.problems())
                    .contains("listeners.b.path: \"unix:" + second + "\"")
                    .contains("listeners.a.path has unix:" + first + " at serve.yaml:1:25");
        }

        @Test
        void theBuildersCannotHaveOnePortEither() {
            sources.builder(
                            ServerConfig.builder()
                                    .listeners(Map.of("a", ListenerConfig.http(8080)))
                                    .build())
                    .yaml("listeners: { b: { port: 8080 } }");
            assertThat(sources.problems())
                    .isEqualTo(
                            "serve.yaml:1:25: listeners.b.port: \"127.0.0.1:8080\" (expected: an address of its own; listeners.a.port has 127.0.0.1:8080 at builder)");
        }
    }

    @Nested
    class OnAnOddPort {

        @Test
        void startAfterAWarning() {
            sources.yaml(
                    "listeners: { a: { port: 443 }, b: { port: 25 }, c: { port: 6379 }, d: { port: 8080 } }");
            assertThat(sources.warnings())
                    .isEqualTo(
                            """
                            serve.yaml:1:25: listeners.a.port: 443 is below 1024: binding it needs root or CAP_NET_BIND_SERVICE on most systems
                            serve.yaml:1:43: listeners.b.port: 25 is below 1024: binding it needs root or CAP_NET_BIND_SERVICE on most systems
                            serve.yaml:1:43: listeners.b.port: 25 is where SMTP is looked for
                            serve.yaml:1:60: listeners.c.port: 6379 is where Redis is looked for""");
        }

        @Test
        void areQuietOnAnyFreePortAndOnUnixSockets() {
            sources.yaml("listeners: { a: { port: 0 }, b: { path: b.sock } }");
            assertThat(sources.warnings()).isEmpty();
        }
    }
}
