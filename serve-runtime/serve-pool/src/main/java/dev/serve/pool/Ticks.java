package dev.serve.pool;

import java.util.concurrent.TimeUnit;

/**
 * The time as the last sweep saw it, for what need not be exact: reading it costs a load, where
 * asking the clock costs 20 ns. It also numbers the slots of every {@link Window}.
 */
final class Ticks {

    /** Slots of a window. */
    static final int SLOTS = 12;

    /** How long one slot is. */
    static final long SLOT_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final long start;
    private volatile long now;
    private volatile long slot;

    Ticks(long nowNanos) {
        this.start = nowNanos;
        this.now = nowNanos;
    }

    /** At the beginning of each sweep; one caller at a time. */
    void tick(long nowNanos) {
        now = nowNanos;
    }

    /** The slot that now belongs to, counted from 0. */
    long slotAt(long nowNanos) {
        return (nowNanos - start) / SLOT_NANOS;
    }

    /** Makes a slot the current one, after every window has emptied it. */
    void enter(long next) {
        slot = next;
    }

    long now() {
        return now;
    }

    long slot() {
        return slot;
    }

    /** How much time the slots hold, in seconds; at least 1. */
    double covered(long nowNanos) {
        long oldest = Math.max(0, slot - SLOTS + 1);
        return Math.max(1, (nowNanos - start - oldest * SLOT_NANOS) / 1e9);
    }
}
