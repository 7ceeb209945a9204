package dev.serve.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.serve.api.sse.Event;
import dev.serve.api.sse.EventStreamClosedException;
import dev.serve.testing.ExpectLog;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@StopsPlainHelidon
class EventsTest {

    private static final String RETRY = "retry: 3000\n\n";

    @Test
    void eventsArriveInTheFormOfTheStandard() {
        try (var server =
                PlainHelidon.with(
                        routes ->
                                routes.sse(
                                        "/events",
                                        (request, events) -> {
                                            events.send(event("one"));
                                            events.send(
                                                    Event.builder()
                                                            .id("7")
                                                            .name("tick")
                                                            .data("two\nlines")
                                                            .build());
                                        }))) {
            HttpResponse<String> answer = server.get("/events");
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("Content-Type").orElse(""))
                    .startsWith("text/event-stream");
            assertThat(answer.headers().firstValue("Cache-Control")).contains("no-cache");
            assertThat(answer.body())
                    .isEqualTo(
                            RETRY + "data: one\n\nid: 7\nevent: tick\ndata: two\ndata: lines\n\n");
        }
    }

    @Test
    void theHeadAndEachEventLeaveAtOnce() {
        CountDownLatch first = new CountDownLatch(1);
        CountDownLatch second = new CountDownLatch(1);
        try (var server =
                        PlainHelidon.with(
                                routes ->
                                        routes.sse(
                                                "/events",
                                                (request, events) -> {
                                                    pass(first);
                                                    events.send(event("one"));
                                                    pass(second);
                                                    events.send(event("two"));
                                                }));
                var connection = server.connect()) {
            connection.request("GET /events HTTP/1.1", "Accept: text/event-stream");
            assertThat(connection.readHead()).startsWith("HTTP/1.1 200");
            first.countDown();
            connection.readUntil("data: one\n\n");
            second.countDown();
            connection.readUntil("data: two\n\n");
            connection.readUntil("0\r\n\r\n");
            connection.request("GET /none HTTP/1.1");
            assertThat(connection.readHead()).startsWith("HTTP/1.1 404");
        }
    }

    @ParameterizedTest
    @CsvSource({"41, 41", "' 41 ', 41", "0, 0", "none, -1", "4x, -1", "'', -1"})
    void theLastEventIsTold(String header, long expected) {
        try (var server =
                PlainHelidon.with(
                        routes ->
                                routes.sse(
                                        "/events",
                                        (request, events) ->
                                                events.send(
                                                        event(
                                                                ""
                                                                        + events.lastEventNumber()
                                                                                .orElse(-1)))))) {
            HttpResponse<String> answer = server.get("/events", "Last-Event-ID", header);
            assertThat(answer.body()).isEqualTo(RETRY + "data: " + expected + "\n\n");
            assertThat(server.get("/events").body()).isEqualTo(RETRY + "data: -1\n\n");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/event-stream",
                "*/*",
                "text/*",
                "text/html, text/event-stream;q=0.5",
                "application/json;q=0.9, */*;q=0.1"
            })
    void whoAcceptsEventsGetsThem(String accept) {
        try (var server = oneEvent()) {
            assertThat(server.get("/events", "Accept", accept).body())
                    .isEqualTo(RETRY + "data: one\n\n");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/html",
                "application/json",
                "text/event-stream;q=0",
                "*/*, text/event-stream;q=0"
            })
    void whoDoesNotIsTold406(String accept) {
        try (var server = oneEvent()) {
            HttpResponse<String> answer = server.get("/events", "Accept", accept);
            assertThat(answer.statusCode()).isEqualTo(406);
            assertThat(answer.body()).contains("text/event-stream");
        }
    }

    @Test
    void aHandlerLearnsThatTheClientHasGone() {
        AtomicReference<Exception> thrown = new AtomicReference<>();
        try (var server =
                PlainHelidon.with(
                        routes ->
                                routes.sse(
                                        "/events",
                                        (request, events) -> {
                                            try {
                                                while (true) {
                                                    events.send(event("again"));
                                                }
                                            } catch (EventStreamClosedException e) {
                                                thrown.set(e);
                                                throw e;
                                            }
                                        }))) {
            try (var connection = server.connect()) {
                connection.request("GET /events HTTP/1.1");
                connection.readUntil("data: again\n\n");
            }
            await().until(() -> thrown.get() != null);
            assertThat(server.get("/none").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void overHttp2TheyArriveToo() throws Exception {
        CountDownLatch more = new CountDownLatch(1);
        try (var server =
                        PlainHelidon.with(
                                routes ->
                                        routes.sse(
                                                "/events",
                                                (request, events) -> {
                                                    events.send(event("one"));
                                                    pass(more);
                                                    events.send(event("two"));
                                                }));
                var client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build()) {
            var answer =
                    client.send(
                            HttpRequest.newBuilder(
                                            URI.create(
                                                    "http://127.0.0.1:"
                                                            + server.port()
                                                            + "/events"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofLines());
            assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
            var lines = answer.body().iterator();
            assertThat(lines.next()).isEqualTo("retry: 3000");
            assertThat(lines.next()).isEmpty();
            assertThat(lines.next()).isEqualTo("data: one");
            more.countDown();
            assertThat(lines.next()).isEmpty();
            assertThat(lines.next()).isEqualTo("data: two");
        }
    }

    @Test
    void overHttp2AHandlerLearnsThatTheConnectionHasGone() throws Exception {
        AtomicReference<Exception> thrown = new AtomicReference<>();
        CountDownLatch over = new CountDownLatch(1);
        try (var server =
                        PlainHelidon.with(
                                routes ->
                                        routes.sse(
                                                "/events",
                                                (request, events) -> {
                                                    try {
                                                        while (!over.await(
                                                                5, TimeUnit.MILLISECONDS)) {
                                                            events.send(event("again"));
                                                        }
                                                    } catch (EventStreamClosedException
                                                            | InterruptedException e) {
                                                        thrown.set(e);
                                                        throw e;
                                                    }
                                                }));
                var client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build()) {
            var answer =
                    client.send(
                            HttpRequest.newBuilder(
                                            URI.create(
                                                    "http://127.0.0.1:"
                                                            + server.port()
                                                            + "/events"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofInputStream());
            assertThat(answer.body().read()).isEqualTo('r');
            client.shutdownNow();
            await().until(() -> thrown.get() != null);
        }
    }

    @Test
    @ExpectLog("event stream /events failed")
    void aStreamWhoseHandlerFailsIsCutNotEnded() {
        try (var server =
                        PlainHelidon.with(
                                routes ->
                                        routes.sse(
                                                "/events",
                                                (request, events) -> {
                                                    events.send(event("one"));
                                                    throw new IllegalStateException("boom");
                                                }));
                var connection = server.connect()) {
            connection.request("GET /events HTTP/1.1");
            assertThat(connection.readToEnd()).contains("data: one").doesNotContain("0\r\n\r\n");
        }
    }

    @Test
    void onlyGetIsAnswered() {
        try (var server = oneEvent()) {
            assertThat(server.send("POST", "/events").statusCode()).isEqualTo(405);
        }
    }

    private static PlainHelidon oneEvent() {
        return PlainHelidon.with(
                routes -> routes.sse("/events", (request, events) -> events.send(event("one"))));
    }

    private static Event event(String data) {
        return Event.of(data);
    }

    private static void pass(CountDownLatch latch) throws InterruptedException {
        assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    }
}
