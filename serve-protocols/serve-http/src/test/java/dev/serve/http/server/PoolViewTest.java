package dev.serve.http.server;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.serve.api.Server;
import dev.serve.api.pool.CloseMode;
import dev.serve.api.pool.CloseReason;
import dev.serve.api.pool.ConnectionView;
import dev.serve.api.pool.HealthStatus;
import dev.serve.api.pool.PoolMetrics;
import dev.serve.testing.RawClient;
import io.helidon.common.socket.PeerInfo;
import io.helidon.webserver.http.ServerRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a running server tells of its connections. */
class PoolViewTest {

    @TempDir private static Path directory;

    private static Server start(Transport transport) {
        return transport.serve(
                directory, routes -> routes.get("/broken", (req, res) -> res.status(500).send()));
    }

    @ParameterizedTest
    @EnumSource
    void aConnectionIsShownAsItIs(Transport transport) {
        try (Server server = start(transport);
                RawClient peer = transport.connect(server, directory)) {
            assertThat(peer.get("/hello").body()).isEqualTo("hello");
            await().until(() -> server.pool("web").metrics().idle() == 1);
            ConnectionView view = server.pool("web").connections().getFirst();
            assertThat(view.id()).isEqualTo("conn_000000000001");
            assertThat(view.protocol()).isEqualTo("http/1.1");
            assertThat(view.requests()).isEqualTo(1);
            assertThat(view.bytesIn()).isGreaterThan(30);
            assertThat(view.bytesOut()).isGreaterThan(30);
            assertThat(view.lastIn()).isNotNull();
            assertThat(view.lastOut()).isNotNull();
            assertThat(view.tls() != null).isEqualTo(transport.isSecure());
            if (view.tls() != null) {
                assertThat(view.tls().version()).isEqualTo("TLSv1.3");
                assertThat(view.tls().cipher()).startsWith("TLS_");
            }
            if (transport.isUnix()) {
                assertThat(view.local()).isEqualTo(server.listeners().getFirst().config().path());
                assertThat(view.unixPeer()).isNotNull();
                assertThat(view.unixPeer().user()).isEqualTo(System.getProperty("user.name"));
            } else {
                assertThat(view.peer()).startsWith("127.0.0.1:");
                assertThat(view.local()).isEqualTo("127.0.0.1:" + server.port("web"));
                assertThat(view.unixPeer()).isNull();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aHandlerMayAskWhoItsPeerIsAfterTheConnectionIsGone(Transport transport) throws Exception {
        CountDownLatch gone = new CountDownLatch(1);
        CompletableFuture<List<PeerInfo>> asked = new CompletableFuture<>();
        try (Server server =
                        Server.builder()
                                .listener(
                                        "web",
                                        listener ->
                                                transport
                                                        .place(listener, directory)
                                                        .routing(
                                                                routes ->
                                                                        routes.get(
                                                                                "/",
                                                                                (req, res) -> {
                                                                                    asked.complete(
                                                                                            asking(
                                                                                                    req,
                                                                                                    gone));
                                                                                    res.send();
                                                                                })))
                                .build()
                                .start();
                RawClient peer = transport.connect(server, directory)) {
            peer.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            await().until(() -> server.pool("web").metrics().inFlight() == 1);
            server.pool("web").close("conn_000000000001", CloseMode.ABORT);
            peer.awaitEnd();
            gone.countDown();
            List<PeerInfo> told = asked.get(10, SECONDS);
            assertThat(told.getFirst().host()).isEqualTo(transport.isUnix() ? "" : "127.0.0.1");
            assertThat(told.get(1)).isEqualTo(told.getFirst());
            assertThat(told.get(2).port()).isEqualTo(transport.isUnix() ? -1 : server.port("web"));
        }
    }

    /** The peer while it is there, the peer afterwards, and our side. */
    private static List<PeerInfo> asking(ServerRequest req, CountDownLatch gone)
            throws InterruptedException {
        PeerInfo before = req.remotePeer();
        assertThat(gone.await(10, SECONDS)).isTrue();
        return List.of(before, req.remotePeer(), req.localPeer());
    }

    @ParameterizedTest
    @EnumSource(names = {"PLAIN", "TLS"})
    void figuresAreKeptByProtocol(Transport transport) {
        try (Server server = start(transport);
                RawClient peer = transport.connect(server, directory)) {
            for (int i = 0; i < 3; i++) {
                peer.get("/hello");
            }
            assertThat(peer.get("/broken").status()).isEqualTo(500);
            await().untilAsserted(
                            () -> {
                                PoolMetrics http1 = server.pool("web").metrics("http/1.1");
                                assertThat(http1.requests()).isEqualTo(4);
                                assertThat(http1.errorRate()).isEqualTo(0.25);
                                assertThat(http1.p99()).isPositive();
                                assertThat(http1.averageLatency()).isPositive();
                            });
            assertThat(server.pool("web").metrics("h2").requests()).isZero();
            assertThat(server.pool("web").metrics().connectionsPerSecond()).isPositive();
            assertThat(server.pool("web").health().status()).isEqualTo(HealthStatus.HEALTHY);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aConnectionCanBeClosedByItsId(Transport transport) {
        try (Server server = start(transport)) {
            try (RawClient peer =
                    transport.connect(server, directory).within(Duration.ofSeconds(20))) {
                assertThat(peer.get("/hello").body()).isEqualTo("hello");
                assertThat(server.pool("web").close("conn_000000000001", CloseMode.DRAIN)).isTrue();
                peer.awaitEnd();
            }
            await().untilAsserted(
                            () ->
                                    assertThat(server.pool("web").metrics().closed())
                                            .containsEntry(CloseReason.ADMIN, 1L));
        }
    }
}
