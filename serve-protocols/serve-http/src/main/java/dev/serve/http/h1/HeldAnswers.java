package dev.serve.http.h1;

import dev.serve.api.spi.Wire;
import java.io.IOException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Finished answers of one connection that are gathered while the handler of a later request is at
 * work. Until that answers, its connection does not write, and lends the output: {@link
 * LateAnswers} writes what has waited for too long.
 */
final class HeldAnswers {

    private final Wire wire;
    private final LateAnswers late;

    /** Its one permit is the right to write; the connection has it from the beginning. */
    private final Semaphore output = new Semaphore(0);

    private final AtomicBoolean listed = new AtomicBoolean();

    /** Counts the handlers that were begun with answers held. */
    private volatile int handlers;

    /** The same, for its only writer. */
    private int begun;

    /** Whether there may be something to write. */
    private volatile boolean active;

    /** Whether the output is lent; the connection's own. */
    private boolean lent;

    /** The handler that was at work at the last look; of {@link LateAnswers} alone. */
    private int seen;

    HeldAnswers(Wire wire, LateAnswers late) {
        this.wire = wire;
        this.late = late;
    }

    /** A handler begins. */
    void lend() {
        lent = true;
        active = true;
        handlers = ++begun;
        output.release();
        if (!listed.get() && listed.compareAndSet(false, true)) {
            late.add(this);
        }
    }

    /** The connection writes again, or is about to; waits while somebody else does. */
    void takeBack() {
        if (lent) {
            lent = false;
            output.acquireUninterruptibly();
        }
    }

    /** Nothing is held any longer. */
    void rest() {
        active = false;
    }

    /** Looks once in a while; false when there is no need to look again. */
    boolean look() {
        int now = handlers;
        if (active && now != seen) {
            seen = now;
            return true;
        }
        if (active) {
            // Not here: a client that takes nothing must not make others wait.
            Thread.ofVirtual().name("serve-late-answer").start(() -> write(now));
        }
        listed.set(false);
        // What was lent between the two is seen by one of them.
        return active && handlers != now && listed.compareAndSet(false, true);
    }

    private void write(int handler) {
        if (!output.tryAcquire()) {
            return;
        }
        try {
            if (handlers == handler) {
                wire.flush();
            }
        } catch (IOException e) {
            // The connection finds out when it writes.
        } finally {
            output.release();
        }
    }
}
