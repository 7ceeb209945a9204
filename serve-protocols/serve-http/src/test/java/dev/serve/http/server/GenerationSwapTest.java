package dev.serve.http.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.serve.api.ListenerException;
import dev.serve.api.ListenerView;
import dev.serve.api.Server;
import dev.serve.api.config.Http2Config;
import dev.serve.api.config.ListenerConfig;
import dev.serve.api.config.PoolConfig;
import dev.serve.api.config.TlsConfig;
import dev.serve.api.pool.CloseReason;
import dev.serve.api.routing.Routes;
import dev.serve.testing.DevCertificates;
import dev.serve.testing.RawAnswer;
import dev.serve.testing.RawClient;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Listeners are configured anew while they serve: nothing is refused, nothing is lost. */
class GenerationSwapTest {

    @TempDir private static Path directory;

    private static final CountDownLatch ENTERED = new CountDownLatch(1);

    private DevCertificates certificates;
    private Server server;

    @BeforeEach
    void start() {
        certificates = DevCertificates.createIn(directory);
        server =
                Server.builder()
                        .listener("web", listener -> listener.port(0).routing(Answers::add))
                        .listener(
                                "tls",
                                listener ->
                                        listener.port(0)
                                                .tls(
                                                        tls ->
                                                                tls.key(file("server.key"))
                                                                        .cert(file("server.crt")))
                                                .routing(Answers::add))
                        .listener(
                                "unix",
                                listener ->
                                        listener.path(socket().toString()).routing(Answers::add))
                        .build()
                        .start();
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    private String file(String name) {
        return certificates.file(name).toString();
    }

    private static Path socket() {
        return directory.resolve("swap.sock");
    }

    private TlsConfig tls() {
        return TlsConfig.builder().key(file("server.key")).cert(file("server.crt")).build();
    }

    private RawClient plain() {
        return RawClient.tcp(server.port("web"));
    }

    private RawClient secure(String listener) {
        return RawClient.tcp(server.port(listener)).tls(certificates.trusting());
    }

    private ListenerView view(String listener) {
        return server.listeners().stream()
                .filter(each -> each.name().equals(listener))
                .findFirst()
                .orElseThrow();
    }

    /** Another value of a key that needs the listener anew. */
    private static void renew(ListenerConfig.Builder config, int round) {
        config.http2(Http2Config.builder().maxConcurrentStreams(100 + round % 2).build());
    }

    @Test
    void fiftySwapsUnderLoadLoseNoRequest() throws Exception {
        swap(50);
    }

    @Test
    @Tag("soak")
    void twoHundredSwapsUnderLoadLoseNoRequest() throws Exception {
        swap(200);
    }

    private void swap(int swaps) throws Exception {
        List<Supplier<RawClient>> doors =
                List.of(this::plain, () -> secure("tls"), () -> RawClient.unix(socket()));
        try (SwapLoad load = new SwapLoad(doors)) {
            for (int round = 0; round < swaps; round++) {
                load.awaitAnswers(10);
                int now = round;
                for (String listener : List.of("web", "tls", "unix")) {
                    server.reconfigure(listener, config -> renew(config, now));
                }
            }
            load.awaitAnswers(10);
            assertThat(load.failures()).isEmpty();
        }
        for (String listener : List.of("web", "tls", "unix")) {
            assertThat(view(listener).refused()).isZero();
        }
    }

    @Test
    void tlsComesAndGoesOnOneAddress() {
        int port = server.port("web");
        try (RawClient old = plain()) {
            assertThat(old.get("/hello").status()).isEqualTo(200);

            server.reconfigure("web", config -> config.tls(tls()));

            assertThat(server.port("web")).isEqualTo(port);
            try (RawClient client = secure("web")) {
                assertThat(client.get("/hello").body()).isEqualTo("hello");
            }
            RawAnswer last = old.get("/hello");
            assertThat(last.body()).isEqualTo("hello");
            assertThat(last.header("Connection")).contains("close");
            old.awaitEnd();
        }

        server.reconfigure("web", config -> config.tls((TlsConfig) null));
        try (RawClient client = plain()) {
            assertThat(client.get("/hello").body()).isEqualTo("hello");
        }
    }

    @Test
    void aRequestInFlightEndsOnTheGenerationItBeganWith() throws Exception {
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
                RawClient client = plain()) {
            Future<RawAnswer> answer = executor.submit(() -> client.get("/wait"));
            ENTERED.await();

            server.reconfigure("web", config -> config.tls(tls()));
            Answers.release();

            assertThat(answer.get().body()).isEqualTo("waited");
        }
    }

