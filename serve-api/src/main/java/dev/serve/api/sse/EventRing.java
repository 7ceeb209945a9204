package dev.serve.api.sse;

import io.helidon.webserver.http.ServerRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One stream of events for any number of clients, of which the last ones are kept, so that a client
 * that comes back goes on where it was:
 *
 * <pre>{@code
 * EventRing news = new EventRing(1_000);
 * routes.sse("/news", news);
 * news.publish("a line");
 * }</pre>
 *
 * <p>Each client is served by its own thread at its own pace, from the ring; publishing waits for
 * nobody. Who falls behind by more than the ring holds, or comes back with an id that is not kept,
 * is told by a comment that events are missing, and goes on with the oldest. Events without an id
 * get one that counts from 1. Thread-safe.
 */
public final class EventRing implements EventStreamHandler {

    private static final int BATCH = 64;

    private final Event[] ring;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition published = lock.newCondition();
    private long next; // guarded by lock: events published so far

    /**
     * An empty stream.
     *
     * @param capacity how many events are kept, from 1
     */
    public EventRing(int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity: " + capacity + " (expected: >= 1)");
        }
        ring = new Event[capacity];
    }

    /**
     * Publishes an event to all clients, and keeps it.
     *
     * @return the event with its id
     */
    public Event publish(Event event) {
        lock.lock();
        try {
            Event kept = event.id() == null ? event.withId(Long.toString(next + 1)) : event;
            ring[(int) (next % ring.length)] = kept;
            next++;
            published.signalAll();
            return kept;
        } finally {
            lock.unlock();
        }
    }

    /** Publishes an event with data alone. */
    public Event publish(String data) {
        return publish(Event.of(data));
    }

    /** Sends what a client has missed, then everything that is published, until its stream ends. */
    @Override
    public void handle(ServerRequest request, EventStream events) throws InterruptedException {
        long position = begin(events);
        while (true) {
            List<Event> batch;
            boolean missing;
            lock.lockInterruptibly();
            try {
                while (position == next) {
                    published.await();
                }
                missing = position < oldest();
                position = Math.max(position, oldest());
                batch = from(position, BATCH);
                position += batch.size();
            } finally {
                lock.unlock();
            }
            if (missing) {
                events.send(Event.comment("events before this are no longer kept"));
            }
            batch.forEach(events::send);
        }
    }

    /** Where a client begins: behind the event that it has, else with what is published next. */
    private long begin(EventStream events) {
        Optional<String> last = events.lastEventId().filter(id -> !id.isEmpty());
        lock.lock();
        try {
            if (last.isEmpty()) {
                return next;
            }
            long position = positionAfter(last.get());
            return position >= 0 ? position : -1;
        } finally {
            lock.unlock();
        }
    }

    private long oldest() {
        return Math.max(0, next - ring.length);
    }

    /** With the lock: the position behind an event; -1 if it is not kept. */
    private long positionAfter(String id) {
        for (long at = next - 1; at >= oldest(); at--) {
            if (id.equals(at(at).id())) {
                return at + 1;
            }
        }
        return -1;
    }

    private Event at(long position) {
        return ring[(int) (position % ring.length)];
    }

    private List<Event> from(long position, int most) {
        List<Event> batch = new ArrayList<>();
        for (long at = position; at < next && batch.size() < most; at++) {
            batch.add(at(at));
        }
        return batch;
    }
}
