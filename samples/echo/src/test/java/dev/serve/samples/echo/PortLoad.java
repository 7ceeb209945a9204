package dev.serve.samples.echo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.serve.testing.RawAnswer;
import dev.serve.testing.RawClient;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.testing.integration.EmptyProtos;
import io.grpc.testing.integration.TestServiceGrpc;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Clients of one set of ports: they ask without pause from before anybody listens there until
 * nobody does any longer, and count for themselves. From the first connection on, one that is
 * refused is a failure, until the server has been asked to leave.
 */
final class PortLoad implements AutoCloseable {

    private static final int PATIENCE_SECONDS = 20;
    private static final long EARLY_PAUSE_MILLIS = 1;

    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch over = new CountDownLatch(1);
    private final AtomicBoolean leaving = new AtomicBoolean();
    private final AtomicInteger asking = new AtomicInteger();
    private final Map<String, AtomicInteger> answered = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
    private final Door web = new Door();
    private final Door tls = new Door();
    private final Door rpc = new Door();

    PortLoad(Ports ports, HttpClient http, SSLContext trusting) {
        Supplier<RawClient> plain = () -> web.connect(ports.web());
        Supplier<RawClient> secure = () -> tls.connect(ports.tls());
        start("plain, a connection each", web, new OneEach(plain, UnaryOperator.identity()));
        start("plain, one connection", web, new Staying(plain));
        start("tls, a connection each", tls, new OneEach(secure, each -> each.tls(trusting)));
        start(
                "h2",
                tls,
                new Http2(http, URI.create("https://localhost:" + ports.tls() + "/hello")));
        start("grpc", rpc, new Calls(ports.rpc()));
    }

    /** What the clients of one port share. */
    private static final class Door {

        private final AtomicBoolean opened = new AtomicBoolean();
        private final AtomicInteger connects = new AtomicInteger();
        private final AtomicInteger late = new AtomicInteger();

        private RawClient connect(int port) {
            RawClient client;
            try {
                client = RawClient.tcp(port);
            } catch (UncheckedIOException e) {
                throw new Unreached(e);
            }
            opened.set(true);
            connects.incrementAndGet();
            return client;
        }
    }

