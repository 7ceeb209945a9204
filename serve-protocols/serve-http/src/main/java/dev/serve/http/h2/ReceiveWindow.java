package dev.serve.http.h2;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the peer may send on all streams together: as much as the connection may hold of request
 * bodies, and again as handlers read.
 */
final class ReceiveWindow {

    private static final long OPEN = Long.MIN_VALUE;

    private final Outbox outbox;
    private final int full;
    private final AtomicLong left;
    private final AtomicInteger read = new AtomicInteger();
    private volatile long shutSince = OPEN;

    ReceiveWindow(Outbox outbox, int full) {
        this.outbox = outbox;
        this.full = full;
        this.left = new AtomicLong(full);
    }

    /** What it is from the beginning, beyond what every connection has. */
    int beyondFirst() {
        return full - Frame.FIRST_WINDOW;
    }

    /**
     * A frame of so many bytes has begun; by the thread that reads.
     *
     * @param nowNanos when
     * @throws ConnectionError if it is beyond the window
     */
    void begins(int length, long nowNanos) throws ConnectionError {
        long now = left.addAndGet(-length);
        if (now < Frame.SMALLEST_MAX && shutSince == OPEN) {
            shutSince = nowNanos;
        }
        if (now < 0) {
            throw new ConnectionError(
                    ErrorCode.FLOW_CONTROL_ERROR, "DATA beyond the window of the connection");
        }
    }

    /** How long the peer has been unable to send a whole frame, because too much is unread. */
    long shutFor(long nowNanos) {
        long since = shutSince;
        return since == OPEN ? 0 : nowNanos - since;
    }

    /**
     * So many bytes are no longer held; by any thread, and without waiting. The window opens by
     * halves, and sooner when little of it is left.
     */
    void consumed(int bytes) {
        if (bytes == 0) {
            return;
        }
        int given = read.addAndGet(bytes);
        if (given < full / 2 && given < left.get()) {
            return;
        }
        int increment = read.getAndSet(0);
        if (increment > 0) {
            if (left.addAndGet(increment) >= Frame.SMALLEST_MAX) {
                shutSince = OPEN;
            }
            outbox.post((out, schedule) -> out.windowUpdate(0, increment));
            outbox.kick();
        }
    }
}
