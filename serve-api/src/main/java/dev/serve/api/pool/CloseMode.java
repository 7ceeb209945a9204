package dev.serve.api.pool;

/** How a connection is closed from outside. */
public enum CloseMode {
    /** What is inside finishes, nothing new is taken. */
    DRAIN,
    /** At once; a handler learns at its next read or write. */
    ABORT,
    /** At once, and the thread of the connection is interrupted. */
    ABORT_AND_INTERRUPT
}
