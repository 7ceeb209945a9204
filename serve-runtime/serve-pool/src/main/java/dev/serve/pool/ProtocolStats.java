package dev.serve.pool;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** What the connections of one protocol have done. Any thread. */
final class ProtocolStats {

    private final Ticks ticks;
    private final LongAdder connections = new LongAdder();
    private final AtomicLongArray connectionsBySlot = new AtomicLongArray(Ticks.SLOTS);
    private final LongAdder requestsOfClosed = new LongAdder();
    private final LongAdder bytesInOfClosed = new LongAdder();
    private final LongAdder bytesOutOfClosed = new LongAdder();
    // Made with the first request: most listeners speak one or two protocols.
    private volatile @Nullable Window window;

    ProtocolStats(Ticks ticks) {
        this.ticks = ticks;
    }

    void connectionBegins() {
        connections.increment();
        connectionsBySlot.getAndIncrement((int) (ticks.slot() % Ticks.SLOTS));
    }

    /** A connection is gone; all it did counts for the protocol that it spoke last. */
    void connectionEnds(long requests, long bytesIn, long bytesOut) {
        requestsOfClosed.add(requests);
        bytesInOfClosed.add(bytesIn);
        bytesOutOfClosed.add(bytesOut);
    }

    void requestEnds(long nanos, boolean failed) {
        Window there = window;
        (there == null ? opened() : there).add(nanos, failed);
    }

    private synchronized Window opened() {
        Window there = window;
        if (there == null) {
            there = new Window(ticks);
            window = there;
        }
        return there;
    }

    /** Empties a slot before it becomes the current one. */
    void clear(long slot) {
        connectionsBySlot.set((int) (slot % Ticks.SLOTS), 0);
        Window there = window;
        if (there != null) {
            there.clear(slot);
        }
    }

    /** Adds all of it to {@code sum}. */
    void addTo(Sum sum) {
        sum.connections += connections.sum();
        for (int i = 0; i < Ticks.SLOTS; i++) {
            sum.recentConnections += connectionsBySlot.get(i);
        }
        sum.requests += requestsOfClosed.sum();
        sum.bytesIn += bytesInOfClosed.sum();
        sum.bytesOut += bytesOutOfClosed.sum();
        Window there = window;
        if (there != null) {
            there.addTo(sum.latencies);
        }
    }

    /** What is being summed up; one thread. */
    static final class Sum {
        final Latencies latencies = new Latencies();
        long connections;
        long recentConnections;
        long requests;
        long bytesIn;
        long bytesOut;
        int active;
        int idle;
        int inFlight;
    }
}
