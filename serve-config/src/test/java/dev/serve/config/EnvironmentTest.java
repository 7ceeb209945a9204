package dev.serve.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.serve.api.config.ConfigException;
import dev.serve.api.config.ConfigInput;
import dev.serve.api.config.ListenerConfig;
import dev.serve.api.config.ServerConfig;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnvironmentTest {

    @TempDir Path directory;
    private Sources sources;

    @BeforeEach
    void start() {
        sources =
                new Sources(directory)
                        .yaml(
                                "listeners: { web: { port: 0 }, web-api: { port: 0, ext: { api_key: a } } }");
    }

    @Nested
    class AVariable {

        @Test
        void meansTheKeyOfItsName() {
            sources.environment("SERVE_LISTENERS_WEB_PORT", "9090")
                    .environment("SERVE_LISTENERS_WEB_HTTP2_MAX_CONCURRENT_STREAMS", "7")
                    .environment("SERVE_LISTENERS_WEB_PROTOCOLS", "http, sse")
                    .environment("SERVE_SHUTDOWN_DRAIN_DELAY", "1s")
                    .environment("SERVE_APPLICATION", "echo");
            ServerConfig config = sources.load().config();
            assertThat(listener("web").port()).isEqualTo(9090);
            assertThat(listener("web").http2().maxConcurrentStreams()).isEqualTo(7);
            assertThat(listener("web").protocols()).containsExactly("http", "sse");
            assertThat(config.shutdown().drainDelay()).hasSeconds(1);
            assertThat(config.application()).isEqualTo("echo");
        }

        @Test
        void findsListenersWithDashes() {
            sources.environment("SERVE_LISTENERS_WEB_API_POOL_MAX_CONNECTIONS", "5");
            assertThat(listener("web-api").pool().maxConnections()).isEqualTo(5);
            assertThat(listener("web").pool().maxConnections()).isEqualTo(1000);
        }

        @Test
        void findsListenersOfTheBuilder() {
            sources.builder(
                            ServerConfig.builder()
                                    .listeners(Map.of("rpc-in", ListenerConfig.http(0)))
                                    .build())
                    .environment("SERVE_LISTENERS_RPC_IN_BACKLOG", "5");
            assertThat(listener("rpc-in").backlog()).isEqualTo(5);
        }

        @Test
        void mayAddAListener() {
            sources.environment("SERVE_LISTENERS_ADMIN_PORT", "9900")
                    .environment("SERVE_LISTENERS_NEW_ONE_TLS_KEY", "k")
                    .environment("SERVE_LISTENERS_NEW_ONE_TLS_CERT", "c")
                    .environment("SERVE_LISTENERS_NEW_ONE_PORT", "0");
            assertThat(listener("admin").port()).isEqualTo(9900);
            assertThat(listener("new-one").tls()).isNotNull();
        }

        @Test
        void findsEntriesOfAFreeMapAsTheyAreWritten() {
            sources.environment("SERVE_LISTENERS_WEB_API_EXT_API_KEY", "b")
                    .environment("SERVE_LISTENERS_WEB_API_EXT_NEW_KEY", "c");
            assertThat(listener("web-api").ext())
                    .containsOnly(Map.entry("api_key", "b"), Map.entry("new-key", "c"));
        }

        @Test
        void takesASectionAway() {
            sources.yaml("listeners: { web: { port: 0, tls: { key: k, cert: c } } }")
                    .environment("SERVE_LISTENERS_WEB_TLS", "none");
            assertThat(listener("web").tls()).isNull();
        }

        @Test
        void namesItselfWhereItIsWrong() {
            sources.environment("SERVE_LISTENERS_WEB_PORT", "http");
            assertThat(sources.problems())
                    .isEqualTo(
                            "environment SERVE_LISTENERS_WEB_PORT: listeners.web.port: \"http\" (expected: an integer from 0 to 65535)");
        }

        @Test
        void thatMeansNothingIsAProblem() {
            sources.environment("SERVE_LISTENERS_WEB_PROT", "1")
                    .environment("SERVE_LISTENER_WEB_BACKLOG", "1")
                    .environment("SERVE_VERBOSE", "1");
            assertThat(sources.problems())
                    .isEqualTo(
                            """
                            environment SERVE_LISTENERS_WEB_PROT: unknown variable (did you mean SERVE_LISTENERS_WEB_PORT?)
                            environment SERVE_LISTENER_WEB_BACKLOG: unknown variable (did you mean SERVE_LISTENERS_WEB_BACKLOG?)
                            environment SERVE_VERBOSE: unknown variable (expected: SERVE_ and a key, such as SERVE_LISTENERS_WEB_PORT)""");
        }

        @Test
        void thatMayMeanTwoKeysIsAProblem() {
            sources.yaml("listeners: { a: { port: 1 }, a-ext: { port: 2 } }")
                    .environment("SERVE_LISTENERS_A_EXT_PORT", "3");
            assertThat(sources.problems())
                    .isEqualTo(
                            "environment SERVE_LISTENERS_A_EXT_PORT: ambiguous (expected: one key; it may mean listeners.a.ext.port or listeners.a-ext.port, so use --set)");
        }

        @Test
        void cannotGiveAListOfRecords() {
            sources.environment("SERVE_LISTENERS_WEB_ROUTES_0_PATH", "/x");
            assertThat(sources.problems())
                    .isEqualTo(
                            "environment SERVE_LISTENERS_WEB_ROUTES_0_PATH: listeners.web.routes: a list of records (expected: in a file, which alone can give one)");
        }

        @ParameterizedTest
        @CsvSource({
            "SERVE_PROFILE, development",
            "SERVE_SERVICE_HOST, 10.0.0.1",
            "SERVE_SERVICE_PORT, 80",
            "SERVE_SERVICE_PORT_HTTP, 80",
            "SERVE_WEB_SERVICE_PORT, 80",
            "SERVE_PORT, tcp://10.0.0.1:80",
            "SERVE_WEB_PORT, tcp://10.0.0.1:80",
            "SERVE_PORT_80_TCP, tcp://10.0.0.1:80",
            "SERVE_PORT_80_TCP_ADDR, 10.0.0.1",
            "SERVER_PORT, 80",
            "PATH, /bin",
        })
        void ofOthersIsLeftAlone(String name, String value) {
            sources.environment(name, value);
            assertThat(sources.load().config().listeners()).hasSize(2);
        }
    }

    @Nested
    class ASystemProperty {

        @Test
        void isTheKeyAfterServe() {
            sources.property("serve.listeners.web-api.port", "9090").property("user.name", "me");
            assertThat(listener("web-api").port()).isEqualTo(9090);
        }

        @Test
        void thatMeansNothingIsAProblem() {
            sources.property("serve.listeners.web.prot", "9090");
            assertThat(sources.problems())
                    .isEqualTo(
                            "-Dserve.listeners.web.prot: listeners.web.prot: unknown key (did you mean port?)");
        }

        @Test
        void isReadFromTheProcess() {
            System.setProperty("serve.listeners.web.port", "0");
            try {
                ConfigInput input = new ConfigInput(null, null, Map.of(), true);
                ConfigSnapshot snapshot =
                        ConfigLoader.load(input, ServerConfig.builder().build(), Set.of());
                assertThat(snapshot.origin("listeners.web.port"))
                        .hasToString("-Dserve.listeners.web.port");
                ConfigInput alone = new ConfigInput(null, null, Map.of(), false);
                assertThatExceptionOfType(ConfigException.class)
                        .isThrownBy(
                                () ->
                                        ConfigLoader.load(
                                                alone, ServerConfig.builder().build(), Set.of()));
            } finally {
                System.clearProperty("serve.listeners.web.port");
            }
        }
    }

    @Nested
    class AnOverride {

        @Test
        void mayAddAListener() {
            sources.set("listeners.new.port", "1");
            assertThat(listener("new").port()).isEqualTo(1);
        }

        @Test
        void ofAKeyThatIsNoneSaysTheNearest() {
            sources.set("listeners.web.pool.maxConnections", "1").set("listners.web.port", "1");
            assertThat(sources.problems())
                    .isEqualTo(
                            """
                            --set: listeners.web.pool.maxConnections: unknown key (did you mean max-connections?)
                            --set: listners: unknown key (did you mean listeners?)""");
        }

        @Test
        void cannotGiveAListOfRecords() {
            sources.set("listeners.web.routes.0.path", "/x").set("listeners.web.routes", "/x");
            assertThat(sources.problems().lines())
                    .hasSize(2)
                    .allMatch(line -> line.contains("in a file, which alone can give one"));
        }

        @Test
        void ofNoKeyAtAllIsAProblem() {
            sources.set("listeners..port", "1").set("", "1");
            assertThat(sources.problems())
                    .isEqualTo(
                            """
                            --set: "listeners..port" (expected: a key such as listeners.web.port)
                            --set: "" (expected: a key such as listeners.web.port)""");
        }

        @Test
        void belowAValueOrInPlaceOfASectionIsAProblem() {
            sources.set("listeners.web.port.x", "1").set("listeners.web.pool", "1");
            assertThat(sources.problems())
                    .isEqualTo(
                            """
                            --set: listeners.web.pool: a single value (expected: a map of keys such as max-connections)
                            --set: listeners.web.port: a map (expected: an integer from 0 to 65535)""");
        }

        @Test
        void thatIsLaterWins() {
            sources.set("listeners.web.tls", "none")
                    .set("listeners.web.tls.key", "k")
                    .set("listeners.web.tls.cert", "c");
            assertThat(listener("web").tls()).isNotNull();
        }
    }

    private ListenerConfig listener(String name) {
        return Objects.requireNonNull(sources.load().config().listeners().get(name));
    }
}
