package dev.serve.api.observe;

/** The health of a running server. Any thread. */
public interface HealthView {

    /**
     * How it is now. Checks of dependencies are asked when what they said last is too old; one that
     * hangs is waited for no longer than {@code observe.health.check-timeout}, and once.
     */
    HealthReport report();

    /**
     * How it is for who asks one question: checks that take part in others are left out, and nobody
     * waits for them. What the report says of other questions is not to be relied on.
     */
    default HealthReport report(HealthCheck.Probe asked) {
        return report();
    }
}
