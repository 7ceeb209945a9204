package dev.serve.api.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RecordsTest {

    /** Design section 6 and systems.md K2: reviewed by hand; a default moves here or nowhere. */
    @Test
    void haveTheDefaultsOfTheTable() {
        Map<String, String> defaults = new LinkedHashMap<>();
        collect(ServerConfig.SCHEMA, "", defaults);
        assertThat(defaults)
                .containsExactlyInAnyOrderEntriesOf(
                        Map.ofEntries(
                                Map.entry("application", "none"),
                                Map.entry("listeners.host", "127.0.0.1"),
                                Map.entry("listeners.port", "required, unless path is given"),
                                Map.entry("listeners.path", "none"),
                                Map.entry("listeners.mode", "by umask"),
                                Map.entry("listeners.protocols", "http"),
                                Map.entry("listeners.backlog", "1024"),
                                Map.entry("listeners.reuse-address", "true"),
                                Map.entry("listeners.proxy-protocol", "false"),
                                Map.entry("listeners.trusted-proxies", "[]"),
                                Map.entry("listeners.drain-timeout", "shutdown.timeout"),
                                Map.entry("listeners.wire", "selector"),
                                Map.entry("listeners.pool.max-connections", "1000"),
                                Map.entry("listeners.pool.max-connections-per-peer", "none"),
                                Map.entry("listeners.pool.accept-rate", "none"),
                                Map.entry("listeners.pool.connection-timeout", "30s"),
                                Map.entry("listeners.pool.handshake-timeout", "10s"),
                                Map.entry("listeners.pool.headers-timeout", "10s"),
                                Map.entry("listeners.pool.request-timeout", "30s"),
                                Map.entry("listeners.pool.body-timeout", "30s"),
                                Map.entry("listeners.pool.min-body-rate", "240B/s"),
                                Map.entry("listeners.pool.write-timeout", "30s"),
                                Map.entry("listeners.pool.keep-alive-timeout", "65s"),
                                Map.entry("listeners.pool.max-requests", "none"),
                                Map.entry("listeners.pool.max-age", "none"),
                                Map.entry("listeners.pool.over-limit", "close"),
                                Map.entry("listeners.pool.wait-queue", "0"),
                                Map.entry("listeners.pool.wait-timeout", "5s"),
                                Map.entry("listeners.pool.wait-priority", "{}"),
                                Map.entry("listeners.http.max-request-line", "8KiB"),
                                Map.entry("listeners.http.max-header-size", "16KiB"),
                                Map.entry("listeners.http.max-header-count", "100"),
                                Map.entry("listeners.http.max-body-size", "32MiB"),
                                Map.entry("listeners.http.keep-alive-1-0", "false"),
                                Map.entry("listeners.http.interrupt-on-abort", "false"),
                                Map.entry("listeners.http.server-header", "none"),
                                Map.entry("listeners.http2.max-concurrent-streams", "256"),
                                Map.entry("listeners.http2.max-header-list-size", "8KiB"),
                                Map.entry("listeners.http2.max-frame-size", "16KiB"),
                                Map.entry("listeners.http2.initial-window-size", "1MiB"),
                                Map.entry("listeners.http2.max-session-memory", "10MiB"),
                                Map.entry("listeners.http2.keep-alive-time", "30s"),
                                Map.entry("listeners.http2.ping-timeout", "5s"),
                                Map.entry("listeners.http2.allow-http1", "true"),
                                Map.entry("listeners.websocket.ping-interval", "30s"),
                                Map.entry("listeners.websocket.pong-timeout", "5s"),
                                Map.entry("listeners.websocket.heartbeat-interval", "60s"),
                                Map.entry("listeners.websocket.close-timeout", "10s"),
                                Map.entry("listeners.websocket.idle-timeout", "none"),
                                Map.entry("listeners.websocket.max-message-size", "1MiB"),
                                Map.entry("listeners.websocket.max-frame-size", "1MiB"),
                                Map.entry("listeners.websocket.max-fragments", "1024"),
                                Map.entry("listeners.websocket.max-sessions", "none"),
                                Map.entry("listeners.websocket.queue-messages", "256"),
                                Map.entry("listeners.websocket.queue-size", "1MiB"),
                                Map.entry("listeners.websocket.overflow", "disconnect"),
                                Map.entry("listeners.websocket.block-timeout", "1s"),
                                Map.entry("listeners.websocket.control-frame-rate", "200/s"),
                                Map.entry("listeners.websocket.drain-batch", "10000"),
                                Map.entry("listeners.websocket.drain-interval", "2s"),
                                Map.entry("listeners.websocket.sub-protocols", "[]"),
                                Map.entry("listeners.websocket.compression", "true"),
                                Map.entry("listeners.websocket.compression-threshold", "256B"),
                                Map.entry("listeners.websocket.compression-level", "6"),
                                Map.entry("listeners.websocket.compression-memory", "64MiB"),
                                Map.entry("listeners.websocket.origins", "[]"),
                                Map.entry("listeners.grpc.max-receive-message-length", "4MiB"),
                                Map.entry("listeners.grpc.max-send-message-length", "4MiB"),
                                Map.entry("listeners.grpc.max-concurrent-calls", "none"),
                                Map.entry("listeners.grpc.reflection", "false"),
                                Map.entry("listeners.grpc.web", "false"),
                                Map.entry("listeners.grpc.json", "false"),
                                Map.entry("listeners.grpc.origins", "[]"),
                                Map.entry("listeners.grpc.keep-alive-time", "30s"),
                                Map.entry("listeners.grpc.ping-timeout", "5s"),
                                Map.entry("listeners.grpc.min-ping-interval", "5s"),
                                Map.entry("listeners.grpc.max-connection-idle", "none"),
                                Map.entry("listeners.grpc.max-connection-age", "none"),
                                Map.entry("listeners.grpc.age-grace", "30s"),
                                Map.entry("listeners.sse.heartbeat", "30s"),
                                Map.entry("listeners.sse.idle-timeout", "2m"),
                                Map.entry("listeners.sse.buffer", "100"),
                                Map.entry("listeners.sse.overflow", "block"),
                                Map.entry("listeners.sse.retry", "3s"),
                                Map.entry("listeners.tcp.max-frame-size", "1MiB"),
                                Map.entry("listeners.tcp.idle-timeout", "5m"),
                                Map.entry("listeners.tcp.heartbeat", "none"),
                                Map.entry("listeners.tcp.queue-frames", "256"),
                                Map.entry("listeners.tcp.queue-size", "1MiB"),
                                Map.entry("listeners.tcp.overflow", "disconnect"),
                                Map.entry("listeners.tcp.block-timeout", "1s"),
                                Map.entry("listeners.tcp.first-bytes", "[]"),
                                Map.entry("listeners.tls.mode", "auto"),
                                Map.entry("listeners.tls.key", "none"),
                                Map.entry("listeners.tls.cert", "none"),
                                Map.entry("listeners.tls.ca", "none"),
                                Map.entry("listeners.tls.passphrase", "none"),
                                Map.entry("listeners.tls.store", "none"),
                                Map.entry("listeners.tls.sni.names", "required"),
                                Map.entry("listeners.tls.sni.key", "none"),
                                Map.entry("listeners.tls.sni.cert", "none"),
                                Map.entry("listeners.tls.sni.passphrase", "none"),
                                Map.entry("listeners.tls.sni.store", "none"),
                                Map.entry("listeners.tls.protocols", "TLSv1.3, TLSv1.2"),
                                Map.entry("listeners.tls.ciphers", "AEAD suites"),
                                Map.entry("listeners.tls.cipher-order", "server"),
                                Map.entry(
                                        "listeners.tls.client-auth",
                                        "required in mutual-tls, else none"),
                                Map.entry("listeners.routes.path", "required"),
                                Map.entry("listeners.routes.files", "none"),
                                Map.entry("listeners.routes.index", "index.html"),
                                Map.entry("listeners.routes.redirect", "none"),
                                Map.entry("listeners.routes.status", "302"),
                                Map.entry("listeners.routes.respond.status", "200"),
                                Map.entry("listeners.routes.respond.body", "empty"),
                                Map.entry(
                                        "listeners.routes.respond.content-type",
                                        "text/plain; charset=UTF-8"),
                                Map.entry("listeners.trace", "false"),
                                Map.entry("listeners.ext", "{}"),
                                Map.entry("shutdown.timeout", "30s"),
                                Map.entry("shutdown.drain-delay", "0s, production: 5s"),
                                Map.entry("shutdown.step-timeout", "6s"),
                                Map.entry("shutdown.skip-steps", "[]"),
                                Map.entry("shutdown.drain-probes", "none"),
                                Map.entry("watch.debounce", "1s"),
                                Map.entry("history.versions", "20"),
                                Map.entry("history.path", "none"),
                                Map.entry("observe.listeners", "[]"),
                                Map.entry("observe.health.check-timeout", "2s"),
                                Map.entry("observe.health.check-interval", "5s"),
                                Map.entry("observe.health.memory-limit", "none"),
                                Map.entry("observe.metrics.enabled", "true"),
                                Map.entry("observe.metrics.max-routes", "500"),
                                Map.entry("observe.metrics.history", "true"),
                                Map.entry("observe.metrics.otlp-endpoint", "none"),
                                Map.entry("observe.metrics.otlp-interval", "60s"),
                                Map.entry("observe.access-log.enabled", "false"),
                                Map.entry("observe.access-log.path", "none"),
                                Map.entry("observe.access-log.json", "false"),
                                Map.entry(
                                        "observe.access-log.redact",
                                        "password, passwd, secret, token, key, auth, session, signature"),
                                Map.entry("observe.slow.http", "1s"),
                                Map.entry("observe.slow.grpc", "1s"),
                                Map.entry("observe.slow.stream", "5s"),
                                Map.entry("observe.tracing.enabled", "false"),
                                Map.entry("observe.tracing.sample-percent", "1"),
                                Map.entry(
                                        "observe.tracing.endpoint",
                                        "http://127.0.0.1:4318/v1/traces"),
                                Map.entry("observe.tracing.service", "serve"),
                                Map.entry("admin.listener", "none"),
                                Map.entry("admin.operator-token", "none"),
                                Map.entry("admin.viewer-token", "none"),
                                Map.entry("admin.operators", "[]"),
                                Map.entry("log.levels", "{}"),
                                Map.entry("log.format", "auto"),
                                Map.entry("log.repeats", "10s"),
                                Map.entry("log.max-size", "16MiB"),
                                Map.entry("log.keep", "4")));
    }

    private static void collect(Schema<?, ?> schema, String prefix, Map<String, String> defaults) {
        for (Schema.Property<?, ?> property : schema.properties()) {
            String key = prefix + property.name();
            switch (property) {
                case Schema.Value<?, ?, ?> value -> defaults.put(key, value.key().defaultText());
                case Schema.FreeMap<?, ?> map -> defaults.put(key, map.key().defaultText());
                case Schema.Section<?, ?, ?, ?> section ->
                        collect(section.schema(), key + ".", defaults);
                case Schema.Named<?, ?, ?, ?> named -> collect(named.schema(), key + ".", defaults);
                case Schema.Items<?, ?, ?, ?> items -> collect(items.schema(), key + ".", defaults);
            }
        }
    }

    @Test
    void buildAgainWhatTheyAre() {
        ServerConfig config =
                ServerConfig.builder()
                        .application("echo")
                        .listeners(
                                Map.of(
                                        "web",
                                        ListenerConfig.builder()
                                                .port(8080)
                                                .proxyProtocol(true)
                                                .trustedProxies(List.of(Cidr.parse("10.0.0.0/8")))
                                                .drainTimeout(Duration.ofSeconds(7))
                                                .wire(WireKind.BLOCKING)
                                                .tls(tls -> tls.key("k").cert("c").ca("ca"))
                                                .routes(
                                                        List.of(
                                                                RouteConfig.builder()
                                                                        .path("/")
                                                                        .redirect("/new")
                                                                        .status(301)
                                                                        .build()))
                                                .ext(Map.of("a", "b"))
                                                .build(),
                                        "unix",
                                        ListenerConfig.builder()
                                                .path("run/x.sock")
                                                .mode("0660")
                                                .build()))
                        .shutdown(
                                ShutdownConfig.builder()
                                        .drainDelay(Duration.ofSeconds(1))
                                        .drainProbes(3)
                                        .build())
                        .watch(WatchConfig.builder().debounce(Duration.ofSeconds(3)).build())
                        .history(HistoryConfig.builder().versions(5).path("run/history").build())
                        .admin(
                                AdminConfig.builder()
                                        .listener("web")
                                        .operatorToken("0123456789abcdef-operator")
                                        .viewerToken("0123456789abcdef-viewer")
                                        .operators(List.of("CN=ops"))
                                        .build())
                        .log(log -> log.levels(Map.of("root", Level.DEBUG)).format(LogFormat.JSON))
                        .observe(
                                observe ->
                                        observe.listeners(List.of("unix"))
                                                .health(health -> health.memoryLimit(1_000))
                                                .metrics(
                                                        metrics ->
                                                                metrics.maxRoutes(7)
                                                                        .otlpEndpoint(
                                                                                "http://a/v1"))
                                                .accessLog(log -> log.path("run/access.log"))
                                                .slow(slow -> slow.http(Duration.ofSeconds(2)))
                                                .tracing(tracing -> tracing.samplePercent(5)))
                        .build();
        assertThat(config.toBuilder().build()).isEqualTo(config);
        config.listeners()
                .values()
                .forEach(listener -> assertThat(listener.toBuilder().build()).isEqualTo(listener));
        config.listeners()
                .values()
                .forEach(
                        listener ->
                                listener.routes()
                                        .forEach(
                                                route ->
                                                        assertThat(route.toBuilder().build())
                                                                .isEqualTo(route)));
    }

    static Stream<Arguments> outOfRange() {
        return Stream.of(
                refused(
                        "max-connections: 0 (expected: an integer from 1 to 10000000)",
                        () -> PoolConfig.builder().maxConnections(0).build()),
                refused(
                        "max-connections: 10000001",
                        () -> PoolConfig.builder().maxConnections(10_000_001).build()),
                refused(
                        "max-connections-per-peer: 0",
                        () -> PoolConfig.builder().maxConnectionsPerPeer(0).build()),
                refused("min-body-rate: -1B/s", () -> PoolConfig.builder().minBodyRate(-1).build()),
                refused("max-requests: 0", () -> PoolConfig.builder().maxRequests(0).build()),
                refused(
                        "max-age: 0s (expected: a duration like 500ms, 30s, 5m or PT30S from 1ms to 365d)",
                        () -> PoolConfig.builder().maxAge(Duration.ZERO).build()),
                refused("wait-queue: -1", () -> PoolConfig.builder().waitQueue(-1).build()),
                refused(
                        "request-timeout: 25h",
                        () -> PoolConfig.builder().requestTimeout(Duration.ofHours(25)).build()),
                refused("0 in PT1S", () -> Rate.perSecond(0)),
                refused(
                        "max-request-line: 255B",
                        () -> HttpConfig.builder().maxRequestLine(255).build()),
                refused(
                        "max-header-size: 255B",
                        () -> HttpConfig.builder().maxHeaderSize(255).build()),
                refused(
                        "max-header-count: 0",
                        () -> HttpConfig.builder().maxHeaderCount(0).build()),
                refused("max-body-size: ", () -> HttpConfig.builder().maxBodySize(-1).build()),
                refused(
                        "server-header: ",
                        () -> HttpConfig.builder().serverHeader("a\r\nX: b").build()),
                refused(
                        "max-concurrent-streams: 0",
                        () -> Http2Config.builder().maxConcurrentStreams(0).build()),
                refused(
                        "max-header-list-size: 1B",
                        () -> Http2Config.builder().maxHeaderListSize(1).build()),
                refused(
                        "max-frame-size: 16383B",
                        () -> Http2Config.builder().maxFrameSize(16_383).build()),
                refused(
                        "max-frame-size: 16MiB",
                        () -> Http2Config.builder().maxFrameSize(1 << 24).build()),
                refused(
                        "initial-window-size: 2GiB",
                        () -> Http2Config.builder().initialWindowSize(1L << 31).build()),
                refused("port: 65536", () -> ListenerConfig.http(65_536)),
                refused("port: -1", () -> ListenerConfig.http(-1)),
                refused("backlog: 0", () -> ListenerConfig.builder().port(0).backlog(0).build()),
                refused("host:  ", () -> ListenerConfig.builder().port(0).host(" ").build()),
                refused(
                        "protocols:  ",
                        () -> ListenerConfig.builder().port(0).protocols(List.of()).build()),
                refused(
                        "protocols: http, http",
                        () ->
                                ListenerConfig.builder()
                                        .port(0)
                                        .protocols(List.of("http", "http"))
                                        .build()),
                refused("port: none", () -> ListenerConfig.builder().build()),
                refused("path: ", () -> ListenerConfig.unix("x".repeat(108))),
                refused("mode: 999", () -> ListenerConfig.builder().path("a").mode("999").build()),
                refused("mode: 660", () -> ListenerConfig.builder().port(1).mode("660").build()),
                refused(
                        "proxy-protocol: true without trusted-proxies",
                        () -> ListenerConfig.builder().port(0).proxyProtocol(true).build()),
                refused(
                        "drain-timeout: 61m",
                        () ->
                                ListenerConfig.builder()
                                        .port(0)
                                        .drainTimeout(Duration.ofMinutes(61))
                                        .build()),
                refused("tls: key and cert are missing", () -> TlsConfig.builder().build()),
                refused("tls: cert is missing", () -> TlsConfig.builder().key("k").build()),
                refused(
                        "tls: store beside key",
                        () -> TlsConfig.builder().store("s").key("k").build()),
                refused("sni.names: none", () -> SniConfig.builder().store("s").build()),
                refused("names: a b", () -> SniConfig.builder().names(List.of("a b")).build()),
                refused(
                        "names: a.*.b",
                        () -> SniConfig.builder().names(List.of("a.*.b")).store("s").build()),
                refused(
                        "sni: key is missing",
                        () -> SniConfig.builder().names(List.of("a")).cert("c").build()),
                refused("protocols: TLSv1.1", () -> tls().protocols(List.of("TLSv1.1")).build()),
                refused("tls.ca: none", () -> tls().mode(TlsMode.MUTUAL_TLS).build()),
                refused("tls.ca: none", () -> tls().clientAuth(ClientAuth.OPTIONAL).build()),
                refused("tls: protocols missing", () -> tls().mode(TlsMode.MANUAL).build()),
                refused(
                        "tls: ciphers missing",
                        () -> tls().mode(TlsMode.MANUAL).protocols(List.of("TLSv1.3")).build()),
                refused("routes.path: none", () -> RouteConfig.builder().build()),
                refused("path: old", () -> RouteConfig.builder().path("old").build()),
                refused("routes: / has none", () -> RouteConfig.builder().path("/").build()),
                refused(
                        "routes: / has several",
                        () -> RouteConfig.builder().path("/").files("a").redirect("b").build()),
                refused(
                        "routes.path: /a",
                        () -> RouteConfig.builder().path("/a").files("public").build()),
                refused(
                        "routes.status: 301",
                        () -> RouteConfig.builder().path("/*").files("a").status(301).build()),
                refused(
                        "routes.index: a.html",
                        () ->
                                RouteConfig.builder()
                                        .path("/")
                                        .redirect("/b")
                                        .index("a.html")
                                        .build()),
                refused(
                        "redirect: ",
                        () -> RouteConfig.builder().path("/").redirect("/a\r\nb: c").build()),
                refused("status: 304", () -> RouteConfig.builder().path("/").status(304).build()),
                refused("status: 199", () -> RespondConfig.builder().status(199).build()),
                refused(
                        "content-type: text",
                        () -> RespondConfig.builder().contentType("text").build()),
                refused(
                        "timeout: ",
                        () -> ShutdownConfig.builder().timeout(Duration.ofMillis(-1)).build()),
                refused(
                        "drain-delay: 2h",
                        () -> ShutdownConfig.builder().drainDelay(Duration.ofHours(2)).build()),
                refused(
                        "debounce: 5ms (expected: a duration like 500ms, 30s, 5m or PT30S from 10ms to 1h)",
                        () -> WatchConfig.builder().debounce(Duration.ofMillis(5)).build()),
                refused(
                        "versions: 0 (expected: an integer from 1 to 1000)",
                        () -> HistoryConfig.builder().versions(0).build()),
                refused(
                        "name: Web",
                        () ->
                                ServerConfig.builder()
                                        .listeners(Map.of("Web", ListenerConfig.http(0)))
                                        .build()),
                refused(
                        "\"a b\" (expected: the name of a logger, such as dev.serve.http or root)",
                        () -> LogConfig.builder().levels(Map.of("a b", Level.INFO)).build()),
                refused(
                        "repeats: 2h",
                        () -> LogConfig.builder().repeats(Duration.ofHours(2)).build()),
                refused(
                        "\"ALL\" (expected: one of TRACE, DEBUG, INFO, WARN, ERROR, OFF)",
                        () -> LogConfig.builder().levels(Map.of("a", Level.ALL)).build()));
    }

    private static TlsConfig.Builder tls() {
        return TlsConfig.builder().key("k").cert("c");
    }

    private static Arguments refused(String message, ThrowingCallable build) {
        return Arguments.of(message, build);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("outOfRange")
    void cannotExistInAWrongState(String message, ThrowingCallable build) {
        assertThatIllegalArgumentException()
                .isThrownBy(build)
                .withMessageStartingWith(message)
                .withMessageContaining("(expected: ");
    }

    @Nested
    class AreImmutable {

        @Test
        void listsAreCopied() {
            List<String> protocols = new ArrayList<>(List.of("http"));
            ListenerConfig config = ListenerConfig.builder().port(0).protocols(protocols).build();
            protocols.add("sse");
            assertThat(config.protocols()).containsExactly("http");
        }

        @Test
        void mapsAreCopied() {
            Map<String, String> ext = new HashMap<>(Map.of("a", "b"));
            ListenerConfig config = ListenerConfig.builder().port(0).ext(ext).build();
            ext.clear();
            assertThat(config.ext()).containsExactly(Map.entry("a", "b"));
        }
    }

    @Test
    void neverShowASecret() {
        TlsConfig tls =
                tls().key("-----BEGIN PRIVATE KEY-----\nMC4C").passphrase("hunter2").build();
        assertThat(tls.toString()).doesNotContain("MC4C").doesNotContain("hunter2");
        ListenerConfig listener = ListenerConfig.builder().port(0).tls(tls).build();
        assertThat(listener.toString()).doesNotContain("MC4C").doesNotContain("hunter2");
    }
}
