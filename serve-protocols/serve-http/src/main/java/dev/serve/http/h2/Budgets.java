package dev.serve.http.h2;

import java.util.concurrent.TimeUnit;

/**
 * How many frames of a kind a peer may still send for nothing in a time window. What it does in
 * earnest earns it more, so a busy client is not taken for an attacker. Belongs to the thread that
 * reads.
 */
@SuppressWarnings("EnumOrdinal") // the arrays live as long as the process
final class Budgets {

    private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final int KINDS = Flood.values().length;

    // Arrays, not an object of each: every idle connection keeps them.
    private final long[] windowEnds = new long[KINDS];
    private final int[] left = new int[KINDS];

    /**
     * Takes one.
     *
     * @throws ConnectionError with ENHANCE_YOUR_CALM if none is left
     */
    void spend(Flood flood, long nowNanos) throws ConnectionError {
        renew(flood, nowNanos);
        if (left[flood.ordinal()]-- <= 0) {
            throw ConnectionError.calm(flood.what());
        }
    }

    /** A request has been answered to its end. */
    void answered(long nowNanos, int requests) {
        earn(Flood.RESETS, nowNanos, requests);
        earn(Flood.PRIORITIES, nowNanos, requests);
    }

    /**
     * Frames of DATA have been sent, each of which a client may acknowledge by two frames; those
     * that it has made small by small windows do not count.
     */
    void sent(long nowNanos, int frames) {
        earn(Flood.WINDOW_UPDATES, nowNanos, 4 * frames);
    }

    /** Allows more in the current window. */
    private void earn(Flood flood, long nowNanos, int more) {
        renew(flood, nowNanos);
        left[flood.ordinal()] += more;
    }

    private void renew(Flood flood, long nowNanos) {
        int kind = flood.ordinal();
        if (windowEnds[kind] == 0 || nowNanos - windowEnds[kind] >= 0) {
            windowEnds[kind] = nowNanos + WINDOW_NANOS;
            left[kind] = flood.allowance();
        }
    }
}
