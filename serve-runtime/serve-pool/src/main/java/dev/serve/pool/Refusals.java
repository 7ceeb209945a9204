package dev.serve.pool;

import static java.lang.System.Logger.Level.WARNING;

import dev.serve.api.config.PoolConfig;
import dev.serve.api.event.ServerEvent;
import dev.serve.api.pool.RefuseReason;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Counts who was not let in, by reason, and says so at most once a second for each, with the key to
 * raise.
 */
final class Refusals {

    private static final System.Logger LOG = System.getLogger(ConnectionPool.class.getName());
    private static final long SAY_EVERY_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final PoolIdentity identity;
    private final Map<RefuseReason, Count> counts = new EnumMap<>(RefuseReason.class);

    Refusals(PoolIdentity identity, long nowNanos) {
        this.identity = identity;
        for (RefuseReason reason : RefuseReason.values()) {
            counts.put(reason, new Count(nowNanos - SAY_EVERY_NANOS));
        }
    }

    /** Guarded by itself. */
    private static final class Count {
        private long total;
        private long unsaid;
        private long saidAt;

        private Count(long saidAt) {
            this.saidAt = saidAt;
        }

        synchronized long all() {
            return total;
        }

        /** How many are to be told of now, this one included; 0 if it is too soon. */
        synchronized long add(long nowNanos) {
            total++;
            unsaid++;
            if (nowNanos - saidAt < SAY_EVERY_NANOS) {
                return 0;
            }
            long said = unsaid;
            saidAt = nowNanos;
            unsaid = 0;
            return said;
        }
    }

    void add(RefuseReason reason, PoolConfig limits, int active, long nowNanos) {
        long said = count(reason).add(nowNanos);
        if (said == 0 || reason == RefuseReason.DRAINING) {
            return;
        }
        LOG.log(
                WARNING,
                "listener \"{0}\" ({1}): refused {2} connections for {3}; listeners.{0}.pool.{4} is {5}",
                identity.listener(),
                identity.serverId(),
                Long.toString(said),
                reason,
                reason.key(),
                limit(reason, limits));
        identity.tell(
                () ->
                        new ServerEvent.PoolLimitReached(
                                identity.listener(),
                                identity.serverId(),
                                reason,
                                active,
                                limits.maxConnections()));
    }

    private static String limit(RefuseReason reason, PoolConfig limits) {
        return switch (reason) {
            case POOL_FULL -> Integer.toString(limits.maxConnections());
            case PEER_FULL -> String.valueOf(limits.maxConnectionsPerPeer());
            case RATE -> String.valueOf(limits.acceptRate());
            case WAIT_TIMEOUT -> limits.waitTimeout().toString();
            case QUEUE_FULL -> Integer.toString(limits.waitQueue());
            case DRAINING -> "";
        };
    }

    long total() {
        return counts.values().stream().mapToLong(Count::all).sum();
    }

    Map<RefuseReason, Long> byReason() {
        Map<RefuseReason, Long> all = new EnumMap<>(RefuseReason.class);
        counts.forEach((reason, count) -> all.put(reason, count.all()));
        return all;
    }

    private Count count(RefuseReason reason) {
        Count count = counts.get(reason);
        if (count == null) {
            throw new IllegalStateException(reason + " is not counted");
        }
        return count;
    }
}
