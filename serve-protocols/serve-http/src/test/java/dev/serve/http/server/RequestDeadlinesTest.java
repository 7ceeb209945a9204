package dev.serve.http.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.serve.api.Server;
import dev.serve.api.config.PoolConfig;
import dev.serve.api.event.ServerEvent.ConnectionTimedOut;
import dev.serve.api.pool.CloseReason;
import dev.serve.api.routing.Routes;
import dev.serve.testing.RawAnswer;
import dev.serve.testing.RawClient;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Limits of requests and of the life of a connection, on every transport. */
class RequestDeadlinesTest {

    private static final Duration SHORT = Duration.ofMillis(300);

    @TempDir private static Path directory;

    private final CountDownLatch release = new CountDownLatch(1);
    private final CompletableFuture<Throwable> seenByHandler = new CompletableFuture<>();
    private final List<ConnectionTimedOut> told = new CopyOnWriteArrayList<>();
    private Server server =
            Server.builder().listener("unused", listener -> listener.port(0)).build();

    @AfterEach
    void stop() {
        release.countDown();
        server.stop();
    }

    private void start(Transport transport, Consumer<PoolConfig.Builder> limit) {
        server =
                Server.builder()
                        .onEvent(ConnectionTimedOut.class, told::add)
                        .listener(
                                "web",
                                listener ->
                                        transport
                                                .place(listener.pool(limit), directory)
                                                .routing(this::routes))
                        .build()
                        .start();
    }

    private void routes(Routes routes) {
        routes.get("/hello", (req, res) -> res.send("hello"))
                .post("/read", this::read)
                .get("/late", this::late)
                .get("/begun", this::begun);
    }

    private void read(ServerRequest req, ServerResponse res) {
        try {
            res.send("read " + req.content().as(byte[].class).length);
        } catch (RuntimeException e) {
            seenByHandler.complete(e);
            throw e;
        }
    }

    private void late(ServerRequest req, ServerResponse res) throws InterruptedException {
        release.await(20, SECONDS);
        try {
            res.send("late");
        } catch (RuntimeException e) {
            seenByHandler.complete(e);
            throw e;
        }
    }

    private void begun(ServerRequest req, ServerResponse res)
            throws IOException, InterruptedException {
        try (OutputStream out = res.outputStream()) {
            out.write("begun, ".getBytes(US_ASCII));
            out.flush();
            release.await(20, SECONDS);
            out.write("done".getBytes(US_ASCII));
        }
    }

    private RawClient connect(Transport transport) {
        return transport.connect(server, directory).within(Duration.ofSeconds(20));
    }

    private void assertClosedFor(CloseReason reason) {
        await().untilAsserted(
                        () -> {
                            assertThat(server.pool("web").metrics().closed())
                                    .containsEntry(reason, 1L);
                            assertThat(server.pool("web").metrics().active()).isZero();
                        });
    }

    @ParameterizedTest
    @EnumSource
    void aHandlerThatDoesNotAnswerIsAnsweredForWith503(Transport transport) throws Exception {
        start(transport, pool -> pool.requestTimeout(SHORT));
        try (RawClient peer = connect(transport)) {
            peer.send("GET /late HTTP/1.1\r\nHost: a\r\n\r\n");
            RawAnswer answer = peer.readAnswer();
            assertThat(answer.status()).isEqualTo(503);
            peer.awaitEnd();
            release.countDown();
            assertThat(seenByHandler.get(10, SECONDS)).isNotNull();
        }
        assertClosedFor(CloseReason.REQUEST_TIMEOUT);
        await().untilAsserted(
                        () ->
                                assertThat(told)
                                        .singleElement()
                                        .satisfies(
                                                event ->
                                                        assertThat(event.timeout())
                                                                .isEqualTo(SHORT)));
    }

    @ParameterizedTest
    @EnumSource
    void aRequestWhoseBodyIsUnfinishedIsAnsweredWith408(Transport transport) throws Exception {
        start(transport, pool -> pool.requestTimeout(SHORT));
        try (RawClient peer = connect(transport)) {
            peer.send("POST /read HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nten bytes.");
            assertThat(peer.readAnswer().status()).isEqualTo(408);
            peer.awaitEnd();
            assertThat(seenByHandler.get(10, SECONDS)).isNotInstanceOf(InterruptedException.class);
        }
        assertClosedFor(CloseReason.REQUEST_TIMEOUT);
    }

    @ParameterizedTest
    @EnumSource
    void anAnswerThatHasBegunIsNotCut(Transport transport) throws Exception {
        start(transport, pool -> pool.requestTimeout(SHORT));
        try (RawClient begun = connect(transport);
                RawClient late = connect(transport)) {
            begun.send("GET /begun HTTP/1.1\r\nHost: a\r\n\r\n");
            await().until(() -> server.pool("web").metrics().inFlight() == 1);
            late.send("GET /late HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(late.readAnswer().status()).isEqualTo(503);
            release.countDown();
            RawAnswer answer = begun.readAnswer();
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("begun, done");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"PLAIN", "TLS", "UNIX"})
    void aBodyThatDribblesIsAnsweredWith408(Transport transport) throws Exception {
        start(transport, pool -> pool.minBodyRate(1_000).requestTimeout(Duration.ofMinutes(1)));
        try (RawClient peer = connect(transport)) {
            peer.send("POST /read HTTP/1.1\r\nHost: a\r\nContent-Length: 10000\r\n\r\n");
            Thread dribble = Thread.ofVirtual().start(() -> dribble(peer));
            assertThat(peer.readAnswer().status()).isEqualTo(408);
            dribble.join(Duration.ofSeconds(20));
        }
        assertClosedFor(CloseReason.BODY_RATE);
    }

    @ParameterizedTest
    @EnumSource
    void aHeadThatDribblesIsCut(Transport transport) throws Exception {
        start(transport, pool -> pool.headersTimeout(SHORT));
        try (RawClient peer = connect(transport)) {
            peer.send("GET /hello HTTP/1.1\r\nX: ");
            Thread dribble = Thread.ofVirtual().start(() -> dribble(peer));
            peer.awaitEnd();
            dribble.join(Duration.ofSeconds(20));
        }
        assertClosedFor(CloseReason.HEADERS_TIMEOUT);
    }

    /** Sends a byte now and then, until the server has had enough. */
    private void dribble(RawClient peer) {
        await().forever()
                .ignoreExceptions()
                .until(
                        () -> {
                            if (told.isEmpty()) {
                                peer.send("x");
                            }
                            return !told.isEmpty();
                        });
    }

    @ParameterizedTest
    @EnumSource
    void theLastRequestOfAConnectionAnnouncesItsEnd(Transport transport) {
        start(transport, pool -> pool.maxRequests(2));
        try (RawClient peer = connect(transport)) {
            peer.send("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(peer.readAnswer().header("connection")).isNotEqualTo(Optional.of("close"));
            peer.send("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(peer.readAnswer().header("connection")).hasValue("close");
            peer.awaitEnd();
        }
        assertClosedFor(CloseReason.MAX_REQUESTS);
    }

    @ParameterizedTest
    @EnumSource
    void anOldConnectionEndsWhenItIsIdle(Transport transport) {
        start(transport, pool -> pool.maxAge(SHORT));
        try (RawClient peer = connect(transport)) {
            peer.send("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(peer.readAnswer().body()).isEqualTo("hello");
            peer.awaitEnd();
        }
        assertClosedFor(CloseReason.MAX_AGE);
    }
}
