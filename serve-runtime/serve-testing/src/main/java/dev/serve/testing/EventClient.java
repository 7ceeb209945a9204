package dev.serve.testing;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Listens to a stream of server-sent events.
 *
 * <pre>{@code
 * try (EventClient events = EventClient.open(http, "/events")) {
 *     assertThat(events.next().data()).isEqualTo("1");
 * }
 * }</pre>
 *
 * <p>Events wait in memory until they are asked for. It does not reconnect. Any thread may use it.
 */
public final class EventClient implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final BlockingQueue<Happening> happenings = new LinkedBlockingQueue<>();
    private final Lines lines = new Lines();
    private final HttpResponse<?> response;

    private sealed interface Happening {
        record Event(ReceivedEvent event) implements Happening {}

        record Ended(@Nullable Throwable failure) implements Happening {}
    }

    private EventClient(TestHttpClient client, HttpRequest request) {
        this.response = client.send(request, info -> new Begun(lines));
    }

    /**
     * The answer is there with its head: a stream may never end, and the JDK's own subscriber of
     * lines has the answer wait for its end.
     */
    private static final class Begun implements BodySubscriber<Void> {

        private final BodySubscriber<Void> below;

        Begun(Lines lines) {
            this.below = BodySubscribers.fromLineSubscriber(lines);
        }

        @Override
        public CompletionStage<Void> getBody() {
            return CompletableFuture.completedStage(null);
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            below.onSubscribe(subscription);
        }

        @Override
        public void onNext(List<ByteBuffer> item) {
            below.onNext(item);
        }

        @Override
        public void onError(Throwable failure) {
            below.onError(failure);
        }

        @Override
        public void onComplete() {
            below.onComplete();
        }
    }

    /**
     * Sends the request and waits for the head of its answer; {@code headers} are names and values
     * in turn, such as {@code Last-Event-ID}.
     *
     * @throws AssertionError if the answer is not 200 with {@code text/event-stream}
     */
    public static EventClient open(TestHttpClient client, String path, String... headers) {
        HttpRequest.Builder request = client.request(path).header("Accept", "text/event-stream");
        if (headers.length > 0) {
            request.headers(headers);
        }
        EventClient events = new EventClient(client, request.build());
        String type = events.response.headers().firstValue("content-type").orElse("none");
        if (events.response.statusCode() != 200 || !type.startsWith("text/event-stream")) {
            events.close();
            throw new AssertionError(
                    path
                            + ": "
                            + events.response.statusCode()
                            + ", content-type "
                            + type
                            + " (expected: 200, text/event-stream)");
        }
        return events;
    }

    /** Head of the answer. */
    public HttpResponse<?> response() {
        return response;
    }

    /**
     * Waits up to five seconds for the next event.
     *
     * @throws AssertionError if none comes in time, or the stream ends
     */
    public ReceivedEvent next() {
        return switch (poll()) {
            case Happening.Event(ReceivedEvent event) -> event;
            case Happening.Ended(Throwable failure) ->
                    throw new AssertionError("the stream ended before the next event", failure);
        };
    }

    /** Waits for as many events; as {@link #next} for each. */
    public List<ReceivedEvent> next(int count) {
        List<ReceivedEvent> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            events.add(next());
        }
        return events;
    }

    /**
     * Waits up to five seconds for the end of the stream.
     *
     * @return what cut it off; empty when it ended in order
     * @throws AssertionError if it does not end in time, or an event comes
     */
    public Optional<Throwable> awaitEnd() {
        return switch (poll()) {
            case Happening.Event(ReceivedEvent event) ->
                    throw new AssertionError(event + " (expected: the end of the stream)");
            case Happening.Ended(Throwable failure) -> Optional.ofNullable(failure);
        };
    }

    /** Leaves the stream, as a browser does that closes its page. */
    @Override
    public void close() {
        lines.cancel();
    }

    private Happening poll() {
        try {
            Happening happening = happenings.poll(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            if (happening == null) {
                throw new AssertionError("no event within " + LIMIT);
            }
            if (happening instanceof Happening.Ended) {
                happenings.add(happening); // the end stays the end, however often it is asked for
            }
            return happening;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for an event", e);
        }
    }

    private final class Lines implements Flow.Subscriber<String> {

        private final EventParser parser = new EventParser();
        private Flow.@Nullable Subscription subscription; // guarded by this
        private boolean left; // guarded by this

        @Override
        public void onSubscribe(Flow.Subscription begun) {
            synchronized (this) {
                subscription = begun;
                if (left) {
                    begun.cancel();
                    return;
                }
            }
            begun.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(String line) {
            parser.line(line).ifPresent(event -> happenings.add(new Happening.Event(event)));
        }

        @Override
        public void onError(Throwable failure) {
            happenings.add(new Happening.Ended(failure));
        }

        @Override
        public void onComplete() {
            happenings.add(new Happening.Ended(null));
        }

        /** The head of an answer may be there a moment before its body can be left. */
        private synchronized void cancel() {
            left = true;
            if (subscription != null) {
                subscription.cancel();
            }
        }
    }
}
