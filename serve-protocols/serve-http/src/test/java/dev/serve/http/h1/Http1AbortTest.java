package dev.serve.http.h1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serve.api.config.WireKind;
import dev.serve.testing.RawClient;
import io.helidon.webserver.ServerConnectionException;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a handler notices of a client that leaves: at its next read or write, by option at once. */
class Http1AbortTest {

    private static final String GET = "GET /wait HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String POST =
            "POST /wait HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\n";

    private final CountDownLatch entered = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);
    private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

    @AfterEach
    void letGo() {
        release.countDown();
    }

    private OurServer server(boolean atOnce, WireKind wire) {
        return OurServer.with(
                listener ->
                        listener.config(config -> config.wire(wire))
                                .http(http -> http.interruptOnAbort(atOnce)),
                routes ->
                        routes.any("/wait", this::waits)
                                .post("/read", this::reads)
                                .get("/flag", Http1AbortTest::flag));
    }

    private void waits(ServerRequest req, ServerResponse res) {
        req.content().consume();
        entered.countDown();
        try {
            release.await();
            seen.add("released");
        } catch (InterruptedException e) {
            seen.add("interrupted");
        }
        res.send("waited");
    }

    private void reads(ServerRequest req, ServerResponse res) throws Exception {
        InputStream in = req.content().inputStream();
        in.read();
        entered.countDown();
        try {
            in.readAllBytes();
        } catch (RuntimeException e) {
            seen.add(e.getClass().getSimpleName());
            throw e;
        }
        res.send("read");
    }

    private static void flag(ServerRequest req, ServerResponse res) {
        res.send(Thread.currentThread().isInterrupted() ? "interrupted" : "quiet");
    }

    private String next() throws InterruptedException {
        String next = seen.poll(5, TimeUnit.SECONDS);
        return next == null ? "nothing" : next;
    }

    private void entered() throws InterruptedException {
        assertThat(entered.await(5, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void isSeenAtTheNextRead() throws InterruptedException {
        try (OurServer server = server(false, WireKind.SELECTOR);
                RawClient client = server.connect()) {
            client.send("POST /read HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\na");
            entered();
            client.reset();
            assertThat(next()).isEqualTo(ServerConnectionException.class.getSimpleName());
        }
    }

    @Test
    void isNotSeenByAHandlerThatNeitherReadsNorWrites() throws InterruptedException {
        try (OurServer server = server(false, WireKind.SELECTOR);
                RawClient client = server.connect()) {
            client.send(GET);
            entered();
            client.reset();
            release.countDown();
            assertThat(next()).isEqualTo("released");
        }
    }

    @Nested
    class AtOnce {

        @ParameterizedTest
        @EnumSource(WireKind.class)
        void aResetInterrupts(WireKind wire) throws InterruptedException {
            try (OurServer server = server(true, wire);
                    RawClient client = server.connect()) {
                client.send(GET);
                entered();
                client.reset();
                assertThat(next()).isEqualTo("interrupted");
            }
        }

        @ParameterizedTest
        @EnumSource(WireKind.class)
        void theEndOfOutputInterrupts(WireKind wire) throws InterruptedException {
            try (OurServer server = server(true, wire);
                    RawClient client = server.connect()) {
                client.send(GET);
                entered();
                client.shutdownOutput();
                assertThat(next()).isEqualTo("interrupted");
            }
        }

        @Test
        void alsoAfterABodyThatCameLater() throws InterruptedException {
            try (OurServer server = server(true, WireKind.SELECTOR);
                    RawClient client = server.connect()) {
                client.send(POST);
                client.send("abc");
                entered();
                client.reset();
                assertThat(next()).isEqualTo("interrupted");
            }
        }

        /** Somebody who sends the next request is there. */
        @ParameterizedTest
        @EnumSource(WireKind.class)
        void pipelinedRequestsDoNot(WireKind wire) throws InterruptedException {
            try (OurServer server = server(true, wire);
                    RawClient client = server.connect()) {
                client.send(GET + OurServer.SECOND);
                entered();
                client.send(OurServer.SECOND);
                release.countDown();
                assertThat(next()).isEqualTo("released");
                assertThat(client.readAnswer().body()).isEqualTo("waited");
                assertThat(client.readAnswer().body()).isEqualTo("second");
                assertThat(client.readAnswer().body()).isEqualTo("second");
            }
        }

        @ParameterizedTest
        @EnumSource(WireKind.class)
        void aRequestThatComesMeanwhileDoesNot(WireKind wire) throws InterruptedException {
            try (OurServer server = server(true, wire);
                    RawClient client = server.connect()) {
                client.send(GET);
                entered();
                client.send("GET /fl");
                release.countDown();
                assertThat(next()).isEqualTo("released");
                assertThat(client.readAnswer().body()).isEqualTo("waited");
                client.send("ag HTTP/1.1\r\nHost: a\r\n\r\n");
                assertThat(client.readAnswer().body()).isEqualTo("quiet");
            }
        }

        @ParameterizedTest
        @EnumSource(WireKind.class)
        void connectionsGoOnBetweenRequests(WireKind wire) {
            try (OurServer server = server(true, wire);
                    RawClient client = server.connect()) {
                for (int i = 0; i < 100; i++) {
                    assertThat(client.get("/flag").body()).isEqualTo("quiet");
                }
                client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc");
                assertThat(client.readAnswer().body()).isEqualTo("abc");
                client.send("GET /flag HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
                assertThat(client.readAnswer().body()).isEqualTo("quiet");
                assertThat(client.readToEnd()).isEmpty();
            }
        }

        /** A limit is kept though somebody else reads. */
        @Test
        void anIdleConnectionEndsInItsTime() {
            try (OurServer server =
                            OurServer.with(
                                    listener ->
                                            listener.http(http -> http.interruptOnAbort(true))
                                                    .pool(
                                                            pool ->
                                                                    pool.keepAliveTimeout(
                                                                            Duration.ofSeconds(1))),
                                    routes -> {});
                    RawClient client = server.connect()) {
                assertThat(client.get("/hello").body()).isEqualTo("hello");
                assertThat(client.readToEnd()).isEmpty();
            }
        }
    }
}
