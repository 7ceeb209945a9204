package dev.serve.pool;

import dev.serve.api.pool.CloseReason;
import dev.serve.api.pool.PoolMetrics;
import dev.serve.api.pool.RefuseReason;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The figures of a pool, kept by protocol. A connection counts for the protocol that it spoke last,
 * a request for the one it came by.
 */
final class Figures {

    private final Ticks ticks;
    private final Map<String, ProtocolStats> byProtocol = new ConcurrentHashMap<>();
    private final ProtocolStats unknown;

    Figures(Ticks ticks) {
        this.ticks = ticks;
        this.unknown = new ProtocolStats(ticks);
    }

    /** Of connections whose protocol is not yet known; every connection begins here. */
    ProtocolStats unknown() {
        return unknown;
    }

    ProtocolStats of(String protocol) {
        ProtocolStats stats = byProtocol.get(protocol);
        return stats == null
                ? byProtocol.computeIfAbsent(protocol, name -> new ProtocolStats(ticks))
                : stats;
    }

    /** Notes the time, and empties the slots that begin; one caller at a time. */
    void tick(long nowNanos) {
        ticks.tick(nowNanos);
        long next = ticks.slotAt(nowNanos);
        for (long slot = Math.max(ticks.slot() + 1, next - Ticks.SLOTS + 1); slot <= next; slot++) {
            unknown.clear(slot);
            for (ProtocolStats stats : byProtocol.values()) {
                stats.clear(slot);
            }
        }
        ticks.enter(next);
    }

    /** The figures of all connections. */
    PoolMetrics all(
            Collection<Lease> open,
            PoolCounts counts,
            Map<RefuseReason, Long> refused,
            Map<CloseReason, Long> closed,
            long nowNanos) {
        ProtocolStats.Sum sum = new ProtocolStats.Sum();
        byProtocol.values().forEach(stats -> stats.addTo(sum));
        sum.recentConnections = 0;
        unknown.addTo(sum);
        sum.connections = counts.total();
        open.forEach(lease -> add(lease, sum));
        return metrics(sum, counts.waiting(), refused, closed, nowNanos);
    }

    /** The figures of one protocol. */
    PoolMetrics of(String protocol, Collection<Lease> open, long nowNanos) {
        ProtocolStats.Sum sum = new ProtocolStats.Sum();
        @Nullable ProtocolStats stats = byProtocol.get(protocol);
        if (stats != null) {
            stats.addTo(sum);
            open.stream().filter(lease -> lease.stats() == stats).forEach(lease -> add(lease, sum));
        }
        return metrics(sum, 0, Map.of(), Map.of(), nowNanos);
    }

    /** How many speak what. */
    Map<String, Integer> open(Collection<Lease> open) {
        Map<String, Integer> counts = new TreeMap<>();
        for (Lease lease : open) {
            String name = lease.stats() == unknown ? "opening" : lease.protocol();
            counts.merge(name, 1, Integer::sum);
        }
        return counts;
    }

    /** The latencies of the last minute. */
    Latencies latencies() {
        ProtocolStats.Sum sum = new ProtocolStats.Sum();
        unknown.addTo(sum);
        byProtocol.values().forEach(stats -> stats.addTo(sum));
        return sum.latencies;
    }

    private static void add(Lease lease, ProtocolStats.Sum sum) {
        int inFlight = lease.requestsInFlight();
        sum.active++;
        sum.idle += inFlight == 0 ? 1 : 0;
        sum.inFlight += inFlight;
        sum.requests += lease.traffic().requests();
        sum.bytesIn += lease.traffic().bytesIn();
        sum.bytesOut += lease.traffic().bytesOut();
    }

    private PoolMetrics metrics(
            ProtocolStats.Sum sum,
            int waiting,
            Map<RefuseReason, Long> refused,
            Map<CloseReason, Long> closed,
            long nowNanos) {
        double seconds = ticks.covered(nowNanos);
        Latencies latencies = sum.latencies;
        return new PoolMetrics(
                sum.active,
                sum.idle,
                waiting,
                sum.inFlight,
                sum.connections,
                sum.recentConnections / seconds,
                sum.requests,
                latencies.count() / seconds,
                latencies.average(),
                latencies.percentile(0.50),
                latencies.percentile(0.95),
                latencies.percentile(0.99),
                latencies.failedShare(),
                refused,
                closed,
                sum.bytesIn,
                sum.bytesOut);
    }
}
