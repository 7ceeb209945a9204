package dev.serve.pool;

import dev.serve.api.pool.CloseReason;
import org.jspecify.annotations.Nullable;

/**
 * Why a connection is to end, and why it has ended; carries that wish to the connection, which is
 * attached later than the first wish may come. Any thread.
 */
final class Ending {

    // Written before "told" is read, as that is before it, so that a connection attached
    // during a drain is told by one of the two.
    private volatile @Nullable Pooled connection;

    private volatile boolean told;

    private volatile @Nullable CloseReason drain;
    private volatile @Nullable CloseReason end;
    private volatile boolean cut;
    private boolean closed; // guarded by this

    /** Attaches the connection, once; it is drained at once if that is wished already. */
    void attach(Pooled attached) {
        connection = attached;
        if (told) {
            attached.drain();
        }
    }

    /** Null before it is attached. */
    @Nullable Pooled connection() {
        return connection;
    }

    /** It is to take nothing new, and knows; the first reason counts. */
    synchronized void retire(CloseReason reason) {
        if (drain == null) {
            drain = reason;
        }
    }

    /** It is to take nothing new, and is told. */
    void drain(CloseReason reason) {
        retire(reason);
        told = true;
        Pooled attached = connection;
        if (attached != null) {
            attached.drain();
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
    void abort(CloseReason reason) {
        cut(reason);
        Pooled attached = connection;
        if (attached == null) {
            return;
        }
        if (reason == CloseReason.ABORTED) {
            attached.cut();
        } else {
            attached.abort();
        }
    }

    /** As {@link #abort}, and its thread is interrupted. */
    void interrupt(CloseReason reason) {
        abort(reason);
        Pooled attached = connection;
        if (attached != null) {
            attached.interrupt();
        }
    }

    /** It is to answer in place of its handler, and to end. */
    void answerTimeout(CloseReason reason, boolean bodyUnfinished) {
        cut(reason);
        Pooled attached = connection;
        if (attached != null) {
            attached.answerTimeout(bodyUnfinished);
        }
    }

    private void cut(CloseReason reason) {
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
        boolean normal =
                told == null
                        || told == CloseReason.PEER
                        || told == CloseReason.DONE
                        || told == CloseReason.KEEP_ALIVE_TIMEOUT;
        if (normal && drained != null) {
            return drained;
        }
        return told == null ? CloseReason.DONE : told;
    }
}
