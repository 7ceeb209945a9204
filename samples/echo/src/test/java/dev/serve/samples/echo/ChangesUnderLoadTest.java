package dev.serve.samples.echo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serve.api.Server;
import dev.serve.api.change.ChangeResult;
import dev.serve.api.config.ListenerConfig;
import dev.serve.api.config.RouteConfig;
import dev.serve.api.config.ServerConfig;
import dev.serve.testing.DevCertificates;
import dev.serve.testing.RawClient;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The configuration changes again and again, by every reload class, while clients of every protocol
 * ask over TCP and Unix sockets, plain and over TLS: none of them notices.
 */
class ChangesUnderLoadTest {

    @TempDir private static Path directory;

    private static Server server(DevCertificates certificates) {
        return Server.builder()
                .application(new EchoApplication())
                .listener(
                        "web",
                        web ->
                                web.port(0)
                                        .protocols("http", "websocket")
                                        .pool(pool -> pool.maxConnections(2_000)))
                .listener(
                        "tls",
                        tls ->
                                tls.port(0)
                                        .protocols("http", "websocket")
                                        .tls(
                                                keys ->
                                                        keys.key(file(certificates, "server.key"))
                                                                .cert(
                                                                        file(
                                                                                certificates,
                                                                                "server.crt"))))
                .listener("unix", unix -> unix.path(socket().toString()).protocols("http"))
                .listener("rpc", rpc -> rpc.port(0).protocols("grpc"))
                .build()
                .start();
    }

    private static Path socket() {
        return directory.resolve("a.sock");
    }

    private static String file(DevCertificates certificates, String name) {
        return certificates.file(name).toString();
    }

    @Test
    void fiftyChangesLoseNothing() throws Exception {
        change(50, 20);
    }

    @Test
    @Tag("soak")
    void aThousandChangesLoseNothing() throws Exception {
        change(1_000, 1_000);
    }

    private static void change(int changes, int webSockets) throws Exception {
        DevCertificates certificates = DevCertificates.createIn(directory.resolve("certs"));
        try (Server server = server(certificates);
                HttpClient http =
                        HttpClient.newBuilder().sslContext(certificates.trusting()).build()) {
            ManagedChannel channel =
                    Grpc.newChannelBuilder(
                                    "dns:///127.0.0.1:" + server.port("rpc"),
                                    InsecureChannelCredentials.create())
                            .build();
            try (SteadyLoad load = new SteadyLoad()) {
                int web = server.port("web");
                int tls = server.port("tls");
                load.http1("plain", () -> RawClient.tcp(web));
                load.http1("tls", () -> RawClient.tcp(tls).tls(certificates.trusting()));
                load.http1("unix", () -> RawClient.unix(socket()));
                load.http2(http, URI.create("https://localhost:" + tls + "/hello"));
                load.grpc(channel);
                for (int i = 0; i < webSockets; i++) {
                    load.webSocket(http, URI.create("ws://127.0.0.1:" + web + "/ws/echo"));
                }
                for (int round = 0; round < changes; round++) {
                    load.awaitOneAnswerEach();
                    int number = round;
                    if (kind(round) == Kind.CERTIFICATE) {
                        // The same authority signs another pair.
                        certificates
                                .authority()
                                .server()
                                .issue()
                                .writeTo(certificates.directory(), "server");
                    }
                    ChangeResult result = server.updateConfig(config -> next(config, number));
                    assertThat(result.isInForce()).as(result.message()).isTrue();
                }
                load.awaitOneAnswerEach();
                assertThat(load.failures()).isEmpty();
            } finally {
                channel.shutdownNow();
                assertThat(channel.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
            }
            assertThat(server.version()).isEqualTo(1 + changes);
            assertThat(server.listeners()).allMatch(listener -> listener.refused() == 0);
        }
    }

    private enum Kind {
        LIMITS,
        STREAMS,
        ROUTES,
        MESSAGES,
        LISTENERS,
        CERTIFICATE,
        HEADERS,
        CALLS,
        TRACE_AND_SHUTDOWN
    }

    private static Kind kind(int round) {
        return Kind.values()[round % Kind.values().length];
    }

    private static void next(ServerConfig.Builder config, int round) {
        switch (kind(round)) {
            case LIMITS -> each(config, l -> l.pool(p -> p.maxConnections(2_000 + round)));
            case STREAMS -> each(config, l -> l.http2(h -> h.maxConcurrentStreams(100 + round)));
            case ROUTES ->
                    each(
                            config,
                            l ->
                                    l.routes(
                                            List.of(
                                                    RouteConfig.builder()
                                                            .path("/old" + round)
                                                            .redirect("/new")
                                                            .build())));
            case MESSAGES ->
                    config.listener(
                            "web",
                            web ->
                                    web.websocket(
                                            ws ->
                                                    ws.maxMessageSize(10_000 + round)
                                                            .pingInterval(
                                                                    Duration.ofSeconds(
                                                                            10 + round % 10))));
            case LISTENERS -> {
                if (config.build().listeners().containsKey("more")) {
                    config.withoutListener("more");
                } else {
                    config.listener("more", more -> more.port(0));
                }
            }
            case CERTIFICATE -> {
                // A file has been replaced; the configuration stays.
            }
            case HEADERS -> each(config, l -> l.http(h -> h.maxHeaderCount(50 + round % 50)));
            case CALLS ->
                    config.listener("rpc", rpc -> rpc.grpc(g -> g.maxConcurrentCalls(99 + round)));
            case TRACE_AND_SHUTDOWN ->
                    config.listener("unix", unix -> unix.ext(Map.of("round", "" + round)))
                            .shutdown(s -> s.timeout(Duration.ofSeconds(20 + round % 10)));
        }
    }

    private static void each(ServerConfig.Builder config, Consumer<ListenerConfig.Builder> change) {
        for (String name : List.of("web", "tls", "unix", "rpc")) {
            config.listener(name, change);
        }
    }
}
