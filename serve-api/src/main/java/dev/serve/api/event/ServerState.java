package dev.serve.api.event;

/** The life of a server, in order; a server that cannot start goes from STARTING to FAILED. */
public enum ServerState {
    /** Built, nothing bound. */
    NEW,
    /** Binding its listeners. */
    STARTING,
    /** Serving. */
    RUNNING,
    /** Stopping: requests in flight finish. */
    DRAINING,
    /** Everything closed; for good. */
    STOPPED,
    /** Could not start; nothing is bound. */
    FAILED
}
