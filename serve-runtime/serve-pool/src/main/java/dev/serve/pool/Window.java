package dev.serve.pool;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * The requests of the last minute: how many, how many failed, and how long they took, in buckets
 * that are an eighth of a power of two wide. Memory is fixed (25 KiB for each stripe), and
 * recording allocates nothing.
 *
 * <p>A slot of five seconds is one row. Rows have stripes, since threads that count into one place
 * slow each other down; a row is summed when it is asked for.
 */
final class Window {

    private static final int STRIPES =
            Math.min(4, Integer.highestOneBit(Runtime.getRuntime().availableProcessors()));

    private static final int FAILED = 0;
    private static final int NANOS = 1;
    private static final int BUCKETS = 8;
    private static final int STRIDE = BUCKETS + Latencies.BUCKETS;
    private static final int ROW = STRIPES * STRIDE;

    private final Ticks ticks;
    private final AtomicLongArray cells = new AtomicLongArray(Ticks.SLOTS * ROW);

    Window(Ticks ticks) {
        this.ticks = ticks;
    }

    /** A request has ended. */
    void add(long nanos, boolean failed) {
        int stripe = (int) Thread.currentThread().threadId() & (STRIPES - 1);
        int row = (int) (ticks.slot() % Ticks.SLOTS) * ROW + stripe * STRIDE;
        cells.getAndAdd(row + NANOS, nanos);
        cells.getAndIncrement(row + BUCKETS + Latencies.bucket(nanos));
        if (failed) {
            cells.getAndIncrement(row + FAILED);
        }
    }

    /** Empties a slot before it becomes the current one. */
    void clear(long slot) {
        int row = (int) (slot % Ticks.SLOTS) * ROW;
        for (int i = 0; i < ROW; i++) {
            cells.set(row + i, 0);
        }
    }

    /** Adds all of it to {@code sum}. */
    void addTo(Latencies sum) {
        for (int row = 0; row < cells.length(); row += STRIDE) {
            sum.failed += cells.get(row + FAILED);
            sum.nanos += cells.get(row + NANOS);
            for (int i = 0; i < Latencies.BUCKETS; i++) {
                sum.counts[i] += cells.get(row + BUCKETS + i);
            }
        }
    }
}
