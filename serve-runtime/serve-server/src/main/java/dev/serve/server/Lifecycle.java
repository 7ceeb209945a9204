package dev.serve.server;

/** Whether the start and the stop of a table of routes are those of what it holds. */
enum Lifecycle {
    /** The table's own: started and stopped with it. */
    OWN,
    /** Shared by all tables of the listener: neither started nor stopped with one of them. */
    SHARED
}
