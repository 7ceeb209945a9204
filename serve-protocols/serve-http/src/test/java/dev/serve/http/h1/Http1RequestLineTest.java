package dev.serve.http.h1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serve.testing.RawAnswer;
import dev.serve.testing.RawClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Request lines and Host (RFC 9112 section 3, RFC 9110 sections 4, 7 and 9). */
class Http1RequestLineTest {

    private static OurServer server;

    @BeforeAll
    static void start() {
        server =
                OurServer.with(
                        routes ->
                                routes.get(
                                                "/path/*",
                                                (req, res) ->
                                                        res.send(
                                                                req.prologue().uriPath().path()
                                                                        + " "
                                                                        + req.query().rawValue()
                                                                        + " "
                                                                        + req.authority()))
                                        .get("/", (req, res) -> res.send("root"))
                                        .put("/put", (req, res) -> res.send("put")));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static RawAnswer answer(String line) {
        return server.answer(line + "\r\nHost: a\r\n\r\n");
    }

    /** A refusal ends the connection: what follows is no request. */
    private static void refused(int status, String request) {
        int before = server.seconds();
        try (RawClient client = server.connect()) {
            client.send(request + OurServer.SECOND);
            assertThat(client.readAnswer().status()).isEqualTo(status);
            assertThat(client.readToEnd()).isEmpty();
        }
        assertThat(server.seconds()).isEqualTo(before);
    }

    @Nested
    class Methods {

        @ParameterizedTest
        @ValueSource(strings = {"get", "Get", "G\u0001T", "G\u00e9T", "(GET)", "G T", "\"GET\""})
        void areRefusedWhenMalformed(String method) {
            refused(400, method + " /hello HTTP/1.1\r\nHost: a\r\n\r\n");
        }

        @Test
        void thatNobodyKnowsAre501() {
            assertThat(answer("BREW /hello HTTP/1.1").status()).isEqualTo(501);
            assertThat(answer("BREW /nowhere HTTP/1.1").status()).isEqualTo(501);
        }

        @Test
        void thatThePathDoesNotHaveAre405WithAllow() {
            RawAnswer answer = answer("DELETE /hello HTTP/1.1");
            assertThat(answer.status()).isEqualTo(405);
            assertThat(answer.header("Allow")).contains("GET, HEAD, OPTIONS");
        }

        @Test
        void onUnknownPathsAre404() {
            assertThat(answer("DELETE /nowhere HTTP/1.1").status()).isEqualTo(404);
        }

        @Test
        void headIsAnsweredWhereGetIs() {
            try (RawClient client = server.connect()) {
                client.send("HEAD /hello HTTP/1.1\r\nHost: a\r\n\r\n");
                RawAnswer answer = client.readAnswerToHead();
                assertThat(answer.status()).isEqualTo(200);
                assertThat(answer.header("Content-Length")).contains("5");
                assertThat(client.get("/hello").body()).isEqualTo("hello");
            }
        }

        @Test
        void optionsTellsThoseOfAPath() {
            RawAnswer answer = answer("OPTIONS /put HTTP/1.1");
            assertThat(answer.status()).isEqualTo(204);
            assertThat(answer.header("Allow")).contains("OPTIONS, PUT");
        }

        @ParameterizedTest
        @CsvSource({
            "TRACE /hello, 405",
            "TRACE /nowhere, 404",
            "CONNECT a:80, 404",
            "CONNECT example.com:443, 404",
            "CONNECT 127.0.0.1:80, 404",
            "CONNECT [::1]:80, 404",
            "CONNECT ...a:80, 404"
        })
        void traceAndConnectAreRefusedUnlessRouted(String line, int status) {
            assertThat(answer(line + " HTTP/1.1").status()).isEqualTo(status);
        }
    }

    @Nested
    class Targets {

        @Test
        void inOriginForm() {
            assertThat(answer("GET /path/a?b=c HTTP/1.1").body()).isEqualTo("/path/a b=c a");
        }

        @Test
        void inAbsoluteFormReplaceHost() {
            assertThat(answer("GET http://other:81/path/a?b HTTP/1.1").body())
                    .isEqualTo("/path/a b other:81");
            assertThat(answer("GET HTTP://other HTTP/1.1").body()).isEqualTo("root");
        }

        @Test
        void inAsteriskFormAreForOptions() {
            assertThat(answer("OPTIONS * HTTP/1.1").status()).isEqualTo(204);
            refused(400, "GET * HTTP/1.1\r\nHost: a\r\n\r\n");
        }

        @Test
        void areDecodedOnce() {
            assertThat(answer("GET /path/%2541 HTTP/1.1").body()).startsWith("/path/%41 ");
            assertThat(answer("GET /path/%C3%A4 HTTP/1.1").text()).startsWith("/path/ä ");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "/%00",
                    "/%c0%af",
                    "/%e0%80%af",
                    "/%ff",
                    "/%zz",
                    "/%",
                    "/%4",
                    "/a?b=%zz",
                    "/a#fragment",
                    "/a?b#fragment",
                    "/\u00e4",
                    "/a\u0001",
                    "/a\"b",
                    "/a<b>",
                    "/a\\b",
                    "hello",
                    "ftp://a/hello",
                    "http:///hello",
                    "http://user@a/hello",
                    "http://user:password@a/hello",
                    "http://a:port/hello",
                    "http://a:65536/hello",
                    "http://[::1/hello",
                    "http://a b/hello"
                })
        void areRefusedWhenMalformed(String target) {
            refused(400, "GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n");
        }
    }

