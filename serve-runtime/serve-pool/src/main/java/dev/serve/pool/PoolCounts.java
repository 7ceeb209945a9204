package dev.serve.pool;

/**
 * The counts of a pool at one moment. Immutable.
 *
 * @param active open connections
 * @param waiting connections that wait for a place
 * @param total connections admitted since the start
 * @param refused connections refused since the start
 * @param requestsInFlight requests being served
 */
public record PoolCounts(int active, int waiting, long total, long refused, int requestsInFlight) {}
