package dev.serve.api.pool;

/** How much room a pool has left, from good to bad. */
public enum HealthStatus {
    /** Room for more. */
    HEALTHY,
    /** More than 80 % of its places are taken, or its listener is in trouble. */
    DEGRADED,
    /** More than 95 % of its places are taken. */
    OVERLOADED
}
