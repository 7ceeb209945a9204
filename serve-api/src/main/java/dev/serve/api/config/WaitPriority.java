package dev.serve.api.config;

/**
 * Who of the waiting goes first, in this order; among equals the one that waits longest. When the
 * queue is full, who comes takes the place of the last one with less priority.
 */
public enum WaitPriority {
    /** Before all others. */
    HIGH,
    /** Who is named nowhere. */
    NORMAL,
    /** After all others. */
    LOW
}
