package dev.serve.http.h1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serve.testing.RawAnswer;
import dev.serve.testing.RawClient;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When a connection stays and when it ends (RFC 9112 section 9), and HTTP/1.0. */
class Http1PersistenceTest {

    private static final String CHUNKED =
            "POST /unread HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";

    private static OurServer server;
    private static final AtomicReference<Exception> SEEN = new AtomicReference<>();
    private static final CountDownLatch WRITING = new CountDownLatch(1);
    private static final CountDownLatch ENDED = new CountDownLatch(1);

    @BeforeAll
    static void start() {
        server =
                OurServer.with(
                        routes ->
                                routes.get(
                                                "/stream",
                                                (req, res) -> {
                                                    try (OutputStream out = res.outputStream()) {
                                                        out.write(
                                                                "one"
                                                                        .getBytes(
                                                                                StandardCharsets
                                                                                        .US_ASCII));
                                                        out.flush();
                                                        out.write(
                                                                "two"
                                                                        .getBytes(
                                                                                StandardCharsets
                                                                                        .US_ASCII));
                                                    }
                                                })
                                        .get(
                                                "/last",
                                                (req, res) ->
                                                        res.header("Connection", "close")
                                                                .send("last"))
                                        .post("/unread", (req, res) -> res.send("unread"))
                                        .get(
                                                "/endless",
                                                (req, res) -> endless(res.outputStream())));
    }

