package dev.serve.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serve.testing.ExpectLog;
import io.helidon.http.HeaderNames;
import io.helidon.http.sse.SseEvent;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http2.Http2Config;
import io.helidon.webserver.http2.Http2ConnectionSelector;
import io.helidon.webserver.sse.SseSink;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What Helidon's own engines do with bytes on the wire, as far as we rely on it, work around it, or
 * have to do better with engines of our own.
 */
@StopsPlainHelidon
class HelidonEngineFactsTest {

    private static final String NEXT = "GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n";

    private PlainHelidon server;
    private final CountDownLatch cancelled = new CountDownLatch(1);
    private final CountDownLatch wentOn = new CountDownLatch(1);
    private final AtomicReference<RuntimeException> failure = new AtomicReference<>();

    @BeforeEach
    void start() {
        server = PlainHelidon.of(it -> it.routing(this::routes));
    }

    @AfterEach
    void stop() {
        cancelled.countDown();
        server.close();
    }

    private void routes(HttpRules rules) {
        rules.get("/hello", RoutesTest.says("hello"))
                .any("/any", RoutesTest.says("hello"))
                .post("/echo", (req, res) -> res.send(req.content().as(byte[].class)))
                .get(
                        "/cn",
                        (req, res) ->
                                res.send("" + req.headers().contains(HeaderNames.X_HELIDON_CN)))
                .get(
                        "/split",
                        (req, res) -> {
                            res.header(HeaderNames.create("X-A"), "b\r\nX-B: c");
                            res.send("x");
                        })
                .get(
                        "/events",
                        (req, res) -> {
                            try (SseSink sink = res.sink(SseSink.TYPE)) {
                                sink.emit(SseEvent.create("one"));
                                if (cancelled.await(10, TimeUnit.SECONDS)) {
                                    sink.emit(SseEvent.create("two"));
                                    wentOn.countDown();
                                }
                            } catch (InterruptedException e) {
                                // The connection has ended, and its handlers with it.
                                Thread.currentThread().interrupt();
                            } catch (RuntimeException e) {
                                failure.set(e);
                            }
                        });
    }

    @Nested
    class Http1 {

        /** Our server closes after such an answer. */
        @Test
        void goesOnAfterConnectionClose() {
            try (var connection = server.connect()) {
                connection.request("GET /hello HTTP/1.1", "Connection: close").write(NEXT);
                assertThat(connection.readHead()).contains("Connection: close");
                connection.readUntil("hello");
                assertThat(connection.readHead()).startsWith("HTTP/1.1 200");
            }
        }

        /** So every answer of ours that HEAD may get is sent without one. */
        @Test
        void sendsABodyToHead() {
            try (var connection = server.connect()) {
                connection.request("HEAD /any HTTP/1.1");
                connection.readHead();
                assertThat(connection.read(5)).asString().isEqualTo("hello");
            }
        }

        @Test
        void givesHttp10NoAnswer() {
            try (var connection = server.connect()) {
                connection.request("GET /hello HTTP/1.0");
                assertThat(connection.readToEnd()).isEmpty();
            }
        }

        /** Request smuggling: what follows the broken body is served as a request of its own. */
        @Test
        @ExpectLog("Internal server error")
        void answersABrokenChunkWith500AndReadsTheRestAsARequest() {
            try (var connection = server.connect()) {
                connection
                        .request("POST /echo HTTP/1.1", "Transfer-Encoding: chunked")
                        .write("2\r\nabcd\r\n0\r\n\r\n" + NEXT);
                assertThat(connection.readHead()).startsWith("HTTP/1.1 500");
                connection.readUntil("Error");
                assertThat(connection.readHead()).startsWith("HTTP/1.1 200");
            }
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "Content-Length: 1\r\nContent-Length: 1",
                    "Content-Length: +1",
                    "Content-Length: 1\r\nTransfer-Encoding: chunked"
                })
        void refusesAmbiguousLengths(String headers) {
            try (var connection = server.connect()) {
                connection.request("POST /echo HTTP/1.1", headers).write("a");
                assertThat(connection.readToEnd()).startsWith("HTTP/1.1 400");
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"GET /%zz HTTP/1.1", "GET /a b HTTP/1.1"})
        void refusesAMalformedTarget(String line) {
            try (var connection = server.connect()) {
                connection.request(line);
                assertThat(connection.readToEnd()).startsWith("HTTP/1.1 400");
            }
        }

