package dev.serve.http.h1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serve.api.routing.EarlyHints;
import dev.serve.api.routing.RequestTrailers;
import dev.serve.api.routing.Routes;
import dev.serve.testing.ExpectLog;
import dev.serve.testing.RawAnswer;
import dev.serve.testing.RawClient;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers on the wire (RFC 9110 sections 6, 8 and 15, RFC 9112 section 6). */
class Http1ResponseTest {

    private static OurServer server;

    @BeforeAll
    static void start() {
        server =
                OurServer.with(
                        listener -> listener.http(http -> http.serverHeader("Serve")),
                        Http1ResponseTest::routes);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static void routes(Routes routes) {
        routes.get("/split", (req, res) -> res.header("X-A", "b\r\nX-B: c").send("x"))
                .get("/cr", (req, res) -> res.header("X-A", "b\rc").send("x"))
                .get("/name", (req, res) -> res.header("X\r\nY", "b").send("x"))
                .get(
                        "/status/{code}",
                        (req, res) ->
                                res.status(
                                                Status.create(
                                                        req.path()
                                                                .pathParameters()
                                                                .first("code")
                                                                .asInt()
                                                                .get()))
                                        .send("body"))
                .get("/empty", (req, res) -> res.send())
                .get(
                        "/wrong-length",
                        (req, res) -> {
                            res.header(HeaderValues.create(HeaderNames.CONTENT_LENGTH, "99"));
                            res.send("four");
                        })
                .get(
                        "/hints",
                        (req, res) -> {
                            EarlyHints.send(
                                    res, HeaderValues.create("Link", "</a.css>; rel=preload"));
                            res.send("hinted");
                        })
                .get(
                        "/trailers",
                        (req, res) -> {
                            res.header("Trailer", "X-Sum");
                            try (OutputStream out = res.outputStream()) {
                                out.write("abc".getBytes(StandardCharsets.US_ASCII));
                                res.trailers().set(HeaderNames.create("X-Sum"), "3");
                            }
                        })
                .post(
                        "/request-trailers",
                        (req, res) -> {
                            req.content().consume();
                            res.send(
                                    RequestTrailers.of(req)
                                            .first(HeaderNames.create("X-Sum"))
                                            .orElse("none"));
                        })
                .get(
                        "/too-much",
                        (req, res) -> {
                            res.contentLength(3);
                            try (OutputStream out = res.outputStream()) {
                                out.write("abc".getBytes(StandardCharsets.US_ASCII));
                                out.flush();
                                out.write("def".getBytes(StandardCharsets.US_ASCII));
                                out.flush();
                            }
                        })
                .get(
                        "/too-little",
                        (req, res) -> {
                            res.contentLength(9);
                            try (OutputStream out = res.outputStream()) {
                                out.write("abc".getBytes(StandardCharsets.US_ASCII));
                                out.flush();
                            }
                        })
                .get(
                        "/fails",
                        (req, res) -> {
                            throw new IllegalStateException("secret");
                        });
    }

    private static RawAnswer get(String path, String... fields) {
        StringBuilder request = new StringBuilder("GET " + path + " HTTP/1.1\r\nHost: a\r\n");
        for (String field : fields) {
            request.append(field).append("\r\n");
        }
        return server.answer(request + "\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/split", "/cr", "/name"})
    @ExpectLog("Internal server error")
    void lineEndsInFieldsAreRefused(String path) {
        try (RawClient client = server.connect()) {
            RawAnswer answer = client.get(path);
            assertThat(answer.status()).isEqualTo(500);
            assertThat(answer.head()).doesNotContain("X-B").doesNotContain("\rc");
            assertThat(client.get("/hello").body()).isEqualTo("hello");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 304})
    void haveNoBodyWhereNoneIsAllowed(int status) {
        try (RawClient client = server.connect()) {
            RawAnswer answer = client.get("/status/" + status);
            assertThat(answer.status()).isEqualTo(status);
            assertThat(answer.header("Transfer-Encoding")).isEmpty();
            assertThat(client.get("/hello").body()).isEqualTo("hello");
        }
        assertThat(get("/status/204").header("Content-Length")).isEmpty();
    }

    @Test
    void haveADateAndTheServerOfTheConfiguration() {
        RawAnswer answer = get("/hello");
        assertThat(answer.header("Date").orElseThrow())
                .matches("\\w{3}, \\d{1,2} \\w{3} \\d{4} \\d\\d:\\d\\d:\\d\\d GMT");
        assertThat(answer.header("Server")).contains("Serve");
    }

    @Test
    void haveTheRealLengthWhateverAHandlerSays() {
        assertThat(get("/wrong-length").header("Content-Length")).contains("4");
        assertThat(get("/empty").header("Content-Length")).contains("0");
    }

    @Test
    void haveEarlyHintsAheadOfThem() {
        try (RawClient client = server.connect()) {
            client.send("GET /hints HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(client.readUntil("\r\n\r\n"))
                    .isEqualTo("HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n");
            assertThat(client.readAnswer().body()).isEqualTo("hinted");
            client.send("GET /hints HTTP/1.0\r\n\r\n");
            assertThat(client.readAnswer().body()).isEqualTo("hinted");
        }
    }

    @Test
    void haveTrailers() {
        try (RawClient client = server.connect()) {
            client.send("GET /trailers HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(client.readUntil("\r\n\r\n")).contains("Transfer-Encoding: chunked");
            assertThat(client.readUntil("\r\n\r\n")).isEqualTo("3\r\nabc\r\n0\r\nX-Sum: 3\r\n\r\n");
            assertThat(client.get("/hello").body()).isEqualTo("hello");
        }
    }

    @Test
    void requestsHaveTrailersToo() {
        String head =
                "POST /request-trailers HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
        assertThat(server.answer(head + "1;x=\"y\"\r\na\r\n0\r\nX-Sum: 1\r\n\r\n").body())
                .isEqualTo("1");
        assertThat(server.answer(head + "0\r\n\r\n").body()).isEqualTo("none");
    }

    /** A client that was promised three bytes gets three, and no more. */
    @Test
    @ExpectLog("")
    void neverExceedTheirAnnouncedLength() {
        try (RawClient client = server.connect()) {
            client.send("GET /too-much HTTP/1.1\r\nHost: a\r\n\r\n" + OurServer.SECOND);
            assertThat(client.readToEnd()).endsWith("\r\n\r\nabc");
        }
    }

    @Test
    void thatBreakOffEndTheirConnection() {
        try (RawClient client = server.connect()) {
            client.send("GET /too-little HTTP/1.1\r\nHost: a\r\n\r\n" + OurServer.SECOND);
            assertThat(client.readToEnd()).endsWith("\r\n\r\nabc");
        }
    }

    @Test
    @ExpectLog("Internal server error")
    void tellNothingOfAnException() {
        try (RawClient client = server.connect()) {
            RawAnswer answer = client.get("/fails");
            assertThat(answer.status()).isEqualTo(500);
            assertThat(answer.body()).doesNotContain("secret", "Exception");
            assertThat(client.get("/hello").body()).isEqualTo("hello");
        }
    }
}