    private static void endless(OutputStream out) throws Exception {
        try {
            byte[] part = new byte[16 * 1024];
            while (true) {
                out.write(part);
                out.flush();
                WRITING.countDown();
            }
        } catch (Exception e) {
            SEEN.set(e);
            throw e;
        } finally {
            ENDED.countDown();
        }
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Connection: close",
                "Connection: CLOSE",
                "Connection: keep-alive, close",
                "Connection: x\r\nConnection: close"
            })
    void endsWhenTheClientSaysSo(String field) {
        int before = server.seconds();
        try (RawClient client = server.connect()) {
            client.send(
                    "GET /hello HTTP/1.1\r\nHost: a\r\n" + field + "\r\n\r\n" + OurServer.SECOND);
            RawAnswer answer = client.readAnswer();
            assertThat(answer.body()).isEqualTo("hello");
            assertThat(answer.header("Connection")).contains("close");
            assertThat(client.readToEnd()).isEmpty();
        }
        assertThat(server.seconds()).isEqualTo(before);
    }

    @Test
    void endsWhenTheHandlerSaysSo() {
        int before = server.seconds();
        try (RawClient client = server.connect()) {
            client.send("GET /last HTTP/1.1\r\nHost: a\r\n\r\n" + OurServer.SECOND);
            assertThat(client.readAnswer().header("Connection")).contains("close");
            assertThat(client.readToEnd()).isEmpty();
        }
        assertThat(server.seconds()).isEqualTo(before);
    }

    @Test
    void staysOtherwiseAndSaysNothingOfIt() {
        try (RawClient client = server.connect()) {
            assertThat(client.get("/hello").header("Connection")).isEmpty();
            assertThat(client.get("/hello").body()).isEqualTo("hello");
        }
    }

    @Test
    void anUnreadBodyIsDrainedWithinBounds() {
        try (RawClient client = server.connect()) {
            String body = "x".repeat(20_000);
            client.send("POST /unread HTTP/1.1\r\nHost: a\r\nContent-Length: 20000\r\n\r\n" + body);
            assertThat(client.readAnswer().body()).isEqualTo("unread");
            client.send(CHUNKED + "5\r\nabcde\r\n0\r\n\r\n");
            assertThat(client.readAnswer().body()).isEqualTo("unread");
            assertThat(client.get("/hello").body()).isEqualTo("hello");
        }
    }

    @Test
    void anUnreadBodyBeyondBoundsEndsTheConnection() {
        int before = server.seconds();
        try (RawClient client = server.connect()) {
            client.send("POST /unread HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n");
            client.send(new byte[1_000_000]);
            client.send(OurServer.SECOND);
            RawAnswer answer = client.readAnswer();
            assertThat(answer.body()).isEqualTo("unread");
            assertThat(answer.header("Connection")).contains("close");
            assertThat(client.readToEnd()).isEmpty();
        }
        assertThat(server.seconds()).isEqualTo(before);
    }

    @Test
    void aBodyCutShortIs400() {
        try (RawClient client = server.connect()) {
            client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc");
            client.shutdownOutput();
            assertThat(client.readAnswer().status()).isEqualTo(400);
            assertThat(client.readToEnd()).isEmpty();
        }
    }

    /** Half-closed: who has ended its output still gets its answers. */
    @Test
    void aClientThatHasEndedItsOutputIsAnswered() {
        try (RawClient client = server.connect()) {
            client.send("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n" + OurServer.SECOND);
            client.shutdownOutput();
            assertThat(client.readAnswer().body()).isEqualTo("hello");
            assertThat(client.readAnswer().body()).isEqualTo("second");
            assertThat(client.readToEnd()).isEmpty();
        }
    }

    @Test
    void anAbortByTheClientIsSeenByTheHandlerAtItsNextWrite() throws InterruptedException {
        try (RawClient client = server.connect()) {
            client.send("GET /endless HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(WRITING.await(5, TimeUnit.SECONDS)).isTrue();
            client.reset();
        }
        assertThat(ENDED.await(5, TimeUnit.SECONDS)).isTrue();
        assertThat(SEEN.get()).isInstanceOf(io.helidon.webserver.ServerConnectionException.class);
    }

    @Nested
    class Http10 {

        @Test
        void isAnsweredOnceAndClosed() {
            int before = server.seconds();
            try (RawClient client = server.connect()) {
                client.send("GET /hello HTTP/1.0\r\n\r\n" + OurServer.SECOND);
                RawAnswer answer = client.readAnswer();
                assertThat(answer.body()).isEqualTo("hello");
                assertThat(answer.header("Content-Length")).contains("5");
                assertThat(client.readToEnd()).isEmpty();
            }
            assertThat(server.seconds()).isEqualTo(before);
        }

        @Test
        void getsNoChunks() {
            try (RawClient client = server.connect()) {
                client.send("GET /stream HTTP/1.0\r\n\r\n");
                String all = client.readToEnd();
                assertThat(all).endsWith("\r\n\r\nonetwo").doesNotContain("Transfer-Encoding");
            }
        }

        @Test
        void doesNotStayByDefault() {
            try (RawClient client = server.connect()) {
                client.send("GET /hello HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
                assertThat(client.readAnswer().header("Connection")).contains("close");
                assertThat(client.readToEnd()).isEmpty();
            }
        }

        @Test
        void staysByOptionWhereItAsksForIt() {
            try (OurServer keeping =
                            OurServer.with(
                                    listener -> listener.http(http -> http.keepAlive10(true)),
                                    routes -> {});
                    RawClient client = keeping.connect()) {
                for (int i = 0; i < 3; i++) {
                    client.send("GET /hello HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
                    assertThat(client.readAnswer().header("Connection")).contains("keep-alive");
                }
                client.send("GET /hello HTTP/1.0\r\n\r\n");
                assertThat(client.readAnswer().body()).isEqualTo("hello");
                assertThat(client.readToEnd()).isEmpty();
            }
        }

        @Test
        void hasNoTransferEncoding() {
            int before = server.seconds();
            try (RawClient client = server.connect()) {
                client.send(
                        "POST /echo HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
                                + OurServer.SECOND);
                assertThat(client.readAnswer().status()).isEqualTo(400);
                assertThat(client.readToEnd()).isEmpty();
            }
            assertThat(server.seconds()).isEqualTo(before);
        }
    }

    @Nested
    class Expectations {

        private static final String HEAD =
                " HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n";

        @Test
        void aHandlerThatReadsLetsTheClientGoOn() {
            try (RawClient client = server.connect()) {
                client.send("POST /echo" + HEAD);
                assertThat(client.readUntil("\r\n\r\n")).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
                client.send("abcde");
                assertThat(client.readAnswer().body()).isEqualTo("abcde");
                assertThat(client.get("/hello").body()).isEqualTo("hello");
            }
        }

        /** What comes next could be the body or a request. */
        @Test
        void aHandlerThatDoesNotReadEndsTheConnection() {
            int before = server.seconds();
            try (RawClient client = server.connect()) {
                client.send("POST /unread" + HEAD);
                RawAnswer answer = client.readAnswer();
                assertThat(answer.status()).isEqualTo(200);
                assertThat(answer.header("Connection")).contains("close");
                client.send("abcde" + OurServer.SECOND);
                assertThat(client.readToEnd()).isEmpty();
            }
            assertThat(server.seconds()).isEqualTo(before);
        }

        @Test
        void aClientThatDoesNotWaitIsNotToldToGoOn() {
            try (RawClient client = server.connect()) {
                client.send("POST /echo" + HEAD + "abcde");
                assertThat(client.readAnswer().status()).isEqualTo(200);
            }
        }

        @Test
        void othersAre417() {
            try (RawClient client = server.connect()) {
                client.send(
                        "POST /echo HTTP/1.1\r\nHost: a\r\nExpect: x\r\nContent-Length: 0\r\n\r\n");
                assertThat(client.readAnswer().status()).isEqualTo(417);
                assertThat(client.readToEnd()).isEmpty();
            }
        }

        @Test
        void http10HasNone() {
            try (RawClient client = server.connect()) {
                client.send(
                        "POST /echo HTTP/1.0\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n");
                assertThat(client.staysSilent(Duration.ofMillis(200))).isTrue();
                client.send("abcde");
                assertThat(client.readAnswer().body()).isEqualTo("abcde");
            }
        }
    }
}
