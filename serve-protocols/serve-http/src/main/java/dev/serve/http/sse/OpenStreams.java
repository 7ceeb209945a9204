package dev.serve.http.sse;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The open streams of one route, looked after in one virtual thread that is there while any is.
 * Thread-safe.
 */
final class OpenStreams {

    /** No look is nearer to the one before. */
    private static final long SHORTEST_ROUND = 5_000_000;

    private final Set<OpenStream> open = ConcurrentHashMap.newKeySet();

    /** Guarded by this object's monitor. */
    private @Nullable Thread sweeper;

    void add(OpenStream stream) {
        open.add(stream);
        Thread running;
        synchronized (this) {
            running = sweeper;
            if (running == null) {
                sweeper = Thread.ofVirtual().name("serve-sse-sweeper").start(this::sweepOn);
            }
        }
        LockSupport.unpark(running);
    }

    void remove(OpenStream stream) {
        open.remove(stream);
        if (open.isEmpty()) {
            Thread running;
            synchronized (this) {
                running = sweeper;
            }
            LockSupport.unpark(running);
        }
    }

    private void sweepOn() {
        while (true) {
            synchronized (this) {
                if (open.isEmpty()) {
                    sweeper = null;
                    return;
                }
            }
            LockSupport.parkNanos(sweep(System.nanoTime()));
        }
    }

    /** One round; returns after how many nanoseconds the next is due. */
    long sweep(long now) {
        long due = Long.MAX_VALUE;
        for (OpenStream stream : open) {
            due = Math.min(due, stream.check(now));
        }
        return Math.max(SHORTEST_ROUND, due);
    }
}
