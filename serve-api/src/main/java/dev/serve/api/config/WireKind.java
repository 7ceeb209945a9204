package dev.serve.api.config;

/** How a listener waits for the bytes of its connections. */
public enum WireKind {
    /** Selector loops wake the connections that have bytes: fewest system calls, least memory. */
    SELECTOR,
    /** Each connection blocks in its own read: the simple fallback. */
    BLOCKING
}
