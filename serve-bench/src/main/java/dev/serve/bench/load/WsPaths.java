package dev.serve.bench.load;

/** What every measured server of WebSocket offers. */
final class WsPaths {

    /** Sends back what comes. */
    static final String ECHO = "/echo";

    /** Gets what others publish. */
    static final String SUBSCRIBE = "/subscribe";

    /** What comes goes to all who have subscribed. */
    static final String PUBLISH = "/publish";

    private WsPaths() {}
}
