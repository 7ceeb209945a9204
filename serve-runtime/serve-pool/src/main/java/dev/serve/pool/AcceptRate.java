package dev.serve.pool;

import dev.serve.api.config.Rate;
import org.jspecify.annotations.Nullable;

/**
 * A bucket of tokens: each connection takes one, and they come back evenly, up to the count of the
 * rate. Guarded by the lock of its owner.
 */
final class AcceptRate {

    private @Nullable Rate rate;
    private double tokens;
    private long filledAt;

    /** Whether one more may come in now, which is then counted. */
    boolean take(@Nullable Rate limit, long nowNanos) {
        if (limit == null) {
            rate = null;
            return true;
        }
        if (!limit.equals(rate)) {
            rate = limit;
            tokens = (double) limit.count();
        } else {
            double back = (double) (nowNanos - filledAt) * limit.count() / limit.per().toNanos();
            tokens = Math.min((double) limit.count(), tokens + back);
        }
        filledAt = nowNanos;
        if (tokens < 1) {
            return false;
        }
        tokens--;
        return true;
    }
}
