package dev.serve.http.h1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serve.api.routing.Routes;
import dev.serve.testing.RawAnswer;
import dev.serve.testing.RawClient;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The engine in a plain Helidon server: what any request needs. */
class Http1EngineTest {

    private static final String CHUNKED =
            "POST /stream-echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";

    private static EngineServer server;

    @BeforeAll
    static void start() {
        server = EngineServer.with(Http1EngineTest::routes);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static void routes(Routes routes) {
        routes.get("/hello", (req, res) -> res.send("hello"))
                .post("/echo", (req, res) -> res.send(req.content().as(byte[].class)))
                .post(
                        "/stream-echo",
                        (req, res) -> {
                            try (OutputStream out = res.outputStream()) {
                                req.content().inputStream().transferTo(out);
                            }
                        })
                .get(
                        "/big/{n}",
                        (req, res) -> {
                            int n = req.path().pathParameters().first("n").asInt().get();
                            try (OutputStream out = res.outputStream()) {
                                byte[] part = new byte[1000];
                                for (int left = n; left > 0; left -= part.length) {
                                    out.write(part, 0, Math.min(left, part.length));
                                }
                            }
                        });
    }

    @Test
    void answersAGet() {
        try (RawClient client = server.connect()) {
            RawAnswer answer = client.get("/hello");
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("hello");
            assertThat(answer.header("Content-Length")).contains("5");
            assertThat(answer.header("Date")).isPresent();
        }
    }

    @Test
    void servesOneRequestAfterAnother() {
        try (RawClient client = server.connect()) {
            for (int i = 0; i < 5; i++) {
                assertThat(client.get("/hello").body()).isEqualTo("hello");
            }
        }
    }

    @Test
    void echoesABodyOfKnownLength() {
        String body = "0123456789".repeat(10_000);
        try (RawClient client = server.connect()) {
            client.send(
                    "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: "
                            + body.length()
                            + "\r\n\r\n"
                            + body);
            assertThat(client.readAnswer().body()).isEqualTo(body);
            assertThat(client.get("/hello").body()).isEqualTo("hello");
        }
    }

    @Test
    void echoesABodyInChunks() {
        try (RawClient client = server.connect()) {
            client.send(CHUNKED + "5\r\nhello\r\n7;a=b\r\n, world\r\n0\r\n\r\n");
            assertThat(client.readAnswer().body()).isEqualTo("hello, world");
            assertThat(client.get("/hello").body()).isEqualTo("hello");
        }
    }

    @Test
    void streamsAnAnswerOfUnknownLengthInChunks() {
        try (RawClient client = server.connect()) {
            RawAnswer answer = client.get("/big/100000");
            assertThat(answer.header("Transfer-Encoding")).contains("chunked");
            assertThat(answer.body()).hasSize(100_000);
            assertThat(client.get("/big/10").header("Content-Length")).contains("10");
        }
    }

    @Test
    void answersAThousandPipelinedRequestsInOrder() {
        StringBuilder requests = new StringBuilder();
        for (int i = 0; i < 1000; i++) {
            requests.append("GET /big/").append(i % 7).append(" HTTP/1.1\r\nHost: a\r\n\r\n");
        }
        try (RawClient client = server.connect()) {
            client.send(requests.toString().getBytes(StandardCharsets.US_ASCII));
            for (int i = 0; i < 1000; i++) {
                assertThat(client.readAnswer().body()).hasSize(i % 7);
            }
        }
    }

    @Test
    void understandsARequestByteByByte() {
        try (RawClient client = server.connect()) {
            String request =
                    "GET /hello HTTP/1.1\r\nHost: a\r\nX-Long: " + "y".repeat(50) + "\r\n\r\n";
            for (int i = 0; i < request.length(); i++) {
                client.send(request.substring(i, i + 1));
            }
            assertThat(client.readAnswer().body()).isEqualTo("hello");
        }
    }
}
