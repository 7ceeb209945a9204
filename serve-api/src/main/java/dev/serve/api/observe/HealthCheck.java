package dev.serve.api.observe;

import java.util.Map;

/**
 * Something that the health of a server depends on, such as a database; handed to the extension
 * that judges health, or found by {@link java.util.ServiceLoader}.
 *
 * <p>Asked in a virtual thread of its own, never twice at a time. One that takes longer than {@code
 * observe.health.check-timeout} is interrupted and counts as {@link HealthState#DOWN}; what it said
 * is kept for {@code observe.health.check-interval}.
 */
public interface HealthCheck {

    /** What reports call it; each check has its own name. */
    String name();

    /** Which question it takes part in. */
    default Probe probe() {
        return Probe.READINESS;
    }

    /**
     * Looks.
     *
     * @throws Exception if it cannot tell, which counts as {@link HealthState#DOWN}
     */
    Result check() throws Exception;

    /** What is asked of a server. */
    enum Probe {
        /** Can it go on, or does only a new process help? */
        LIVENESS,
        /** Is new work to be sent to it? */
        READINESS,
        /** Has it started? Asked until it has. */
        STARTUP
    }

    /**
     * What a check says. Immutable.
     *
     * @param state how it is
     * @param reason in words; empty if there is nothing to say
     * @param details figures to show; never secrets
     */
    record Result(HealthState state, String reason, Map<String, String> details) {

        /** Copies the map. */
        public Result {
            details = Map.copyOf(details);
        }

        /** It works. */
        public static Result up() {
            return new Result(HealthState.UP, "", Map.of());
        }

        /** It works, and somebody should look. */
        public static Result degraded(String reason) {
            return new Result(HealthState.DEGRADED, reason, Map.of());
        }

        /** It does not work. */
        public static Result down(String reason) {
            return new Result(HealthState.DOWN, reason, Map.of());
        }
    }
}
