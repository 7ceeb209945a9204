package dev.serve.admin;

import dev.serve.api.event.Subscription;
import dev.serve.api.sse.Event;
import dev.serve.api.sse.EventStream;
import dev.serve.api.sse.EventStreamClosedException;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * {@code GET /events}: the live counters once a second as events {@code counters}, and what happens
 * as events {@code happened}, those that are kept first, or those behind {@code Last-Event-ID}.
 * Whoever falls behind loses the oldest of what waits; whoever may not look any longer is told no
 * more from the next second on.
 */
final class LiveStream {

    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final Events events;
    private final Sampler sampler;
    private final BooleanSupplier admitted;

    /**
     * @param admitted whether who watches still may
     */
    LiveStream(Events events, Sampler sampler, BooleanSupplier admitted) {
        this.events = events;
        this.sampler = sampler;
        this.admitted = admitted;
    }

    /** Serves one stream until it ends. */
    void serve(EventStream stream) throws InterruptedException {
        long[] sent = {events.seen(stream.lastEventNumber().orElse(0))};
        try (Subscription _ = events.watch(told -> happened(stream, told, sent))) {
            events.since(sent[0]).forEach(told -> happened(stream, told, sent));
            while (stream.isOpen() && admitted.getAsBoolean()) {
                stream.send(Event.builder().name("counters").data(sampler.json()).build());
                Thread.sleep(INTERVAL);
            }
        }
    }

    /** Told by several threads: each event once, in order. */
    private static void happened(EventStream stream, Told told, long[] sent) {
        synchronized (sent) {
            if (told.number() <= sent[0]) {
                return;
            }
            sent[0] = told.number();
            try {
                stream.send(
                        Event.builder()
                                .id(Long.toString(told.number()))
                                .name("happened")
                                .data(Json.text(told.fields()))
                                .build());
            } catch (EventStreamClosedException e) {
                // Its handler ends it.
            }
        }
    }
}
