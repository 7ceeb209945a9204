package dev.serve.api.pool;

/**
 * Why a connection was closed. Where a limit closed it, the limit's key says how to raise it; every
 * other reason is a normal end or a fault.
 */
public enum CloseReason {
    /** {@code pool.connection-timeout}: no first byte. */
    CONNECTION_TIMEOUT,
    /** {@code pool.handshake-timeout}: the TLS handshake did not end. */
    HANDSHAKE_TIMEOUT,
    /** {@code pool.headers-timeout}: the head of a request did not end. */
    HEADERS_TIMEOUT,
    /** {@code pool.request-timeout}: no answer began; the client was told so by 503 or 408. */
    REQUEST_TIMEOUT,
    /** {@code pool.body-timeout}: a handler waited for a body in vain; 408 if no answer began. */
    BODY_TIMEOUT,
    /** {@code pool.min-body-rate}: a body came too slowly; 408 if no answer began. */
    BODY_RATE,
    /** {@code pool.write-timeout}: the peer took nothing. */
    WRITE_TIMEOUT,
    /** {@code pool.keep-alive-timeout}: idle between requests, and nobody had asked it to end. */
    KEEP_ALIVE_TIMEOUT,
    /** {@code pool.max-requests}: it has carried as many as it may; ended by drain. */
    MAX_REQUESTS,
    /** {@code pool.max-age}: it was old; ended by drain. */
    MAX_AGE,
    /** {@code pool.max-connections-per-peer}, found when a proxy named the peer. */
    PEER_FULL,
    /** The peer ended it or was lost. */
    PEER,
    /** Our side ended it after an answer that said so. */
    DONE,
    /** Its listener changed or stopped; it finished in time. */
    DRAINED,
    /** Its listener changed or stopped; it did not finish in time. */
    ABORTED,
    /** Closed by its id, see {@link PoolView#close}. */
    ADMIN,
    /** The handshake failed, or its first bytes fit no protocol of the listener. */
    PROTOCOL,
    /** The engine failed. */
    ERROR
}
