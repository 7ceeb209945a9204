package dev.serve.pool;

import static java.lang.System.Logger.Level.INFO;

import dev.serve.api.event.ServerEvent;
import dev.serve.api.pool.HealthStatus;
import dev.serve.api.pool.PoolHealth;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Judges how full a pool is, and tells when that changes. A status is entered above its threshold
 * and left 5 points below it, so that a pool at the threshold does not flutter. Any thread.
 */
final class Health {

    private static final System.Logger LOG = System.getLogger(ConnectionPool.class.getName());

    private static final double DEGRADED = 0.80;
    private static final double NOT_DEGRADED = 0.75;
    private static final double OVERLOADED = 0.95;
    private static final double NOT_OVERLOADED = 0.90;

    private final PoolIdentity identity;
    private final Figures figures;
    private final Refusals refusals;
    private volatile @Nullable String trouble;
    private HealthStatus status = HealthStatus.HEALTHY; // guarded by this

    Health(PoolIdentity identity, Figures figures, Refusals refusals) {
        this.identity = identity;
        this.figures = figures;
        this.refusals = refusals;
    }

    /** What else keeps the listener from serving well; null when nothing does. */
    void trouble(@Nullable String message) {
        trouble = message;
    }

    /** Judges anew, and tells of a change. */
    HealthStatus judge(int active, int most, Instant now) {
        HealthStatus before;
        HealthStatus after;
        synchronized (this) {
            before = status;
            after = next(before, (double) active / most);
            status = after;
        }
        if (before != after) {
            LOG.log(INFO, () -> identity + ": was " + before + ", is " + after);
            identity.tell(
                    () ->
                            new ServerEvent.HealthChanged(
                                    identity.listener(),
                                    identity.serverId(),
                                    before,
                                    after,
                                    view(after, active, most, now)));
        }
        return after;
    }

    private HealthStatus next(HealthStatus before, double utilisation) {
        boolean wasOverloaded = before == HealthStatus.OVERLOADED;
        if (utilisation > (wasOverloaded ? NOT_OVERLOADED : OVERLOADED)) {
            return HealthStatus.OVERLOADED;
        }
        boolean wasHealthy = before == HealthStatus.HEALTHY;
        return utilisation > (wasHealthy ? DEGRADED : NOT_DEGRADED) || trouble != null
                ? HealthStatus.DEGRADED
                : HealthStatus.HEALTHY;
    }

    PoolHealth view(HealthStatus judged, int active, int most, Instant now) {
        Latencies latencies = figures.latencies();
        String other = trouble;
        String places =
                "%d of %d connections (listeners.%s.pool.max-connections)"
                        .formatted(active, most, identity.listener());
        return new PoolHealth(
                judged,
                (double) active / most,
                active,
                most,
                refusals.total(),
                latencies.average(),
                latencies.failedShare(),
                other == null ? places : other + "; " + places,
                now);
    }
}
