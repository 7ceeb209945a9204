package dev.serve.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The clients for HTTP against the JDK's own little server. */
class EventClientTest {

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private HttpServer server;
    private TestHttpClient http;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.start();
        http = TestHttpClient.of(URI.create("http://127.0.0.1:" + server.getAddress().getPort()));
    }

    @AfterEach
    void stop() {
        http.close();
        server.stop(0);
        threads.close();
    }

    @Test
    void givesEventsAsTheyComeAndThenTheEnd() {
        stream(
                """
                id: 1
                data: first
                data: second line

                : a comment
                event: tick
                retry: 3000
                data

                data:never finished""");

        try (EventClient events = EventClient.open(http, "/events")) {
            assertThat(events.next())
                    .isEqualTo(new ReceivedEvent("1", "message", "first\nsecond line", null));
            assertThat(events.next())
                    .isEqualTo(new ReceivedEvent("1", "tick", "", Duration.ofSeconds(3)));
            assertThat(events.awaitEnd()).isEmpty();
            assertThatExceptionOfType(AssertionError.class)
                    .isThrownBy(events::next)
                    .withMessageContaining("the stream ended");
        }
    }

    @Test
    @Timeout(20)
    void isOpenWithTheHeadOfAStreamThatDoesNotEnd() {
        CountDownLatch end = new CountDownLatch(1);
        handle(
                exchange -> {
                    exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
                    exchange.sendResponseHeaders(200, 0);
                    try (OutputStream out = exchange.getResponseBody()) {
                        out.write("data: first\n\n".getBytes(StandardCharsets.UTF_8));
                        out.flush();
                        await(end);
                    }
                });

        try (EventClient events = EventClient.open(http, "/events")) {
            assertThat(events.next().data()).isEqualTo("first");
            end.countDown();
            assertThat(events.awaitEnd()).isEmpty();
        } finally {
            end.countDown();
        }
    }

    @Test
    void sendsTheHeadersItIsGiven() {
        handle(
                exchange ->
                        answer(
                                exchange,
                                200,
                                "data: "
                                        + exchange.getRequestHeaders().getFirst("Last-Event-ID")
                                        + "\r\n\r\n"));

        try (EventClient events = EventClient.open(http, "/events", "Last-Event-ID", "42")) {
            assertThat(events.next(1)).extracting(ReceivedEvent::data).isEqualTo(List.of("42"));
        }
    }

    @Test
    void refusesWhatIsNoStreamOfEvents() {
        handle(exchange -> answer(exchange, 503, "busy"));

        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> EventClient.open(http, "/events"))
                .withMessage(
                        "/events: 503, content-type text/event-stream (expected: 200, text/event-stream)");
    }

    @Test
    void otherRequestsGoThroughTheClientBelow() {
        handle(
                exchange ->
                        answer(
                                exchange,
                                200,
                                exchange.getRequestMethod()
                                        + " "
                                        + exchange.getRequestURI()
                                        + " "
                                        + new String(
                                                exchange.getRequestBody().readAllBytes(),
                                                StandardCharsets.UTF_8)));

        assertThat(http.get("/events?n=1").body()).isEqualTo("GET /events?n=1 ");
        assertThat(http.post("/events", "héllo").body()).isEqualTo("POST /events héllo");
        assertThat(http.put("/events", "x").body()).isEqualTo("PUT /events x");
        assertThat(http.delete("/events").body()).isEqualTo("DELETE /events ");
        assertThat(http.head("/events").body()).isEmpty();
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            if (!latch.await(60, TimeUnit.SECONDS)) {
                throw new IOException("nobody has ended the stream");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void stream(String text) {
        handle(exchange -> answer(exchange, 200, text));
    }

    @FunctionalInterface
    private interface Handler {
        void handle(HttpExchange exchange) throws IOException;
    }

    private void handle(Handler handler) {
        server.createContext("/events", handler::handle);
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        boolean head = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, head ? -1 : 0);
        try (OutputStream out = exchange.getResponseBody()) {
            if (!head) {
                out.write(bytes);
            }
        }
    }
}
