package dev.serve.http.h2;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** What the peer takes on one stream, and what waits for more of it. Thread-safe. */
final class SendWindow {

    private final Outbox outbox;

    /** May be negative, when the peer has made its windows smaller. */
    private final AtomicInteger left;

    private final AtomicReference<@Nullable Content> blocked = new AtomicReference<>();

    SendWindow(Outbox outbox, int size) {
        this.outbox = outbox;
        this.left = new AtomicInteger(size);
    }

    int left() {
        return left.get();
    }

    /** Takes from it, when so much has been sent. */
    void takes(int bytes) {
        left.addAndGet(-bytes);
    }

    /**
     * Changes it.
     *
     * @return false if it would become too large
     */
    boolean widen(int by) {
        int before;
        do {
            before = left.get();
            if ((long) before + by > Frame.LARGEST_WINDOW) {
                return false;
            }
        } while (!left.compareAndSet(before, before + by));
        if (before + by > 0) {
            Content waiting = blocked.getAndSet(null);
            if (waiting != null) {
                outbox.post(waiting);
            }
        }
        return true;
    }

    /** Content waits; by the holder of the outbox. */
    void blocks(Content content) {
        blocked.set(content);
        boolean goesOn = left.get() > 0 || content.stream().isReset();
        if (goesOn && blocked.getAndSet(null) != null) {
            // It has grown in the meantime.
            outbox.post(content);
        }
    }
}
