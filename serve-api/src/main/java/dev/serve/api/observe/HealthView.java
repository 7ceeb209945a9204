package dev.serve.api.observe;

/** The health of a running server. Any thread. */
public interface HealthView {

    /**
     * How it is now. Checks of dependencies are asked when what they said last is too old; one that
     * hangs is waited for no longer than {@code observe.health.check-timeout}.
     */
    HealthReport report();
}
