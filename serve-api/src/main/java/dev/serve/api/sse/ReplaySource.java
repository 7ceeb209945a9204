package dev.serve.api.sse;

import java.util.List;

/**
 * Where the events of a stream are kept for clients that come back with {@code Last-Event-ID}.
 * Thread-safe. {@link EventRing} keeps the last ones in memory.
 */
@FunctionalInterface
public interface ReplaySource {

    /**
     * What has been published after an event.
     *
     * @param lastEventId the last one that the client has
     */
    Replay after(String lastEventId);

    /**
     * What was missed.
     *
     * @param events in order, each with its id
     * @param complete false if the event that the client has is not known any longer, so that
     *     events between may be missing
     */
    record Replay(List<Event> events, boolean complete) {

        /** Copies the list. */
        public Replay {
            events = List.copyOf(events);
        }
    }
}