    @Test
    void aNewAddressServesBeforeTheOldOneStops() {
        int before = server.port("web");
        try (RawClient old = plain()) {
            assertThat(old.get("/hello").status()).isEqualTo(200);

            // Any free port is another one: the old one is still bound.
            server.reconfigure("web", config -> config.host("localhost"));

            assertThat(server.port("web")).isNotEqualTo(before);
            try (RawClient client = plain()) {
                assertThat(client.get("/hello").body()).isEqualTo("hello");
            }
            assertThat(old.get("/hello").body()).isEqualTo("hello");
        }
    }

    @Test
    void anIdleConnectionOfAnOldGenerationIsClosed() {
        try (RawClient idle = plain()) {
            assertThat(idle.get("/hello").status()).isEqualTo(200);

            server.reconfigure("web", config -> renew(config, 1));

            assertThat(idle.within(Duration.ofSeconds(10)).awaitEnd())
                    .isEqualTo(RawClient.End.CLOSED);
        }
    }

    @Test
    void newLimitsHoldForOpenConnectionsAndKeepThem() {
        try (RawClient open = plain()) {
            assertThat(open.get("/hello").status()).isEqualTo(200);

            server.reconfigure(
                    "web", config -> config.pool(PoolConfig.builder().maxConnections(17).build()));

            assertThat(open.get("/hello").header("Connection")).isNotEqualTo(Optional.of("close"));
            assertThat(view("web").config().pool().maxConnections()).isEqualTo(17);

            server.reconfigure(
                    "web",
                    config ->
                            config.pool(
                                    PoolConfig.builder()
                                            .keepAliveTimeout(Duration.ofMillis(1))
                                            .build()));

            assertThat(open.awaitEnd()).isEqualTo(RawClient.End.CLOSED);
        }
    }

    @Test
    void aCertificateIsReadAnew() throws SSLPeerUnverifiedException {
        String before = shown();

        certificates = DevCertificates.createIn(directory.resolve("next"));
        server.reconfigure("tls", config -> config.tls(tls()));

        assertThat(shown()).isNotEqualTo(before);
    }

    private String shown() throws SSLPeerUnverifiedException {
        try (RawClient client = secure("tls")) {
            assertThat(client.get("/hello").status()).isEqualTo(200);
            Certificate certificate = client.engine().getSession().getPeerCertificates()[0];
            return ((X509Certificate) certificate).getSerialNumber().toString();
        }
    }

    @Test
    void whatCannotBePreparedChangesNothing() {
        int port = server.port("web");
        int taken = server.port("tls");

        assertThatThrownBy(() -> server.reconfigure("web", config -> config.port(taken)))
                .isInstanceOf(ListenerException.class)
                .hasMessageContaining("web")
                .hasMessageContaining("127.0.0.1:" + taken);
        assertThatThrownBy(
                        () ->
                                server.reconfigure(
                                        "web",
                                        config ->
                                                config.tls(
                                                        TlsConfig.builder()
                                                                .key("none.key")
                                                                .cert("none.crt")
                                                                .build())))
                .isInstanceOf(ListenerException.class)
                .hasMessageContaining("none.key");
        assertThatThrownBy(
                        () -> server.reconfigure("web", config -> config.protocols(List.of("x"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"x\"");

        assertThat(server.port("web")).isEqualTo(port);
        assertThat(server.config().listeners().get("web").tls()).isNull();
        try (RawClient client = plain()) {
            assertThat(client.get("/hello").body()).isEqualTo("hello");
        }
    }

    @Test
    void oldConnectionsAreCutAtTheDrainTimeout() {
        server.reconfigure("web", config -> config.drainTimeout(Duration.ofMillis(300)));
        try (RawClient stuck = plain()) {
            stuck.send("POST /hello HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nhalf");
            await().until(() -> view("web").requestsInFlight() == 1);

            server.reconfigure("web", config -> renew(config, 1));

            stuck.awaitEnd();
            await().until(() -> view("web").connections() == 0);
            assertThat(view("web").closed()).containsEntry(CloseReason.ABORTED, 1L);
        }
    }

    /** The routes of every listener here. */
    private static final class Answers {

        private static final CountDownLatch GO_ON = new CountDownLatch(1);

        private Answers() {}

        static void add(Routes routes) {
            routes.get("/hello", (req, res) -> res.send("hello"))
                    .post("/hello", (req, res) -> res.send(req.content().as(String.class)))
                    .get(
                            "/wait",
                            (req, res) -> {
                                ENTERED.countDown();
                                GO_ON.await();
                                res.send("waited");
                            });
        }

        static void release() {
            GO_ON.countDown();
        }
    }
}
