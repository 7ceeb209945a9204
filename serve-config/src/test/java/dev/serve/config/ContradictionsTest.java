package dev.serve.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serve.api.config.Profile;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Limits of which one makes the other pointless. */
class ContradictionsTest {

    @TempDir private Path directory;
    private Sources sources;

    @BeforeEach
    void start() {
        sources = new Sources(directory);
    }

    @Test
    void onePeerMayNotHaveMoreThanAll() {
        sources.yaml(
                "listeners: { web: { port: 0, pool: { max-connections: 10, max-connections-per-peer: 11 } } }");
        assertThat(sources.problems())
                .isEqualTo(
                        "serve.yaml:1:85: listeners.web.pool.max-connections-per-peer: \"11\" (expected: at most max-connections, which is 10)");
    }

    @Test
    void whatHttp2PromisesFitsIntoTheMemoryOfAConnection() {
        sources.yaml(
                """
                listeners:
                  web:
                    port: 0
                    http2:
                      max-session-memory: 128KiB
                      max-frame-size: 1MiB
                      max-header-list-size: 2MiB
                """);
        assertThat(sources.problems().lines())
                .containsExactlyInAnyOrder(
                        "serve.yaml:6:23: listeners.web.http2.max-frame-size: \"1MiB\" (expected: at most max-session-memory, which is 128KiB)",
                        "serve.yaml:7:29: listeners.web.http2.max-header-list-size: \"2MiB\" (expected: at most max-session-memory, which is 128KiB)",
                        "builder: listeners.web.http2.initial-window-size: \"1MiB\" (expected: at most max-session-memory, which is 128KiB)");
    }

    @Test
    void theDrainDelayEndsBeforeTheTimeoutThatTakesItIn() {
        sources.yaml("listeners: { web: { port: 0 } }\nshutdown: { timeout: 3s, drain-delay: 4s }");
        assertThat(sources.problems())
                .isEqualTo(
                        "serve.yaml:2:39: shutdown.drain-delay: \"4s\" (expected: at most shutdown.timeout, which takes it in and is 3s)");
    }

    @Test
    void theDrainDelayOfAProfileGivesWay() {
        sources.profile(Profile.PRODUCTION)
                .yaml("listeners: { web: { port: 0 } }\nshutdown: { timeout: 0 }");
        assertThat(sources.load().config().shutdown().timeout()).isZero();
    }
}
