package dev.serve.api.config;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one stop does otherwise than {@link ShutdownConfig} says (K4). Immutable.
 *
 * @param timeout instead of {@code shutdown.timeout}; null for that
 * @param drainDelay instead of {@code shutdown.drain-delay}; zero is none; null for that
 * @param stepTimeout instead of {@code shutdown.step-timeout}; null for that
 * @param skipSteps instead of {@code shutdown.skip-steps}; null for that
 */
public record ShutdownOptions(
        @Nullable Duration timeout,
        @Nullable Duration drainDelay,
        @Nullable Duration stepTimeout,
        @Nullable List<ShutdownStep> skipSteps) {

    /** Everything as configured. */
    public static final ShutdownOptions AS_CONFIGURED = new ShutdownOptions(null, null, null, null);

    /** Copies the list. */
    public ShutdownOptions {
        skipSteps = skipSteps == null ? null : List.copyOf(skipSteps);
    }

    /** With another deadline, drain delay included. */
    public ShutdownOptions timeout(Duration value) {
        return new ShutdownOptions(value, drainDelay, stepTimeout, skipSteps);
    }

    /** With another drain delay; {@link Duration#ZERO} is none. */
    public ShutdownOptions drainDelay(Duration value) {
        return new ShutdownOptions(timeout, value, stepTimeout, skipSteps);
    }

    /** With another limit of single steps. */
    public ShutdownOptions stepTimeout(Duration value) {
        return new ShutdownOptions(timeout, drainDelay, value, skipSteps);
    }

    /** Without these steps. */
    public ShutdownOptions skip(ShutdownStep... steps) {
        return new ShutdownOptions(timeout, drainDelay, stepTimeout, List.of(steps));
    }

    /**
     * What holds with these options over a configuration.
     *
     * @throws IllegalArgumentException if a value is out of range
     */
    public ShutdownConfig over(ShutdownConfig configured) {
        return new ShutdownConfig(
                timeout == null ? configured.timeout() : timeout,
                drainDelay == null ? configured.drainDelay() : drainDelay,
                stepTimeout == null ? configured.stepTimeout() : stepTimeout,
                skipSteps == null ? configured.skipSteps() : skipSteps,
                configured.drainProbes());
    }
}
