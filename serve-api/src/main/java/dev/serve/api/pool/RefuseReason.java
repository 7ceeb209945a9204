package dev.serve.api.pool;

/** Why a socket was not let in. */
public enum RefuseReason {
    /** {@code pool.max-connections} are open, and there is no {@code pool.wait-queue}. */
    POOL_FULL("max-connections"),
    /** {@code pool.max-connections-per-peer} of its peer are open or waiting. */
    PEER_FULL("max-connections-per-peer"),
    /** More came in than {@code pool.accept-rate} allows. */
    RATE("accept-rate"),
    /** No place was free within {@code pool.wait-timeout}. */
    WAIT_TIMEOUT("wait-timeout"),
    /**
     * {@code pool.wait-queue} connections wait already, none with less priority; or one with more
     * has come and taken its place.
     */
    QUEUE_FULL("wait-queue"),
    /** The listener is going away. */
    DRAINING("");

    private final String key;

    RefuseReason(String key) {
        this.key = key;
    }

    /** The key under {@code pool} to raise; empty where none helps. */
    public String key() {
        return key;
    }
}