    /**
     * Nobody listens: the connection was refused, or reset before it was known to be there, as the
     * socket closed in that moment.
     */
    private static final class Unreached extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private Unreached(UncheckedIOException cause) {
            super(cause);
        }
    }

    /** Asks once; closed at the end. */
    private interface Asking extends AutoCloseable {

        void once() throws Exception;

        @Override
        default void close() {}
    }

    /** The first request of a connection got no answer. */
    private static final class Unheard extends Exception {

        private static final long serialVersionUID = 1L;

        private Unheard(Throwable cause) {
            super(cause);
        }
    }

    private void start(String name, Door door, Asking client) {
        AtomicInteger count = new AtomicInteger();
        answered.put(name, count);
        asking.incrementAndGet();
        workers.execute(
                () -> {
                    try (client) {
                        ask(name, door, client, count);
                    } finally {
                        asking.decrementAndGet();
                    }
                });
    }

    private void ask(String name, Door door, Asking client, AtomicInteger count) {
        while (over.getCount() > 0) {
            boolean wasOpen = door.opened.get();
            try {
                client.once();
                door.opened.set(true);
                count.incrementAndGet();
            } catch (Exception | AssertionError e) {
                if (isRefused(e) && leaving.get()) {
                    return;
                } else if (isRefused(e) && !wasOpen) {
                    if (isOverSoon()) {
                        return;
                    }
                } else if (e instanceof Unheard && leaving.get()) {
                    door.late.incrementAndGet();
                } else {
                    failures.add(name + " after " + count + " answers: " + e);
                    return;
                }
            }
        }
    }

    /** Between one attempt that comes too early and the next. */
    private boolean isOverSoon() {
        try {
            return over.await(EARLY_PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private static boolean isRefused(Throwable failure) {
        Throwable at = failure;
        while (at != null) {
            if (at instanceof ConnectException || at instanceof Unreached) {
                return true;
            }
            at = at.getCause();
        }
        return false;
    }

    private static RawAnswer first(RawClient client) throws Unheard {
        try {
            return client.get("/hello");
        } catch (RuntimeException | AssertionError e) {
            throw new Unheard(e);
        }
    }

    private static boolean isLast(RawAnswer answer) {
        assertThat(answer.body()).isEqualTo("hello");
        return answer.header("Connection").filter("close"::equals).isPresent();
    }

    private record OneEach(Supplier<RawClient> door, UnaryOperator<RawClient> handshake)
            implements Asking {

        @Override
        public void once() throws Unheard {
            try (RawClient client = door.get()) {
                RawClient ready;
                try {
                    ready = handshake.apply(client);
                } catch (RuntimeException | AssertionError e) {
                    throw new Unheard(e);
                }
                isLast(first(ready));
            }
        }
    }

    /** Stays until an answer says not to. */
    private static final class Staying implements Asking {

        private final Supplier<RawClient> door;
        private @Nullable RawClient open;

        private Staying(Supplier<RawClient> door) {
            this.door = door;
        }

        @Override
        public void once() throws Unheard {
            RawClient client = open;
            RawAnswer answer;
            if (client == null) {
                client = door.get();
                open = client;
                answer = firstOrNone(client);
            } else {
                answer = client.get("/hello");
            }
            if (isLast(answer)) {
                close();
            }
        }

        private RawAnswer firstOrNone(RawClient client) throws Unheard {
            try {
                return first(client);
            } catch (Unheard e) {
                close();
                throw e;
            }
        }

        @Override
        public void close() {
            RawClient client = open;
            open = null;
            if (client != null) {
                client.close();
            }
        }
    }

    private record Http2(HttpClient client, URI uri) implements Asking {

        @Override
        public void once() throws Exception {
            HttpResponse<String> answer =
                    client.send(
                            HttpRequest.newBuilder(uri)
                                    .version(HttpClient.Version.HTTP_2)
                                    .timeout(Duration.ofSeconds(PATIENCE_SECONDS))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
            assertThat(answer.body()).isEqualTo("hello");
        }
    }

    /** A new channel after each failure: one that was refused waits long before it tries again. */
    private static final class Calls implements Asking {

        private final int port;
        private @Nullable ManagedChannel channel;

        private Calls(int port) {
            this.port = port;
        }

        @Override
        public void once() {
            ManagedChannel open = channel;
            if (open == null) {
                open =
                        Grpc.newChannelBuilder(
                                        "dns:///127.0.0.1:" + port,
                                        InsecureChannelCredentials.create())
                                .build();
                channel = open;
            }
            try {
                assertThat(
                                TestServiceGrpc.newBlockingStub(open)
                                        .withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS)
                                        .emptyCall(EmptyProtos.Empty.getDefaultInstance()))
                        .isNotNull();
            } catch (RuntimeException e) {
                close();
                throw e;
            }
        }

        @Override
        public void close() {
            ManagedChannel open = channel;
            channel = null;
            if (open != null) {
                open.shutdownNow();
            }
        }
    }

    /** Waits until every client has been answered, and once more. */
    void awaitAnswers() {
        Map<String, Integer> before = new ConcurrentHashMap<>();
        answered.forEach((name, count) -> before.put(name, count.get()));
        await().atMost(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .pollInterval(2, TimeUnit.MILLISECONDS)
                .untilAsserted(
                        () ->
                                assertThat(answered)
                                        .as("failures so far: %s", failures)
                                        .allSatisfy(
                                                (name, count) ->
                                                        assertThat(count.get())
                                                                .isGreaterThan(before.get(name))));
        assertThat(failures).isEmpty();
    }

    /** The server is about to be asked to leave: from now on a client may be refused, once. */
    void mayBeRefused() {
        leaving.set(true);
    }

    /** Waits until each client has found that nobody listens any longer. */
    void awaitEnd() {
        await().atMost(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .pollInterval(2, TimeUnit.MILLISECONDS)
                .until(() -> asking.get() == 0);
    }

    /** How often each client has been answered. */
    Map<String, Integer> answered() {
        Map<String, Integer> counts = new TreeMap<>();
        answered.forEach((name, count) -> counts.put(name, count.get()));
        return counts;
    }

    List<String> failures() {
        return List.copyOf(failures);
    }

    /** Connections to the port {@code web} that the server has accepted, by the clients' count. */
    int webConnects() {
        return web.connects.get() - web.late.get();
    }

    /**
     * Connections that the system completed after the server had accepted its last one, and reset
     * when the server closed its socket.
     */
    int late() {
        return web.late.get() + tls.late.get();
    }

    @Override
    public void close() {
        over.countDown();
        leaving.set(true);
        workers.close();
    }
}
