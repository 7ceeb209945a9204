package dev.serve.http.sse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.serve.api.Server;
import dev.serve.api.ShutdownReport;
import dev.serve.api.config.Overflow;
import dev.serve.api.config.SseConfig;
import dev.serve.api.routing.Rejection;
import dev.serve.api.routing.Routes;
import dev.serve.api.sse.Event;
import dev.serve.api.sse.EventRing;
import dev.serve.api.sse.EventStream;
import dev.serve.api.sse.EventStreamClosedException;
import dev.serve.api.sse.EventStreamHandler;
import dev.serve.testing.RawClient;
import io.helidon.webserver.http.ServerRequest;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Streams on a listener of ours, over both versions of HTTP. */
class EventStreamsTest {

    private final LinkedBlockingQueue<String> seen = new LinkedBlockingQueue<>();

    @ParameterizedTest
    @EnumSource
    void aSilentStreamIsKeptAliveByComments(HttpClient.Version version) throws Exception {
        try (Server server = server(this::waits, sse -> sse.heartbeat(Duration.ofMillis(20)));
                EventSource client = open(server, version)) {
            assertThat(client.next()).isEqualTo("retry: 3000");
            assertThat(client.next()).isEqualTo(": ping");
            assertThat(client.next()).isEqualTo(": ping");
        }
    }

