package dev.serve.api.config;

/** What it takes to put a changed value of a key in force on a running server. */
public enum Reload {
    /** In force at once: for the next request, frame or connection, whichever the key speaks of. */
    RUNTIME,
    /**
     * The listener is built anew beside the old one and swapped; a key outside listeners needs a
     * new start.
     */
    RESTART
}
