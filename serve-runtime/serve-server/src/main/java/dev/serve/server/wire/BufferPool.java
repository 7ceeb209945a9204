package dev.serve.server.wire;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Arrays of one size, kept for whoever needs one next. Nobody ever waits: who finds a stripe taken
 * goes to the next one, and where all are taken or empty a new array is made. What is given back
 * beyond the limit is left to the garbage collector.
 */
final class BufferPool {

    private final int size;
    private final Stripe[] stripes;
    private final LongAdder lent = new LongAdder();

    /**
     * A pool.
     *
     * @param size of one array, in bytes
     * @param keep how many arrays to keep at most
     */
    BufferPool(int size, int keep) {
        this.size = size;
        int count = Integer.highestOneBit(Runtime.getRuntime().availableProcessors() * 2 - 1);
        this.stripes = new Stripe[count];
        for (int i = 0; i < count; i++) {
            stripes[i] = new Stripe(Math.max(1, keep / count));
        }
    }

    int size() {
        return size;
    }

    byte[] borrow() {
        lent.increment();
        int first = stripe();
        for (int i = 0; i < stripes.length; i++) {
            byte[] kept = stripes[first + i & stripes.length - 1].take();
            if (kept != null) {
                return kept;
            }
        }
        return new byte[size];
    }

    /** Takes an array back; one of another size was never lent and is ignored. */
    void giveBack(byte[] buffer) {
        if (buffer.length != size) {
            return;
        }
        lent.decrement();
        int first = stripe();
        for (int i = 0; i < stripes.length; i++) {
            if (stripes[first + i & stripes.length - 1].offer(buffer)) {
                return;
            }
        }
    }

    /** An array that somebody may still write to is gone: nobody else may get it. */
    void forget(byte[] buffer) {
        if (buffer.length == size) {
            lent.decrement();
        }
    }

    /** How many arrays are with borrowers. */
    long lent() {
        return lent.sum();
    }

    private int stripe() {
        return (int) Thread.currentThread().threadId() & stripes.length - 1;
    }

    /** A stack behind a flag that is tried, never waited for. */
    private static final class Stripe {
        private final AtomicBoolean taken = new AtomicBoolean();
        private final byte[] @Nullable [] kept;
        private int count;

        Stripe(int capacity) {
            this.kept = new byte[capacity][];
        }

        byte @Nullable [] take() {
            if (!taken.compareAndSet(false, true)) {
                return null;
            }
            byte[] buffer = null;
            if (count > 0) {
                buffer = kept[--count];
                kept[count] = null;
            }
            taken.setRelease(false);
            return buffer;
        }

        boolean offer(byte[] buffer) {
            if (!taken.compareAndSet(false, true)) {
                return false;
            }
            boolean room = count < kept.length;
            if (room) {
                kept[count++] = buffer;
            }
            taken.setRelease(false);
            return room;
        }
    }
}
