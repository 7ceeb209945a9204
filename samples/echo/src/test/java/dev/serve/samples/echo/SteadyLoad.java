package dev.serve.samples.echo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.serve.testing.RawAnswer;
import dev.serve.testing.RawClient;
import io.grpc.ManagedChannel;
import io.grpc.testing.integration.EmptyProtos;
import io.grpc.testing.integration.TestServiceGrpc;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/** Clients of several protocols that ask without pause, and count for themselves. */
final class SteadyLoad implements AutoCloseable {

    private static final int PATIENCE_SECONDS = 20;

    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicBoolean over = new AtomicBoolean();
    private final Map<String, AtomicLong> counts = new LinkedHashMap<>();
    private final List<WebSocket> sockets = new ArrayList<>();
    private final List<AtomicReference<RawClient>> kept = new ArrayList<>();
    private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();

    private interface Asking {
        void once() throws Exception;
    }

    private void start(String name, Asking asking) {
        AtomicLong count = new AtomicLong();
        counts.put(name + " " + counts.size(), count);
        workers.execute(
                () -> {
                    while (!over.get()) {
                        try {
                            asking.once();
                            count.incrementAndGet();
                        } catch (Exception | AssertionError e) {
                            if (!over.get()) {
                                failures.add(name + ": " + e);
                            }
                            return;
                        }
                    }
                });
    }

    /** One that connects for each request, and one that stays until an answer says not to. */
    void http1(String name, Supplier<RawClient> door) {
        start(
                name + ", a connection each",
                () -> {
                    try (RawClient client = door.get()) {
                        hello(client);
                    }
                });
        AtomicReference<RawClient> staying = new AtomicReference<>();
        kept.add(staying);
        start(
                name + ", one connection",
                () -> {
                    RawClient client = staying.get() == null ? door.get() : staying.get();
                    staying.set(client);
                    if (!hello(client)) {
                        client.close();
                        staying.set(null);
                    }
                });
    }

    private static boolean hello(RawClient client) {
        RawAnswer answer = client.get("/hello");
        assertThat(answer.body()).isEqualTo("hello");
        return answer.header("Connection").filter("close"::equals).isEmpty();
    }

    void http2(HttpClient client, URI uri) {
        HttpRequest request =
                HttpRequest.newBuilder(uri).version(HttpClient.Version.HTTP_2).build();
        start(
                "h2",
                () -> {
                    HttpResponse<String> answer =
                            client.send(request, HttpResponse.BodyHandlers.ofString());
                    assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
                    assertThat(answer.body()).isEqualTo("hello");
                });
    }

    void grpc(ManagedChannel channel) {
        TestServiceGrpc.TestServiceBlockingStub stub = TestServiceGrpc.newBlockingStub(channel);
        start(
                "grpc",
                () ->
                        assertThat(stub.emptyCall(EmptyProtos.Empty.getDefaultInstance()))
                                .isNotNull());
    }

    /** A session that must live as long as the load does. */
    void webSocket(HttpClient client, URI uri) throws Exception {
        SynchronousQueue<String> received = new SynchronousQueue<>();
        WebSocket socket =
                client.newWebSocketBuilder()
                        .buildAsync(uri, new Receiving(received))
                        .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        sockets.add(socket);
        AtomicLong number = new AtomicLong();
        start(
                "websocket",
                () -> {
                    String sent = "message " + number.incrementAndGet();
                    socket.sendText(sent, true).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
                    assertThat(received.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo(sent);
                });
    }

    /**
     * Receives whole messages.
     *
     * @param begun the first parts of one: the client gives out what is in its buffer
     */
    private record Receiving(SynchronousQueue<String> received, StringBuilder begun)
            implements WebSocket.Listener {

        private Receiving(SynchronousQueue<String> received) {
            this(received, new StringBuilder());
        }

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            begun.append(data);
            if (last) {
                offer(begun.toString());
                begun.setLength(0);
            }
            socket.request(1);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            offer("closed with " + code);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            offer(error.toString());
        }

        private void offer(String text) {
            try {
                received.offer(text, PATIENCE_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Waits until every client has had one more answer, or one has failed. */
    void awaitOneAnswerEach() {
        Map<String, Long> before = new LinkedHashMap<>();
        counts.forEach((name, count) -> before.put(name, count.get()));
        await().atMost(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .pollInterval(2, TimeUnit.MILLISECONDS)
                .untilAsserted(
                        () ->
                                assertThat(counts)
                                        .as("failures so far: %s", failures)
                                        .allSatisfy(
                                                (name, count) ->
                                                        assertThat(count.get())
                                                                .isGreaterThan(before.get(name))));
        assertThat(failures).isEmpty();
    }

    List<String> failures() {
        return List.copyOf(failures);
    }

    @Override
    public void close() {
        over.set(true);
        workers.close();
        sockets.forEach(WebSocket::abort);
        for (AtomicReference<RawClient> each : kept) {
            RawClient client = each.get();
            if (client != null) {
                client.close();
            }
        }
    }
}
