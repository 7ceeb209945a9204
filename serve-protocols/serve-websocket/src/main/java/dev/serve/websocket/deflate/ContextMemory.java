package dev.serve.websocket.deflate;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What the compression contexts of all sessions of a listener take; who finds no room goes without
 * memory between messages. Thread-safe.
 */
public final class ContextMemory {

    private final AtomicLong taken = new AtomicLong();

    /** Nothing taken. */
    public ContextMemory() {}

    /**
     * Takes room for a session.
     *
     * @param most what all may take together
     * @return what fits: the offer, or the offer without takeover
     */
    public Deflation take(Deflation offer, long most) {
        long wanted = offer.memory();
        if (taken.addAndGet(wanted) <= most) {
            return offer;
        }
        taken.addAndGet(-wanted);
        return offer.withoutTakeover();
    }

    /** Gives back what a session had taken. */
    public void giveBack(Deflation agreed) {
        taken.addAndGet(-agreed.memory());
    }

    /** Bytes taken. */
    public long taken() {
        return taken.get();
    }
}
