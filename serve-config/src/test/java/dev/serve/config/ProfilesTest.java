package dev.serve.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serve.api.config.ListenerConfig;
import dev.serve.api.config.Profile;
import dev.serve.api.config.ServerConfig;
import dev.serve.api.config.ShutdownConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProfilesTest {

    @TempDir Path directory;
    private Sources sources;

    @BeforeEach
    void start() {
        sources = new Sources(directory).yaml("listeners: { web: { port: 8080 } }");
    }

    @Nested
    class AreChosen {

        @Test
        void asDevelopmentWhereNobodySpeaks() {
            assertThat(sources.load().profile()).isEqualTo(Profile.DEVELOPMENT);
        }

        @Test
        void byTheVariable() {
            sources.environment("SERVE_PROFILE", "production");
            assertThat(sources.load().profile()).isEqualTo(Profile.PRODUCTION);
        }

        @Test
        void byTheSystemPropertyBeforeTheVariable() {
            sources.environment("SERVE_PROFILE", "production").property("serve.profile", "testing");
            assertThat(sources.load().profile()).isEqualTo(Profile.TESTING);
        }

        @Test
        void byTheInputBeforeAll() {
            sources.environment("SERVE_PROFILE", "production")
                    .property("serve.profile", "production")
                    .profile(Profile.TESTING);
            assertThat(sources.load().profile()).isEqualTo(Profile.TESTING);
        }

        @Test
        void amongThoseThatExist() {
            sources.environment("SERVE_PROFILE", "prod");
            assertThat(sources.problems())
                    .isEqualTo(
                            "environment SERVE_PROFILE: \"prod\" (expected: one of development, production, testing)");
        }
    }

    @ParameterizedTest
    @CsvSource({"DEVELOPMENT, 0", "PRODUCTION, 5", "TESTING, 0"})
    void presetTheDrainDelay(Profile profile, long seconds) {
        assertThat(drainDelay(sources.profile(profile))).hasSeconds(seconds);
    }

    @Nested
    class Production {

        @BeforeEach
        void choose() {
            sources.profile(Profile.PRODUCTION);
        }

        @Test
        void givesWayToTheFile() {
            sources.yaml("listeners: { web: { port: 1 } }\nshutdown: { drain-delay: 1s }");
            assertThat(drainDelay(sources)).hasSeconds(1);
        }

        @Test
        void givesWayToTheBuilder() {
            sources.builder(
                    ServerConfig.builder()
                            .shutdown(
                                    ShutdownConfig.builder()
                                            .drainDelay(Duration.ofSeconds(2))
                                            .build())
                            .build());
            assertThat(drainDelay(sources)).hasSeconds(2);
        }

        @Test
        void givesWayToAFixedZero() {
            sources.builder(ServerConfig.builder().build(), "shutdown.drain-delay");
            assertThat(drainDelay(sources)).isZero();
        }

        @Test
        void leavesPortsAlone() {
            assertThat(port(sources, "web")).isEqualTo(8080);
        }

        @Test
        void namesItselfAsTheOrigin() {
            assertThat(sources.load().origin("shutdown.drain-delay"))
                    .hasToString("profile production");
        }
    }

    @Nested
    class Testing {

        @BeforeEach
        void choose() {
            sources.profile(Profile.TESTING);
        }

        @Test
        void takesAnyFreePortWhateverFilesAndBuilderSay() {
            sources.builder(
                            ServerConfig.builder()
                                    .listeners(Map.of("api", ListenerConfig.http(9090)))
                                    .build())
                    .profileYaml("listeners: { web: { port: 8081 } }");
            assertThat(port(sources, "web")).isZero();
            assertThat(port(sources, "api")).isZero();
        }

        @Test
        void doesNotDelayWhateverTheFileSays() {
            sources.yaml("listeners: { web: { port: 1 } }\nshutdown: { drain-delay: 1s }");
            assertThat(drainDelay(sources)).isZero();
        }

        @Test
        void givesWayToTheEnvironmentAndToOverrides() {
            sources.yaml("listeners: { a: { port: 1 }, b: { port: 2 } }")
                    .environment("SERVE_LISTENERS_A_PORT", "3")
                    .set("listeners.b.port", "4")
                    .set("shutdown.drain-delay", "6s");
            assertThat(port(sources, "a")).isEqualTo(3);
            assertThat(port(sources, "b")).isEqualTo(4);
            assertThat(drainDelay(sources)).hasSeconds(6);
        }

        @Test
        void givesWayToAFixedPort() {
            sources.builder(
                    ServerConfig.builder()
                            .listeners(Map.of("api", ListenerConfig.http(9090)))
                            .build(),
                    "listeners.api.port");
            assertThat(port(sources, "api")).isEqualTo(9090);
        }

        @Test
        void leavesUnixSocketsAlone() {
            sources.builder(
                            ServerConfig.builder()
                                    .listeners(
                                            Map.of(
                                                    "a",
                                                    ListenerConfig.unix("a.sock"),
                                                    "b",
                                                    ListenerConfig.http(1)))
                                    .build())
                    .yaml(
                            "listeners: { a: { backlog: 1 }, b: { path: b.sock }, c: { path: c.sock } }");
            assertThat(sources.load().config().listeners().values())
                    .extracting(ListenerConfig::addressText)
                    .containsExactlyInAnyOrder("unix:a.sock", "unix:b.sock", "unix:c.sock");
        }

        @Test
        void bringsBackNoListenerThatTheFileTookAway() {
            sources.builder(
                            ServerConfig.builder()
                                    .listeners(Map.of("api", ListenerConfig.http(9090)))
                                    .build())
                    .yaml("listeners: { web: { port: 1 }, api: none }");
            assertThat(sources.load().config().listeners().keySet()).containsExactly("web");
        }

        @Test
        void hidesNoWrongPort() {
            sources.yaml("listeners: { a: { port: http }, b: { port: [1] }, c: { backlog: 1 } }");
            assertThat(sources.problems().lines()).hasSize(3);
        }
    }

    private static Duration drainDelay(Sources sources) {
        return sources.load().config().shutdown().drainDelay();
    }

    private static @Nullable Integer port(Sources sources, String listener) {
        return Objects.requireNonNull(sources.load().config().listeners().get(listener)).port();
    }
}
