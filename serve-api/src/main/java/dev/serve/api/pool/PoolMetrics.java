package dev.serve.api.pool;

import java.time.Duration;
import java.util.Map;

/**
 * The figures of a pool, or of one protocol in it, at one moment. Immutable. What is "of the last
 * minute" covers 55 to 60 seconds, or the time since the start.
 *
 * @param active open connections
 * @param idle of these, how many have no request in flight
 * @param waiting connections that wait for a place; 0 for one protocol
 * @param inFlight requests being served
 * @param total connections since the start
 * @param connectionsPerSecond new connections of the last minute, a second
 * @param requests requests since the start
 * @param requestsPerSecond requests that ended in the last minute, a second
 * @param averageLatency of the requests that ended in the last minute, event streams apart; zero
 *     without any
 * @param p50 half of them took at most so long, give or take 7 %; zero without any
 * @param p95 as {@code p50}, of 95 %
 * @param p99 as {@code p50}, of 99 %
 * @param errorRate share of them that failed, 0 to 1: status 500 and above, or an exception; one
 *     whose client has left in the middle of the answer did not
 * @param refused connections refused since the start, by reason; empty for one protocol
 * @param closed connections closed since the start, by reason; empty for one protocol
 * @param bytesIn bytes received since the start
 * @param bytesOut bytes sent since the start
 */
public record PoolMetrics(
        int active,
        int idle,
        int waiting,
        int inFlight,
        long total,
        double connectionsPerSecond,
        long requests,
        double requestsPerSecond,
        Duration averageLatency,
        Duration p50,
        Duration p95,
        Duration p99,
        double errorRate,
        Map<RefuseReason, Long> refused,
        Map<CloseReason, Long> closed,
        long bytesIn,
        long bytesOut) {

    /** Copies the maps. */
    public PoolMetrics {
        refused = Map.copyOf(refused);
        closed = Map.copyOf(closed);
    }
}
