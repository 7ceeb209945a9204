package dev.serve.pool;

import dev.serve.api.pool.CloseReason;
import org.jspecify.annotations.Nullable;

/** Why a connection is to end, and why it has ended. Any thread. */
final class Ending {

    private volatile @Nullable CloseReason drain;
    private volatile @Nullable CloseReason end;
    private volatile boolean cut;
    private boolean closed; // guarded by this

    /** It is to take nothing new; the first reason counts. */
    synchronized void drain(CloseReason reason) {
        if (drain == null) {
            drain = reason;
        }
    }

    boolean isDraining() {
        return drain != null;
    }

    /** It is about to end; the first reason counts. */
    synchronized void end(CloseReason reason) {
        if (end == null) {
            end = reason;
        }
    }

    /** It is to end now. */
    void cut(CloseReason reason) {
        cut = true;
        end(reason);
    }

    /** Whether it was told to end now, so that nobody tells it again. */
    boolean isCut() {
        return cut;
    }

    /** Why it is about to end; null while it is not. */
    @Nullable CloseReason reason() {
        return end;
    }

    /** It has ended, for the reason that is returned; null if it had before. */
    synchronized @Nullable CloseReason close() {
        if (closed) {
            return null;
        }
        closed = true;
        CloseReason last = last();
        end = last;
        return last;
    }

    /** A drain explains a normal end, and nothing else. */
    private CloseReason last() {
        CloseReason told = end;
        CloseReason drained = drain;
        boolean normal = told == null || told == CloseReason.PEER || told == CloseReason.DONE;
        if (normal && drained != null) {
            return drained;
        }
        return told == null ? CloseReason.DONE : told;
    }
}