    @ParameterizedTest
    @EnumSource
    void anIdleStreamEndsInOrderAndItsHandlerIsInterrupted(HttpClient.Version version)
            throws Exception {
        try (Server server = server(this::waits, sse -> sse.idleTimeout(Duration.ofMillis(50)));
                EventSource client = open(server, version)) {
            assertThat(client.next()).isEqualTo("retry: 3000");
            assertThat(client.next()).isEqualTo(": nothing was sent for sse.idle-timeout");
            assertThat(client.next()).isEqualTo("retry: 3000");
            assertThat(client.next()).isNull();
            assertThat(seen.poll(10, TimeUnit.SECONDS)).isEqualTo("interrupted");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aDrainedStreamEndsWithRetryAndAComment(HttpClient.Version version) throws Exception {
        try (Server server = server(this::waits, sse -> {});
                EventSource client = open(server, version)) {
            assertThat(client.next()).isEqualTo("retry: 3000");
            CompletableFuture<ShutdownReport> report = CompletableFuture.supplyAsync(server::stop);
            assertThat(client.next()).isEqualTo(": the server is going away");
            String retry = Objects.requireNonNull(client.next());
            assertThat(Integer.parseInt(retry.substring("retry: ".length()))).isBetween(3000, 6000);
            assertThat(client.next()).isNull();
            assertThat(seen.poll(10, TimeUnit.SECONDS)).isEqualTo("interrupted");
            ShutdownReport done = report.get(20, TimeUnit.SECONDS);
            assertThat(done.toString()).contains("cut=0");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aClientThatHasGoneIsNoticedAtOnceThoughNothingIsSent(HttpClient.Version version)
            throws Exception {
        try (Server server = server(this::waits, sse -> {})) {
            try (EventSource client = open(server, version)) {
                assertThat(client.next()).isEqualTo("retry: 3000");
            }
            assertThat(seen.poll(10, TimeUnit.SECONDS)).isEqualTo("interrupted");
            await().until(() -> server.pool("web").metrics().inFlight() == 0);
            assertThat(server.pool("web").metrics().errorRate())
                    .as("to leave is no failure of the server's")
                    .isZero();
        }
    }

    @Test
    void aResetIsNoticedAtOnceToo() throws Exception {
        try (Server server = server(this::waits, sse -> {});
                RawClient client = RawClient.tcp(server.port("web"))) {
            client.send("GET /events HTTP/1.1\r\nHost: a\r\n\r\n").readUntil("retry: 3000\n\n");
            client.reset();
            assertThat(seen.poll(10, TimeUnit.SECONDS)).isEqualTo("interrupted");
        }
    }

    @Test
    void aStreamMayLastLongerThanAnyLimitOfARequest() throws Exception {
        CountDownLatch more = new CountDownLatch(1);
        try (Server server =
                        Server.builder()
                                .listener(
                                        "web",
                                        listener ->
                                                listener.port(0)
                                                        .protocols("http", "sse")
                                                        .pool(
                                                                pool ->
                                                                        pool.requestTimeout(
                                                                                        Duration
                                                                                                .ofMillis(
                                                                                                        100))
                                                                                .bodyTimeout(
                                                                                        Duration
                                                                                                .ofMillis(
                                                                                                        100)))
                                                        .routing(
                                                                routes ->
                                                                        routes.sse(
                                                                                "/events",
                                                                                (request,
                                                                                        events) -> {
                                                                                    more.await();
                                                                                    events.send(
                                                                                            "late");
                                                                                })))
                                .build()
                                .start();
                RawClient client = RawClient.tcp(server.port("web"))) {
            client.send("GET /events HTTP/1.1\r\nHost: a\r\n\r\n").readUntil("retry: 3000\n\n\r\n");
            assertThat(client.staysSilent(Duration.ofSeconds(1))).isTrue();
            more.countDown();
            client.readUntil("data: late\n\n");
            client.readUntil("0\r\n\r\n");
        }
    }

    @ParameterizedTest
    @EnumSource
    void afterAStreamItsConnectionServesOn(HttpClient.Version version) throws Exception {
        try (Server server = server((request, events) -> events.send("one"), sse -> {});
                EventSource client = open(server, version)) {
            assertThat(client.next()).isEqualTo("retry: 3000");
            assertThat(client.next()).isEqualTo("data: one");
            assertThat(client.next()).isNull();
        }
        try (Server server = server((request, events) -> events.send("one"), sse -> {});
                RawClient client = RawClient.tcp(server.port("web"))) {
            for (int i = 0; i < 3; i++) {
                client.send("GET /events HTTP/1.1\r\nHost: a\r\n\r\n").readUntil("0\r\n\r\n");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void manyThreadsMaySend(HttpClient.Version version) throws Exception {
        EventStreamHandler handler =
                (request, events) -> {
                    Thread[] senders = new Thread[4];
                    for (int i = 0; i < senders.length; i++) {
                        senders[i] =
                                Thread.startVirtualThread(
                                        () -> {
                                            for (int n = 0; n < 250; n++) {
                                                events.send("x");
                                            }
                                        });
                    }
                    for (Thread sender : senders) {
                        sender.join();
                    }
                };
        try (Server server = server(handler, sse -> sse.buffer(3));
                EventSource client = open(server, version)) {
            assertThat(client.next()).isEqualTo("retry: 3000");
            for (int n = 0; n < 1_000; n++) {
                assertThat(client.next()).isEqualTo("data: x");
            }
            assertThat(client.next()).isNull();
        }
    }

    @Test
    void aFilterRejectsAStreamAsAnyRequest() throws Exception {
        try (Server server =
                        server(
                                routes ->
                                        routes.filter(
                                                        (exchange, chain) ->
                                                                exchange.reject(
                                                                        Rejection.of(
                                                                                Rejection.Reason
                                                                                        .FORBIDDEN,
                                                                                "no")))
                                                .sse("/events", this::waits));
                EventSource client = open(server, HttpClient.Version.HTTP_2)) {
            assertThat(client.answer().statusCode()).isEqualTo(403);
        }
    }

    /** Who reads nothing, while more is sent than any buffer holds. */
    @Nested
    class ASlowClient {

        private final AtomicReference<EventStream> stream = new AtomicReference<>();

        private void floods(EventStream events) {
            stream.set(events);
            String big = "x".repeat(100_000);
            try {
                for (int n = 0; n < 1_000; n++) {
                    events.send(n + big);
                }
                seen.add("all sent");
            } catch (EventStreamClosedException e) {
                seen.add(String.valueOf(e.getMessage()));
                throw e;
            }
        }

        private Server server(Overflow overflow) {
            return EventStreamsTest.this.server(
                    (request, events) -> floods(events), sse -> sse.overflow(overflow).buffer(5));
        }

        private RawClient ask(Server server) {
            return RawClient.tcp(server.port("web"))
                    .send("GET /events HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        }

        @Test
        void isDisconnectedByThatPolicy() throws Exception {
            try (Server server = server(Overflow.DISCONNECT);
                    RawClient client = ask(server)) {
                assertThat(seen.poll(20, TimeUnit.SECONDS)).contains("takes too little");
                assertThat(client.awaitEnd()).isNotNull();
            }
        }

        @ParameterizedTest
        @EnumSource(
                value = Overflow.class,
                names = {"DROP_OLDEST", "LATEST_ONLY"})
        void missesWhatIsDropped(Overflow overflow) throws Exception {
            try (Server server = server(overflow);
                    RawClient client = ask(server)) {
                assertThat(seen.poll(20, TimeUnit.SECONDS)).isEqualTo("all sent");
                assertThat(Objects.requireNonNull(stream.get()).dropped()).isPositive();
                assertThat(client.readToEnd()).contains("data: 999x");
            }
        }

        @Test
        void isWaitedForByThatPolicy() throws Exception {
            try (Server server = server(Overflow.BLOCK);
                    RawClient client = ask(server)) {
                await().until(() -> stream.get() != null);
                String all = client.readToEnd();
                assertThat(seen.poll(20, TimeUnit.SECONDS)).isEqualTo("all sent");
                assertThat(all.split("data: ", -1)).hasSize(1_001);
            }
        }
    }

    /** Clients that come back. */
    @Nested
    class ARing {

        private final EventRing ring = new EventRing(3);

        @ParameterizedTest
        @EnumSource
        void goesOnWhereAClientWas(HttpClient.Version version) throws Exception {
            try (Server server = server(ring, sse -> {})) {
                for (String text : new String[] {"a", "b", "c"}) {
                    ring.publish(text);
                }
                try (EventSource client = open(server, version, "1")) {
                    assertThat(client.next()).isEqualTo("retry: 3000");
                    assertThat(client.next()).isEqualTo("id: 2");
                    assertThat(client.next()).isEqualTo("data: b");
                    assertThat(client.next()).isEqualTo("id: 3");
                    assertThat(client.next()).isEqualTo("data: c");
                    ring.publish(Event.builder().id("own").data("d").build());
                    assertThat(client.next()).isEqualTo("id: own");
                    assertThat(client.next()).isEqualTo("data: d");
                }
                try (EventSource client = open(server, version, "own")) {
                    assertThat(client.next()).isEqualTo("retry: 3000");
                    ring.publish("e");
                    assertThat(client.next()).isEqualTo("id: 5");
                }
            }
        }

        @Test
        void saysThatEventsAreMissing() throws Exception {
            try (Server server = server(ring, sse -> {})) {
                for (int n = 1; n <= 5; n++) {
                    ring.publish("n" + n);
                }
                try (EventSource client = open(server, HttpClient.Version.HTTP_1_1, "1")) {
                    assertThat(client.next()).isEqualTo("retry: 3000");
                    assertThat(client.next()).isEqualTo(": events before this are no longer kept");
                    assertThat(client.next()).isEqualTo("id: 3");
                }
            }
        }

        @Test
        void beginsANewClientWithWhatIsPublishedNext() throws Exception {
            CountDownLatch inside = new CountDownLatch(1);
            try (Server server =
                            server(
                                    (request, events) -> {
                                        ring.publish("before");
                                        inside.countDown();
                                        ring.handle(request, events);
                                    },
                                    sse -> {});
                    EventSource client = open(server, HttpClient.Version.HTTP_1_1)) {
                assertThat(client.next()).isEqualTo("retry: 3000");
                assertThat(inside.await(10, TimeUnit.SECONDS)).isTrue();
                // It follows a moment after it has said so.
                FutureTask<@Nullable String> first = new FutureTask<>(client::next);
                Thread.startVirtualThread(first);
                await().until(
                                () -> {
                                    ring.publish("after");
                                    return first.isDone();
                                });
                assertThat(first.get()).startsWith("id: ");
                assertThat(client.next()).isEqualTo("data: after");
            }
        }
    }

    private void waits(ServerRequest request, EventStream events) throws InterruptedException {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            seen.add("interrupted");
            throw e;
        }
    }

    private Server server(EventStreamHandler handler, Consumer<SseConfig.Builder> sse) {
        return server(routes -> routes.sse("/events", handler, sse));
    }

    private static Server server(Consumer<Routes> routes) {
        return Server.builder()
                .listener(
                        "web",
                        listener -> listener.port(0).protocols("http", "sse").routing(routes))
                .build()
                .start();
    }

    private static EventSource open(Server server, HttpClient.Version version) throws Exception {
        return open(server, version, null);
    }

    private static EventSource open(
            Server server, HttpClient.Version version, @Nullable String lastEventId)
            throws Exception {
        return EventSource.open(server.port("web"), version, lastEventId);
    }
}
