package dev.serve.pool;

/**
 * The counts of a pool at one moment. Immutable.
 *
 * @param active open connections
 * @param total connections admitted since the start
 * @param refusedFull connections refused because the pool was full
 * @param refusedDraining connections refused because the listener was going away
 * @param requestsInFlight requests being served
 */
public record PoolCounts(
        int active, long total, long refusedFull, long refusedDraining, int requestsInFlight) {

    /** All refusals. */
    public long refused() {
        return refusedFull + refusedDraining;
    }
}