    @Nested
    class Versions {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "GET /hello",
                    "GET /hello HTTP",
                    "GET /hello HTTP/1",
                    "GET /hello HTTP/1.11",
                    "GET /hello http/1.1",
                    "GET /hello HTTP/1.1 ",
                    "GET /hello  HTTP/1.1",
                    "GET  /hello HTTP/1.1",
                    " GET /hello HTTP/1.1",
                    "GET\t/hello\tHTTP/1.1"
                })
        void areRefusedWhenMalformed(String line) {
            refused(400, line + "\r\nHost: a\r\n\r\n");
        }

        @ParameterizedTest
        @ValueSource(strings = {"0.9", "2.0", "3.0"})
        void ofAnotherMajorAre505(String version) {
            refused(505, "GET /hello HTTP/" + version + "\r\nHost: a\r\n\r\n");
        }

        /** RFC 9110 section 2.5: served as the highest minor version that we know. */
        @Test
        void laterThan11AreServed() {
            assertThat(answer("GET /hello HTTP/1.2").body()).isEqualTo("hello");
        }

        /** RFC 9112 section 2.2. */
        @Test
        void oneEmptyLineBeforeARequestIsIgnored() {
            try (RawClient client = server.connect()) {
                client.send("\r\nGET /hello HTTP/1.1\r\nHost: a\r\n\r\n");
                assertThat(client.readAnswer().body()).isEqualTo("hello");
                client.send("\r\n");
                assertThat(client.get("/hello").body()).isEqualTo("hello");
            }
            refused(400, "\r\n\r\nGET /hello HTTP/1.1\r\nHost: a\r\n\r\n");
        }
    }

    @Nested
    class Hosts {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "X: y",
                    "Host:",
                    "Host: a\r\nHost: a",
                    "Host: a\r\nHost: b",
                    "Host: a b",
                    "Host: a/b",
                    "Host: user@a",
                    "Host: a:b",
                    "Host: a:99999",
                    "Host: [::1",
                    "Host: ::1",
                    "Host: [::12345]",
                    "Host: [::g]",
                    "Host: [1:2:3:4:5:6:7]",
                    "Host: [1:2:3:4:5:6:7:8:9]",
                    "Host: [1::2::3]",
                    "Host: [:1:2:3:4:5:6:7]",
                    "Host: [1:2:3:4:5:6:7:]",
                    "Host: [::1.2.3]",
                    "Host: [::1.2.3.256]",
                    "Host: []",
                    "Host: [v1]",
                    "Host: a, b",
                    "Host: %zz"
                })
        void areRefusedWhenMissingRepeatedOrMalformed(String host) {
            refused(400, "GET /hello HTTP/1.1\r\n" + host + "\r\n\r\n");
        }

        /** RFC 9112 section 3.2: also with a target that names one. */
        @Test
        void areNeededInAbsoluteForm() {
            refused(400, "GET http://a/hello HTTP/1.1\r\n\r\n");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "a",
                    "a:80",
                    "a:",
                    "127.0.0.1:8080",
                    "[::]",
                    "[::1]",
                    "[::1]:80",
                    "[2001:db8::1]",
                    "[1:2:3:4:5:6:7:8]",
                    "[::ffff:1.2.3.4]",
                    "[v1.a:b]",
                    "a_b.c~d"
                })
        void areTakenAsTheyAre(String host) {
            assertThat(server.answer("GET /path/ HTTP/1.1\r\nHost: " + host + "\r\n\r\n").body())
                    .endsWith(" " + host);
        }
    }
}
