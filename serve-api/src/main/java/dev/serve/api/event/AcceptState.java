package dev.serve.api.event;

/** Whether a listener lets connections in. */
public enum AcceptState {
    /** It does. */
    ACCEPTING,
    /**
     * The process has no descriptor left, so whoever connects is refused at once; ends by itself
     * when descriptors are free again. Connections that are inside are served.
     */
    DEGRADED,
    /** Nobody can connect: not started, stopped, or its acceptor is being rebuilt. */
    STOPPED
}
