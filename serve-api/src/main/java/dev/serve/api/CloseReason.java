package dev.serve.api;

/**
 * Why a connection was closed by its listener's pool; the key of the limit that closed it says how
 * to raise it.
 */
public enum CloseReason {
    /** {@code pool.connection-timeout}: no first byte. */
    CONNECTION_TIMEOUT,
    /** {@code pool.handshake-timeout}: the TLS handshake did not end. */
    HANDSHAKE_TIMEOUT,
    /** {@code pool.headers-timeout}: the head of a request did not end. */
    HEADERS_TIMEOUT,
    /** {@code pool.body-timeout}: a handler waited for a body in vain. */
    BODY_TIMEOUT,
    /** {@code pool.write-timeout}: the peer took nothing. */
    WRITE_TIMEOUT,
    /** {@code pool.keep-alive-timeout}: idle between requests. */
    KEEP_ALIVE_TIMEOUT
}
