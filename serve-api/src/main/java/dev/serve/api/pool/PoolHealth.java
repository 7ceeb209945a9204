package dev.serve.api.pool;

import java.time.Duration;
import java.time.Instant;

/**
 * The health of a pool at one moment. Immutable. A status is left only when utilisation has fallen
 * 5 points below where it was entered, so that it does not flutter: OVERLOADED above 0.95 and until
 * 0.90, DEGRADED above 0.80 and until 0.75.
 *
 * @param status the verdict
 * @param utilisation open connections as a share of the limit; above 1 when the limit was lowered
 * @param active open connections
 * @param maxConnections the limit
 * @param refused connections refused since the start
 * @param averageLatency of the requests of the last minute; zero without any
 * @param errorRate share of failed requests of the last minute, 0 to 1
 * @param message the verdict in words, with the key to raise
 * @param lastUpdated when it was judged
 */
public record PoolHealth(
        HealthStatus status,
        double utilisation,
        int active,
        int maxConnections,
        long refused,
        Duration averageLatency,
        double errorRate,
        String message,
        Instant lastUpdated) {}
