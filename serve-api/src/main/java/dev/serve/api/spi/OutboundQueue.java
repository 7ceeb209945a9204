package dev.serve.api.spi;

import dev.serve.api.config.Overflow;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * What waits to be written to one peer, within bounds, and who writes it.
 *
 * <p>Whoever puts something in while nobody writes has {@link #write} called, which is the writer
 * until {@link #rests} says that it is done; so there is one writer at a time, and none while
 * nothing waits. One item always fits an empty queue.
 *
 * <p>Thread-safe; {@link #poll} and {@link #rests} are the writer's own. State is guarded by this
 * object's monitor; {@link #write} is called without it.
 *
 * @param <T> an item
 */
public abstract class OutboundQueue<T> {

    /** What became of an item. */
    public enum Put {
        /** It is on its way. */
        TAKEN,
        /** There is no room, nor was there in the time given; the policy says to disconnect. */
        FULL,
        /** Nothing is taken any longer. */
        CLOSED
    }

    private final ArrayDeque<T> waiting = new ArrayDeque<>(0);
    private long bytes;
    private long dropped;
    private boolean writing;
    private boolean closed;
    private boolean ended;

    /** Empty. */
    protected OutboundQueue() {}

    /** Items that may wait, as of now; from 1. */
    protected abstract int mostItems();

    /** Bytes that may wait, as of now. */
    protected abstract long mostBytes();

    /** What an item counts for, in bytes. */
    protected abstract int cost(T item);

    /** Writes, or has somebody write, until {@link #rests} says true. */
    protected abstract void write();

    /**
     * Puts an item in.
     *
     * @param overflow what becomes of it when there is no room
     * @param blockNanos how long {@link Overflow#BLOCK} waits for room
     */
    public final Put put(T item, Overflow overflow, long blockNanos) {
        synchronized (this) {
            if (!closed && !fits(item)) {
                switch (overflow) {
                    case DISCONNECT -> {
                        return Put.FULL;
                    }
                    case DROP_OLDEST -> {
                        while (!fits(item)) {
                            drop();
                        }
                    }
                    case LATEST_ONLY -> {
                        while (!waiting.isEmpty()) {
                            drop();
                        }
                    }
                    case BLOCK -> awaitRoom(item, System.nanoTime() + blockNanos);
                }
            }
            if (closed) {
                return Put.CLOSED;
            }
            if (!fits(item)) {
                return Put.FULL;
            }
            add(item);
            if (writing) {
                return Put.TAKEN;
            }
            writing = true;
        }
        write();
        return Put.TAKEN;
    }

    /** With the monitor. */
    private boolean fits(T item) {
        return waiting.isEmpty()
                || (waiting.size() < mostItems() && bytes + cost(item) <= mostBytes());
    }

    private void add(T item) {
        waiting.add(item);
        bytes += cost(item);
    }

    private void drop() {
        T oldest = waiting.poll();
        if (oldest != null) {
            bytes -= cost(oldest);
            dropped++;
        }
    }

    private void awaitRoom(T item, long deadlineNanos) {
        while (!closed && !fits(item)) {
            long left = deadlineNanos - System.nanoTime();
            if (left <= 0) {
                return;
            }
            try {
                wait(left / 1_000_000, (int) (left % 1_000_000));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** Puts an item in if nothing waits and nobody writes; what is of no use later. */
    public final void putIfQuiet(T item) {
        synchronized (this) {
            if (closed || writing || !waiting.isEmpty()) {
                return;
            }
            add(item);
            writing = true;
        }
        write();
    }

    /**
     * Takes nothing more; what waits is still written, and then the last item.
     *
     * @return false if nothing was taken before
     */
    public final boolean close(@Nullable T last) {
        synchronized (this) {
            if (closed) {
                return false;
            }
            closed = true;
            if (last != null) {
                add(last);
            }
            notifyAll();
            if (writing || waiting.isEmpty()) {
                return true;
            }
            writing = true;
        }
        write();
        return true;
    }

    /** Takes nothing more, and drops what waits. */
    public final synchronized void end() {
        closed = true;
        ended = true;
        waiting.clear();
        bytes = 0;
        notifyAll();
    }

    /** The writer takes the next; null if nothing waits. */
    protected final synchronized @Nullable T poll() {
        T item = waiting.poll();
        if (item != null) {
            bytes -= cost(item);
            notifyAll();
        }
        return item;
    }

    /** The writer has flushed; true if it is done, false if more has come. */
    protected final synchronized boolean rests() {
        if (!waiting.isEmpty()) {
            return false;
        }
        writing = false;
        notifyAll();
        return true;
    }

    /** The writer cannot go on: what waits is dropped. */
    protected final synchronized void fails() {
        end();
        writing = false;
        notifyAll();
    }

    /**
     * Waits until everything is written or dropped and nobody writes.
     *
     * @param nanos how long at most
     * @return whether everything was written
     */
    public final synchronized boolean awaitWritten(long nanos) {
        long deadline = System.nanoTime() + nanos;
        boolean interrupted = false;
        while (writing) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                break;
            }
            try {
                wait(left / 1_000_000 + 1);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return !writing && !ended;
    }

    /** Items that {@link Overflow#DROP_OLDEST} and {@link Overflow#LATEST_ONLY} have dropped. */
    public final synchronized long dropped() {
        return dropped;
    }

    /** Items that wait. */
    public final synchronized int waiting() {
        return waiting.size();
    }
}
