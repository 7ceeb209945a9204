package dev.serve.http.h2;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the peer may send on all streams together: as much as the connection may hold of request
 * bodies, and again as handlers read.
 */
final class ReceiveWindow {

    private final Outbox outbox;
    private final int full;
    private final AtomicLong left;
    private final AtomicInteger read = new AtomicInteger();

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
     * @throws ConnectionError if it is beyond the window
     */
    void begins(int length) throws ConnectionError {
        if (left.addAndGet(-length) < 0) {
            throw new ConnectionError(
                    ErrorCode.FLOW_CONTROL_ERROR, "DATA beyond the window of the connection");
        }
    }

    /** So many bytes are no longer held; by any thread, and without waiting. */
    void consumed(int bytes) {
        if (bytes == 0 || read.addAndGet(bytes) < full / 2) {
            return;
        }
        int increment = read.getAndSet(0);
        if (increment > 0) {
            left.addAndGet(increment);
            outbox.post((out, schedule) -> out.windowUpdate(0, increment));
            outbox.kick();
        }
    }
}
