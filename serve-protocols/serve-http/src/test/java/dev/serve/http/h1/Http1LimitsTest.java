package dev.serve.http.h1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serve.testing.RawAnswer;
import dev.serve.testing.RawClient;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Limits have their own status, to the byte, and end the connection. */
class Http1LimitsTest {

    private static final int LINE = 300;
    private static final int FIELDS = 400;
    private static final int COUNT = 10;
    private static final int BODY = 1_000;

    private static OurServer server;
    private static final AtomicLong READ = new AtomicLong();
    private static final CountDownLatch FIRST_PART = new CountDownLatch(1);

    @BeforeAll
    static void start() {
        server =
                OurServer.with(
                        listener ->
                                listener.http(
                                        http ->
                                                http.maxRequestLine(LINE)
                                                        .maxHeaderSize(FIELDS)
                                                        .maxHeaderCount(COUNT)
                                                        .maxBodySize(BODY)),
                        routes ->
                                routes.get("/long/*", (req, res) -> res.send("long"))
                                        .post(
                                                "/parts",
                                                (req, res) -> {
                                                    byte[] part = new byte[100];
                                                    var in = req.content().inputStream();
                                                    for (int n = in.read(part);
                                                            n >= 0;
                                                            n = in.read(part)) {
                                                        READ.addAndGet(n);
                                                        FIRST_PART.countDown();
                                                    }
                                                    res.send("done");
                                                }));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static int status(String request) {
        int before = server.seconds();
        try (RawClient client = server.connect()) {
            RawAnswer answer = client.send(request + OurServer.SECOND).readAnswer();
            if (answer.status() == 200) {
                // Else the next count could begin while this one's second request still runs.
                assertThat(client.readAnswer().body()).isEqualTo("second");
            } else {
                assertThat(client.readToEnd()).isEmpty();
                assertThat(server.seconds()).isEqualTo(before);
            }
            return answer.status();
        }
    }

    private static String line(int length) {
        String around = "GET /long/ HTTP/1.1";
        return "GET /long/" + "x".repeat(length - around.length()) + " HTTP/1.1";
    }

    /** Fields of so many bytes with their line ends. */
    private static String fields(int bytes) {
        String around = "Host: a\r\nX: \r\n";
        return "Host: a\r\nX: " + "y".repeat(bytes - around.length()) + "\r\n";
    }

    @Test
    void aRequestLineTooLongIs414() {
        assertThat(status(line(LINE) + "\r\nHost: a\r\n\r\n")).isEqualTo(200);
        assertThat(status(line(LINE + 1) + "\r\nHost: a\r\n\r\n")).isEqualTo(414);
    }

    @Test
    void aRequestLineWithoutEndIs414() {
        assertThat(status("GET /" + "x".repeat(100_000))).isEqualTo(414);
    }

    @Test
    void fieldsTooLargeAre431() {
        String line = "GET /hello HTTP/1.1\r\n";
        assertThat(status(line + fields(FIELDS) + "\r\n")).isEqualTo(200);
        assertThat(status(line + fields(FIELDS + 1) + "\r\n")).isEqualTo(431);
    }

    @Test
    void fieldsWithoutEndAre431() {
        assertThat(status("GET /hello HTTP/1.1\r\nHost: a\r\nX: " + "x".repeat(100_000)))
                .isEqualTo(431);
    }

    @Test
    void tooManyFieldsAre431() {
        String head = "GET /hello HTTP/1.1\r\nHost: a\r\n";
        assertThat(status(head + "X: y\r\n".repeat(COUNT - 1) + "\r\n")).isEqualTo(200);
        assertThat(status(head + "X: y\r\n".repeat(COUNT) + "\r\n")).isEqualTo(431);
    }

    @Test
    void aBodyAnnouncedTooLargeIs413BeforeAnyOfItComes() {
        try (RawClient client = server.connect()) {
            client.send(
                    "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: " + (BODY + 1) + "\r\n\r\n");
            assertThat(client.readAnswer().status()).isEqualTo(413);
        }
        String body = "x".repeat(BODY);
        assertThat(
                        status(
                                "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: "
                                        + BODY
                                        + "\r\n\r\n"
                                        + body))
                .isEqualTo(200);
    }

    @Test
    void aBodyInChunksThatGrowsTooLargeIs413() {
        String head = "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
        String chunk = "64\r\n" + "x".repeat(100) + "\r\n";
        assertThat(status(head + chunk.repeat(10) + "0\r\n\r\n")).isEqualTo(200);
        assertThat(status(head + chunk.repeat(10) + "1\r\nx\r\n0\r\n\r\n")).isEqualTo(413);
    }

    @Test
    void trailersTooLargeAre431() {
        String head =
                "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n";
        assertThat(status(head + "X: " + "y".repeat(FIELDS) + "\r\n\r\n")).isEqualTo(431);
        assertThat(status(head + "X: y\r\n".repeat(COUNT + 1) + "\r\n")).isEqualTo(431);
    }

    /** A handler sees the first bytes of a chunk that is never whole. */
    @Test
    void aChunkIsStreamedNotHeld() throws InterruptedException {
        try (RawClient client = server.connect()) {
            client.send(
                    "POST /parts HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3e8\r\nabc");
            assertThat(FIRST_PART.await(5, TimeUnit.SECONDS)).isTrue();
            assertThat(READ.get()).isEqualTo(3);
        }
    }

    /** The answer arrives though the client goes on sending much more. */
    @Test
    void theCloseLingersSoThatTheAnswerIsNotLost() {
        for (int i = 0; i < 20; i++) {
            try (RawClient client = server.connect()) {
                client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 2000000\r\n\r\n");
                client.send(new byte[2_000_000]);
                assertThat(client.readAnswer().status()).isEqualTo(413);
                assertThat(client.readToEnd()).isEmpty();
            }
        }
    }
}
