package dev.serve.api.config;

/** What a refused connection gets. */
public enum OverLimit {
    /** Nothing: it is closed. */
    CLOSE,
    /** An answer of HTTP/1.1, {@code 503} with {@code Retry-After} (RFC 9110 section 15.6.4). */
    ANSWER
}
