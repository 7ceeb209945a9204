package dev.serve.http.h2;

import java.util.concurrent.TimeUnit;

/**
 * How many frames of a kind a peer may send for nothing in a time window. What it does in earnest
 * earns it more, so a busy client is not taken for an attacker. Belongs to the thread that reads.
 */
final class Budget {

    private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final int allowance;
    private final String what;
    private long windowEnds;
    private int left;

    /** So many in ten seconds. */
    Budget(int allowance, String what) {
        this.allowance = allowance;
        this.what = what;
    }

    /**
     * Takes one.
     *
     * @throws ConnectionError with ENHANCE_YOUR_CALM if none is left
     */
    void spend(long nowNanos) throws ConnectionError {
        renew(nowNanos);
        if (left-- <= 0) {
            throw ConnectionError.calm(what);
        }
    }

    /** Allows more in the current window. */
    void earn(long nowNanos, int more) {
        renew(nowNanos);
        left += more;
    }

    private void renew(long nowNanos) {
        if (windowEnds == 0 || nowNanos - windowEnds >= 0) {
            windowEnds = nowNanos + WINDOW_NANOS;
            left = allowance;
        }
    }
}
