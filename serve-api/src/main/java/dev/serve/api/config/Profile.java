package dev.serve.api.config;

/** Defaults by environment (design: K-008). */
public enum Profile {
    /** At a desk: no drain delay, plain-text logs. The default. */
    DEVELOPMENT,
    /** Behind a load balancer: 5 s of drain delay, JSON logs. */
    PRODUCTION,
    /** In tests: every TCP port is 0, no drain delay. */
    TESTING
}
