package dev.serve.http.h2;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** What the peer takes on one stream, and what waits for more of it. Thread-safe. */
final class SendWindow {

    private final Outbox outbox;

    /** May be negative, when the peer has made its windows smaller. */
    private final AtomicInteger left;

    /** By how much it grows when the settings that say so have been acknowledged. */
    private final AtomicInteger promised = new AtomicInteger();

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
            if (isTooLarge(before, by)) {
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

    /**
     * As {@link #widen}, but nothing is sent for it until {@link #keep}: a peer that waits for our
     * acknowledgement sees it first. By the thread that reads.
     *
     * @return false if it would become too large
     */
    boolean promise(int by) {
        if (isTooLarge(left.get(), by)) {
            return false;
        }
        promised.addAndGet(by);
        return true;
    }

    /** What was promised is given; by the holder of the outbox. */
    void keep(int by) {
        promised.addAndGet(-by);
        widen(by);
    }

    private boolean isTooLarge(int size, int by) {
        return (long) size + promised.get() + by > Frame.LARGEST_WINDOW;
    }

    /** Whether content waits for it to grow. */
    boolean isBlocked() {
        return blocked.get() != null;
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
