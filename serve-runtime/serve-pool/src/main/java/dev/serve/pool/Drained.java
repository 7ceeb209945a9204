package dev.serve.pool;

/**
 * What became of the connections of a pool that was drained. Immutable.
 *
 * @param open how many were open
 * @param requestsInFlight how many requests were in flight
 * @param cut how many connections had requests in flight at the deadline, and were cut
 */
public record Drained(int open, int requestsInFlight, int cut) {}
