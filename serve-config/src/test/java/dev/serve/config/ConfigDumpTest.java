package dev.serve.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serve.api.config.ListenerConfig;
import dev.serve.api.config.Origin;
import dev.serve.api.config.Profile;
import dev.serve.api.config.ServerConfig;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigDumpTest {

    @TempDir Path directory;
    private Sources sources;

    @BeforeEach
    void start() {
        sources =
                new Sources(directory)
                        .profile(Profile.PRODUCTION)
                        .builder(
                                ServerConfig.builder()
                                        .listeners(
                                                Map.of(
                                                        "web",
                                                        ListenerConfig.builder()
                                                                .port(0)
                                                                .backlog(7)
                                                                .build()))
                                        .build())
                        .yaml(
                                """
                                application: echo
                                listeners:
                                  web:
                                    port: 8443
                                    tls:
                                      cert: server.crt
                                      passphrase: hunter2
                                      key: "-----BEGIN PRIVATE KEY----- MC4C"
                                    routes:
                                      - { path: /ok, respond: { body: "a\\nb" } }
                                    ext: { team: blue }
                                """)
                        .environment("SERVE_LISTENERS_WEB_POOL_MAX_CONNECTIONS", "5")
                        .property("serve.listeners.web.trace", "true")
                        .set("listeners.web.protocols", "http,sse");
    }

    @Test
    void showsEveryValueInForceWithItsOrigin() {
        String dump =
                String.join("\n", ConfigDump.lines(sources.load())).replace(directory + "/", "");
        assertThat(dump)
                .isEqualTo(
                        """
                        application = echo                                                                          # serve.yaml:1:14
                        listeners.web.host = 127.0.0.1                                                              # default
                        listeners.web.port = 8443                                                                   # serve.yaml:4:11
                        listeners.web.protocols = http, sse                                                         # --set
                        listeners.web.backlog = 7                                                                   # builder
                        listeners.web.reuse-address = true                                                          # default
                        listeners.web.proxy-protocol = false                                                        # default
                        listeners.web.trusted-proxies = []                                                          # default
                        listeners.web.wire = selector                                                               # default
                        listeners.web.pool.max-connections = 5                                                      # environment SERVE_LISTENERS_WEB_POOL_MAX_CONNECTIONS
                        listeners.web.pool.connection-timeout = 30s                                                 # default
                        listeners.web.pool.handshake-timeout = 10s                                                  # default
                        listeners.web.pool.headers-timeout = 10s                                                    # default
                        listeners.web.pool.request-timeout = 30s                                                    # default
                        listeners.web.pool.body-timeout = 30s                                                       # default
                        listeners.web.pool.min-body-rate = 240B/s                                                   # default
                        listeners.web.pool.write-timeout = 30s                                                      # default
                        listeners.web.pool.keep-alive-timeout = 65s                                                 # default
                        listeners.web.pool.over-limit = close                                                       # default
                        listeners.web.pool.wait-queue = 0                                                           # default
                        listeners.web.pool.wait-timeout = 5s                                                        # default
                        listeners.web.http.max-request-line = 8KiB                                                  # default
                        listeners.web.http.max-header-size = 16KiB                                                  # default
                        listeners.web.http.max-header-count = 100                                                   # default
                        listeners.web.http.max-body-size = 32MiB                                                    # default
                        listeners.web.http.keep-alive-1-0 = false                                                   # default
                        listeners.web.http.interrupt-on-abort = false                                               # default
                        listeners.web.http2.max-concurrent-streams = 256                                            # default
                        listeners.web.http2.max-header-list-size = 8KiB                                             # default
                        listeners.web.http2.max-frame-size = 16KiB                                                  # default
                        listeners.web.http2.initial-window-size = 1MiB                                              # default
                        listeners.web.http2.max-session-memory = 10MiB                                              # default
                        listeners.web.http2.keep-alive-time = 30s                                                   # default
                        listeners.web.http2.ping-timeout = 5s                                                       # default
                        listeners.web.http2.allow-http1 = true                                                      # default
                        listeners.web.websocket.ping-interval = 30s                                                 # default
                        listeners.web.websocket.pong-timeout = 5s                                                   # default
                        listeners.web.websocket.heartbeat-interval = 60s                                            # default
                        listeners.web.websocket.close-timeout = 10s                                                 # default
                        listeners.web.websocket.max-message-size = 1MiB                                             # default
                        listeners.web.websocket.max-frame-size = 1MiB                                               # default
                        listeners.web.websocket.max-fragments = 1024                                                # default
                        listeners.web.websocket.queue-messages = 256                                                # default
                        listeners.web.websocket.queue-size = 1MiB                                                   # default
                        listeners.web.websocket.overflow = disconnect                                               # default
                        listeners.web.websocket.block-timeout = 1s                                                  # default
                        listeners.web.websocket.control-frame-rate = 200/s                                          # default
                        listeners.web.websocket.drain-batch = 10000                                                 # default
                        listeners.web.websocket.drain-interval = 2s                                                 # default
                        listeners.web.websocket.sub-protocols = []                                                  # default
                        listeners.web.websocket.compression = true                                                  # default
                        listeners.web.websocket.compression-threshold = 256B                                        # default
                        listeners.web.websocket.compression-level = 6                                               # default
                        listeners.web.websocket.compression-memory = 64MiB                                          # default
                        listeners.web.websocket.origins = []                                                        # default
                        listeners.web.grpc.max-receive-message-length = 4MiB                                        # default
                        listeners.web.grpc.max-send-message-length = 4MiB                                           # default
                        listeners.web.grpc.reflection = false                                                       # default
                        listeners.web.grpc.web = false                                                              # default
                        listeners.web.grpc.json = false                                                             # default
                        listeners.web.grpc.origins = []                                                             # default
                        listeners.web.grpc.keep-alive-time = 30s                                                    # default
                        listeners.web.grpc.ping-timeout = 5s                                                        # default
                        listeners.web.grpc.min-ping-interval = 5s                                                   # default
                        listeners.web.grpc.age-grace = 30s                                                          # default
                        listeners.web.sse.heartbeat = 30s                                                           # default
                        listeners.web.sse.idle-timeout = 2m                                                         # default
                        listeners.web.sse.buffer = 100                                                              # default
                        listeners.web.sse.overflow = block                                                          # default
                        listeners.web.sse.retry = 3s                                                                # default
                        listeners.web.tcp.max-frame-size = 1MiB                                                     # default
                        listeners.web.tcp.idle-timeout = 5m                                                         # default
                        listeners.web.tcp.queue-frames = 256                                                        # default
                        listeners.web.tcp.queue-size = 1MiB                                                         # default
                        listeners.web.tcp.overflow = disconnect                                                     # default
                        listeners.web.tcp.block-timeout = 1s                                                        # default
                        listeners.web.tcp.first-bytes = []                                                          # default
                        listeners.web.tls.mode = auto                                                               # default
                        listeners.web.tls.key = (inline PEM)                                                        # serve.yaml:8:12
                        listeners.web.tls.cert = server.crt                                                         # serve.yaml:6:13
                        listeners.web.tls.passphrase = ***                                                          # serve.yaml:7:19
                        listeners.web.tls.protocols = TLSv1.3, TLSv1.2                                              # default
                        listeners.web.tls.ciphers = AEAD suites                                                     # default
                        listeners.web.tls.cipher-order = server                                                     # default
                        listeners.web.routes[0].path = /ok                                                          # serve.yaml:10:17
                        listeners.web.routes[0].index = index.html                                                  # default
                        listeners.web.routes[0].status = 302                                                        # default
                        listeners.web.routes[0].respond.status = 200                                                # default
                        listeners.web.routes[0].respond.body = a\\nb                                                 # serve.yaml:10:39
                        listeners.web.routes[0].respond.content-type = text/plain; charset=UTF-8                    # default
                        listeners.web.trace = true                                                                  # -Dserve.listeners.web.trace
                        listeners.web.ext.team = blue                                                               # serve.yaml:11:18
                        shutdown.timeout = 30s                                                                      # default
                        shutdown.drain-delay = 5s                                                                   # profile production
                        shutdown.step-timeout = 6s                                                                  # default
                        shutdown.skip-steps = []                                                                    # default
                        watch.debounce = 1s                                                                         # default
                        history.versions = 20                                                                       # default
                        observe.listeners = []                                                                      # default
                        observe.health.check-timeout = 2s                                                           # default
                        observe.health.check-interval = 5s                                                          # default
                        observe.metrics.enabled = true                                                              # default
                        observe.metrics.max-routes = 500                                                            # default
                        observe.metrics.history = true                                                              # default
                        observe.metrics.otlp-interval = 60s                                                         # default
                        observe.access-log.enabled = false                                                          # default
                        observe.access-log.json = false                                                             # default
                        observe.access-log.redact = password, passwd, secret, token, key, auth, session, signature  # default
                        observe.slow.http = 1s                                                                      # default
                        observe.slow.grpc = 1s                                                                      # default
                        observe.slow.stream = 5s                                                                    # default
                        observe.tracing.enabled = false                                                             # default
                        observe.tracing.sample-percent = 1                                                          # default
                        observe.tracing.endpoint = http://127.0.0.1:4318/v1/traces                                  # default
                        observe.tracing.service = serve                                                             # default
                        admin.operators = []                                                                        # default
                        log.format = auto                                                                           # default
                        log.repeats = 10s                                                                           # default
                        log.max-size = 16MiB                                                                        # default
                        log.keep = 4                                                                                # default""");
    }

    @Test
    void namesSectionsThatAreAbsent() {
        sources.yaml("listeners: { web: { port: 0 } }");
        assertThat(ConfigDump.lines(sources.load()))
                .anyMatch(line -> line.matches("listeners\\.web\\.tls = none +# default"));
    }

    @Test
    void hasPlacesOfSectionsForProblemsThatComeLater() {
        ConfigSnapshot snapshot = sources.load();
        assertThat(snapshot.origin("listeners.web.protocols")).hasToString("--set");
        assertThat(snapshot.origin("listeners.web").line()).isEqualTo(3);
        assertThat(snapshot.origin("listeners.web.tls.store").line()).isEqualTo(5);
        assertThat(snapshot.origin("listeners.web.routes[0].redirect").line()).isEqualTo(10);
        assertThat(snapshot.origin("nothing")).isEqualTo(Origin.BUILDER);
    }
}
