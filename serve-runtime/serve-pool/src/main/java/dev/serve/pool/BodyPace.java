package dev.serve.pool;

import java.util.concurrent.TimeUnit;

/**
 * How fast the body of a request comes, over the time that somebody has waited for it: a handler
 * that reads late does not make its peer slow. Written by the thread that reads, looked at by the
 * reaper.
 */
final class BodyPace {

    /** A body may be slow for so long before its rate counts. */
    private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private volatile long waitingSince = Activity.NEVER;
    private volatile long waited;
    private volatile long came;

    /** A new request: its body begins at nothing. */
    void begins() {
        if (waited != 0) {
            waited = 0;
        }
        if (came != 0) {
            came = 0;
        }
    }

    void waits(long nowNanos) {
        waitingSince = nowNanos;
    }

    /** When somebody began to wait; {@link Activity#NEVER} while nobody does. */
    long waitingSince() {
        return waitingSince;
    }

    /** Bytes have come; in this order, see {@link #isBelow}. */
    void came(int bytes) {
        long before = came;
        came = before + bytes;
    }

    /** After {@link #came}: whoever waited goes on. */
    void goesOn(long nowNanos) {
        long since = waitingSince;
        long before = waited;
        waitingSince = Activity.NEVER;
        waited = before + nowNanos - since;
    }

    /** Nobody waits any longer. */
    void ends() {
        if (waitingSince != Activity.NEVER) {
            waitingSince = Activity.NEVER;
        }
    }

    /**
     * Whether it comes too slowly. What was waited is read before what has come and written after
     * it, so that a peer is never thought slower than it is; and it is read again, since a new
     * request begins at nothing.
     */
    boolean isBelow(long bytesPerSecond, long nowNanos) {
        long before = waited;
        long since = waitingSince;
        long bytes = came;
        long all = before + (since == Activity.NEVER ? 0 : nowNanos - since);
        return all >= GRACE_NANOS && bytes < bytesPerSecond * (all / 1e9) && waited == before;
    }
}