        /** Not 431, as RFC 6585 has it. */
        @Test
        void refusesTooManyHeadersWith400() {
            try (var connection = server.connect()) {
                connection.request("GET /hello HTTP/1.1", "X: " + "y".repeat(17_000));
                assertThat(connection.readHead()).startsWith("HTTP/1.1 400");
            }
        }

        /** Nobody is known by a header: the one of old is taken out before a filter sees it. */
        @Test
        void takesAwayACommonNameThatAClientWrites() {
            assertThat(server.get("/cn", "X-HELIDON-CN", "admin").body()).isEqualTo("false");
        }

        @Test
        @ExpectLog(value = "", logger = "io.helidon")
        void splitsNoAnswer() {
            try (var connection = server.connect()) {
                connection.request("GET /split HTTP/1.1");
                assertThat(connection.readToEnd()).startsWith("HTTP/1.1 500").doesNotContain("X-B");
            }
        }

        /** RFC 7540 section 3.2.1 wants no upgrade then; ours is asked for one only with it. */
        @Test
        @ExpectLog(value = "", logger = "io.helidon")
        void failsOnAnUpgradeWithoutSettings() {
            try (var connection = server.connect()) {
                connection.request("GET /hello HTTP/1.1", "Connection: Upgrade", "Upgrade: h2c");
                assertThat(connection.readToEnd()).startsWith("HTTP/1.1 500");
            }
        }
    }

    @Nested
    class Http2 {

        @Test
        void takesAwayACommonNameThatAClientWrites() {
            try (RawHttp2 http2 = RawHttp2.to(server.port())) {
                assertThat(http2.get(1, "/cn", "x-helidon-cn", "admin").body(1)).isEqualTo("false");
            }
        }

        /** An endless event stream goes on until the connection ends. */
        @Test
        void doesNotTellAHandlerThatItsStreamWasCancelled() throws InterruptedException {
            try (RawHttp2 http2 = RawHttp2.to(server.port())) {
                http2.get(1, "/events").next(RawHttp2.DATA);
                http2.frame(RawHttp2.RST_STREAM, 0, 1, new byte[] {0, 0, 0, 8});
                // An answer on another stream: the reset before it has been read.
                assertThat(http2.get(3, "/hello").body(3)).isEqualTo("hello");
                cancelled.countDown();
                assertThat(wentOn.await(10, TimeUnit.SECONDS)).isTrue();
                assertThat(failure.get()).isNull();
            }
        }

        /** RFC 9113 section 5.1.2: an error of the stream alone, REFUSED_STREAM, would do. */
        @Test
        void endsTheConnectionOverTooManyStreams() {
            Http2Config oneStream = Http2Config.builder().maxConcurrentStreams(1).build();
            try (var small =
                            PlainHelidon.of(
                                    it ->
                                            it.protocolsDiscoverServices(false)
                                                    .addConnectionSelector(
                                                            Http2ConnectionSelector.builder()
                                                                    .http2Config(oneStream)
                                                                    .build())
                                                    .routing(HelidonEngineFactsTest.this::routes));
                    RawHttp2 http2 = RawHttp2.to(small.port())) {
                http2.get(1, "/events").next(RawHttp2.DATA);
                http2.get(3, "/hello");
                assertThat(http2.next(RawHttp2.GOAWAY)).isNotNull();
            } finally {
                cancelled.countDown();
            }
        }
    }
}
