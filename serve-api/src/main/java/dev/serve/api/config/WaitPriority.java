package dev.serve.api.config;

/** Who of the waiting goes first, in this order; among equals the one that waits longest. */
public enum WaitPriority {
    /** Before all others. */
    HIGH,
    /** Who is named nowhere. */
    NORMAL,
    /** After all others. */
    LOW
}
