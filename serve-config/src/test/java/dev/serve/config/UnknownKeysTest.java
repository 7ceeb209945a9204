package dev.serve.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnknownKeysTest {

    /**
     * Every key and section, reviewed by hand: one that nothing reads does not belong here, and a
     * new one comes with the code that reads it.
     */
    @Test
    void areAllButThese() {
        assertThat(KnownKeys.ofServer().all())
                .isEqualTo(
                        List.of(
                                "application",
                                "listeners",
                                "listeners.<name>.host",
                                "listeners.<name>.port",
                                "listeners.<name>.path",
                                "listeners.<name>.mode",
                                "listeners.<name>.protocols",
                                "listeners.<name>.backlog",
                                "listeners.<name>.reuse-address",
                                "listeners.<name>.proxy-protocol",
                                "listeners.<name>.trusted-proxies",
                                "listeners.<name>.drain-timeout",
                                "listeners.<name>.wire",
                                "listeners.<name>.pool",
                                "listeners.<name>.pool.max-connections",
                                "listeners.<name>.pool.max-connections-per-peer",
                                "listeners.<name>.pool.accept-rate",
                                "listeners.<name>.pool.connection-timeout",
                                "listeners.<name>.pool.handshake-timeout",
                                "listeners.<name>.pool.headers-timeout",
                                "listeners.<name>.pool.request-timeout",
                                "listeners.<name>.pool.body-timeout",
                                "listeners.<name>.pool.min-body-rate",
                                "listeners.<name>.pool.write-timeout",
                                "listeners.<name>.pool.keep-alive-timeout",
                                "listeners.<name>.pool.max-requests",
                                "listeners.<name>.pool.max-age",
                                "listeners.<name>.pool.over-limit",
                                "listeners.<name>.pool.wait-queue",
                                "listeners.<name>.pool.wait-timeout",
                                "listeners.<name>.pool.wait-priority",
                                "listeners.<name>.http",
                                "listeners.<name>.http.max-request-line",
                                "listeners.<name>.http.max-header-size",
                                "listeners.<name>.http.max-header-count",
                                "listeners.<name>.http.max-body-size",
                                "listeners.<name>.http.keep-alive-1-0",
                                "listeners.<name>.http.interrupt-on-abort",
                                "listeners.<name>.http.server-header",
                                "listeners.<name>.http2",
                                "listeners.<name>.http2.max-concurrent-streams",
                                "listeners.<name>.http2.max-header-list-size",
                                "listeners.<name>.http2.max-frame-size",
                                "listeners.<name>.http2.initial-window-size",
                                "listeners.<name>.http2.max-session-memory",
                                "listeners.<name>.http2.keep-alive-time",
                                "listeners.<name>.http2.ping-timeout",
                                "listeners.<name>.http2.allow-http1",
                                "listeners.<name>.websocket",
                                "listeners.<name>.websocket.ping-interval",
                                "listeners.<name>.websocket.pong-timeout",
                                "listeners.<name>.websocket.heartbeat-interval",
                                "listeners.<name>.websocket.close-timeout",
                                "listeners.<name>.websocket.idle-timeout",
                                "listeners.<name>.websocket.max-message-size",
                                "listeners.<name>.websocket.max-frame-size",
                                "listeners.<name>.websocket.max-fragments",
                                "listeners.<name>.websocket.max-sessions",
                                "listeners.<name>.websocket.queue-messages",
                                "listeners.<name>.websocket.queue-size",
                                "listeners.<name>.websocket.overflow",
                                "listeners.<name>.websocket.block-timeout",
                                "listeners.<name>.websocket.control-frame-rate",
                                "listeners.<name>.websocket.drain-batch",
                                "listeners.<name>.websocket.drain-interval",
                                "listeners.<name>.websocket.sub-protocols",
                                "listeners.<name>.websocket.compression",
                                "listeners.<name>.websocket.compression-threshold",
                                "listeners.<name>.websocket.compression-level",
                                "listeners.<name>.websocket.compression-memory",
                                "listeners.<name>.websocket.origins",
                                "listeners.<name>.grpc",
                                "listeners.<name>.grpc.max-receive-message-length",
                                "listeners.<name>.grpc.max-send-message-length",
                                "listeners.<name>.grpc.max-concurrent-calls",
                                "listeners.<name>.grpc.reflection",
                                "listeners.<name>.grpc.web",
                                "listeners.<name>.grpc.json",
                                "listeners.<name>.grpc.origins",
                                "listeners.<name>.grpc.keep-alive-time",
                                "listeners.<name>.grpc.ping-timeout",
                                "listeners.<name>.grpc.min-ping-interval",
                                "listeners.<name>.grpc.max-connection-idle",
                                "listeners.<name>.grpc.max-connection-age",
                                "listeners.<name>.grpc.age-grace",
                                "listeners.<name>.sse",
                                "listeners.<name>.sse.heartbeat",
                                "listeners.<name>.sse.idle-timeout",
                                "listeners.<name>.sse.buffer",
                                "listeners.<name>.sse.overflow",
                                "listeners.<name>.sse.retry",
                                "listeners.<name>.tcp",
                                "listeners.<name>.tcp.max-frame-size",
                                "listeners.<name>.tcp.idle-timeout",
                                "listeners.<name>.tcp.heartbeat",
                                "listeners.<name>.tcp.queue-frames",
                                "listeners.<name>.tcp.queue-size",
                                "listeners.<name>.tcp.overflow",
                                "listeners.<name>.tcp.block-timeout",
                                "listeners.<name>.tcp.first-bytes",
                                "listeners.<name>.tls",
                                "listeners.<name>.tls.mode",
                                "listeners.<name>.tls.key",
                                "listeners.<name>.tls.cert",
                                "listeners.<name>.tls.ca",
                                "listeners.<name>.tls.passphrase",
                                "listeners.<name>.tls.store",
                                "listeners.<name>.tls.sni",
                                "listeners.<name>.tls.sni[].names",
                                "listeners.<name>.tls.sni[].key",
                                "listeners.<name>.tls.sni[].cert",
                                "listeners.<name>.tls.sni[].passphrase",
                                "listeners.<name>.tls.sni[].store",
                                "listeners.<name>.tls.protocols",
                                "listeners.<name>.tls.ciphers",
                                "listeners.<name>.tls.cipher-order",
                                "listeners.<name>.tls.client-auth",
                                "listeners.<name>.routes",
                                "listeners.<name>.routes[].path",
                                "listeners.<name>.routes[].files",
                                "listeners.<name>.routes[].index",
                                "listeners.<name>.routes[].redirect",
                                "listeners.<name>.routes[].status",
                                "listeners.<name>.routes[].respond",
                                "listeners.<name>.routes[].respond.status",
                                "listeners.<name>.routes[].respond.body",
                                "listeners.<name>.routes[].respond.content-type",
                                "listeners.<name>.trace",
                                "listeners.<name>.ext",
                                "shutdown",
                                "shutdown.timeout",
                                "shutdown.drain-delay",
                                "shutdown.step-timeout",
                                "shutdown.skip-steps",
                                "shutdown.drain-probes",
                                "watch",
                                "watch.debounce",
                                "history",
                                "history.versions",
                                "history.path",
                                "observe",
                                "observe.listeners",
                                "observe.health",
                                "observe.health.check-timeout",
                                "observe.health.check-interval",
                                "observe.health.memory-limit",
                                "observe.metrics",
                                "observe.metrics.enabled",
                                "observe.metrics.max-routes",
                                "observe.metrics.history",
                                "observe.metrics.otlp-endpoint",
                                "observe.metrics.otlp-interval",
                                "observe.access-log",
                                "observe.access-log.enabled",
                                "observe.access-log.path",
                                "observe.access-log.json",
                                "observe.access-log.redact",
                                "observe.slow",
                                "observe.slow.http",
                                "observe.slow.grpc",
                                "observe.slow.stream",
                                "observe.tracing",
                                "observe.tracing.enabled",
                                "observe.tracing.sample-percent",
                                "observe.tracing.endpoint",
                                "observe.tracing.service",
                                "admin",
                                "admin.listener",
                                "admin.operator-token",
                                "admin.viewer-token",
                                "admin.operators",
                                "log",
                                "log.levels",
                                "log.format",
                                "log.repeats",
                                "log.max-size",
                                "log.keep"));
    }

    @ParameterizedTest
    @CsvSource({
        "prot, port",
        "hots, host",
        "Port, port",
        "reuseAddress, reuse-address",
        "reuse_address, reuse-address",
        "max-connections, listeners.web.pool.max-connections",
        "maxConnections, listeners.web.pool.max-connections",
        "max-conections, listeners.web.pool.max-connections",
        "drain-delay, shutdown.drain-delay",
        "redirect, listeners.web.routes[].redirect",
        "cert, listeners.web.tls.cert",
    })
    void sayTheNearestKeyHereOrElsewhere(String word, String meant, @TempDir Path directory) {
        Sources sources = new Sources(directory);
        sources.yaml("listeners:\n  web:\n    port: 0\n    %s: 1\n".formatted(word));
        assertThat(sources.problems())
                .isEqualTo(
                        "serve.yaml:4:5: listeners.web."
                                + word
                                + ": unknown key (did you mean "
                                + meant
                                + "?)");
    }

    @Test
    void sayWhatThereIsWhenNothingIsNear(@TempDir Path directory) {
        Sources sources = new Sources(directory);
        sources.yaml("listeners: { web: { port: 0 } }\nshutdown: { swiftly: true }\n");
        assertThat(sources.problems())
                .isEqualTo(
                        "serve.yaml:2:13: shutdown.swiftly: unknown key (expected: one of timeout, drain-delay, step-timeout, skip-steps, drain-probes)");
    }

    @Test
    void keepTheirSecrets(@TempDir Path directory) {
        Sources sources = new Sources(directory);
        sources.yaml("listeners: { web: { port: 0, tls: { passphrse: hunter2 } } }");
        assertThat(sources.problems())
                .contains("passphrse: unknown key (did you mean passphrase?)")
                .doesNotContain("hunter2");
    }
}
