package dev.serve.api.config;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the server stops. Immutable; make one with {@link #builder()}.
 *
 * @param timeout how long requests in flight may finish, drain delay included
 * @param drainDelay how long the server goes on accepting after a stop began
 * @param stepTimeout how long each of the steps stop-accepting, force-close and clean-up may take
 * @param skipSteps steps that are left out
 * @param drainProbes how many probes that were told that the server is not ready end the drain
 *     delay; null for none
 */
public record ShutdownConfig(
        Duration timeout,
        Duration drainDelay,
        Duration stepTimeout,
        List<ShutdownStep> skipSteps,
        @Nullable Integer drainProbes) {

    /** Key {@code shutdown.timeout}. */
    public static final Key<Duration> TIMEOUT =
            Key.of("timeout", ValueTypes.DURATION)
                    .range("from 0s to 1h", ShutdownConfig::upToAnHour)
                    .defaultValue(Duration.ofSeconds(30))
                    .runtime()
                    .doc(
                            "How long requests in flight may finish, drain delay included; what is left then is cut and counted.")
                    .build();

    /** Key {@code shutdown.drain-delay}. */
    public static final Key<Duration> DRAIN_DELAY =
            Key.of("drain-delay", ValueTypes.DURATION)
                    .range("from 0s to 1h", ShutdownConfig::upToAnHour)
                    .defaultValue(Duration.ZERO)
                    .defaultText("0s, production: 5s")
                    .runtime()
                    .doc(
                            "How long the server still accepts and serves after a stop began, so that load balancers see it leave. Ctrl-C in the development profile leaves it out.")
                    .build();

    /** Key {@code shutdown.step-timeout}. */
    public static final Key<Duration> STEP_TIMEOUT =
            Key.of("step-timeout", ValueTypes.DURATION)
                    .range("from 0s to 1h", ShutdownConfig::upToAnHour)
                    .defaultValue(Duration.ofSeconds(6))
                    .runtime()
                    .doc(
                            "How long each of the steps stop-accepting, force-close and clean-up may take; the stop goes on without one that takes longer. wait has all that is left of timeout.")
                    .build();

    /** Key {@code shutdown.skip-steps}. */
    public static final Key<List<ShutdownStep>> SKIP_STEPS =
            Key.of("skip-steps", ValueTypes.listOf(ShutdownStep.TYPE))
                    .range(
                            "that names none twice",
                            steps -> steps.stream().distinct().count() == steps.size())
                    .defaultValue(List.of())
                    .defaultText("[]")
                    .runtime()
                    .doc(
                            "Steps of a stop that are left out: drain-delay, stop-accepting (then connections are accepted until clean-up), wait, force-close (then clean-up cuts what is left), clean-up (then the process must end). Also by the names stop_accepting_connections, wait_connections_completion, force_close_connections, stop_monitoring_cleanup.")
                    .build();

    /** Key {@code shutdown.drain-probes}. */
    public static final Key<Integer> DRAIN_PROBES =
            Key.integer("drain-probes", 1, 1_000)
                    .runtime()
                    .doc(
                            "After so many probes were told that the server is not ready (by /readyz, /health or gRPC's health service) the drain delay ends early: load balancers have seen it leave.")
                    .build();

    /** The keys of {@code shutdown}. */
    public static final Schema<ShutdownConfig, Builder> SCHEMA =
            new Schema<>(
                    "shutdown",
                    ShutdownConfig::toBuilder,
                    Builder::build,
                    List.of(
                            new Schema.Value<>(TIMEOUT, Builder::timeout, ShutdownConfig::timeout),
                            new Schema.Value<>(
                                    DRAIN_DELAY, Builder::drainDelay, ShutdownConfig::drainDelay),
                            new Schema.Value<>(
                                    STEP_TIMEOUT,
                                    Builder::stepTimeout,
                                    ShutdownConfig::stepTimeout),
                            new Schema.Value<>(
                                    SKIP_STEPS, Builder::skipSteps, ShutdownConfig::skipSteps),
                            new Schema.Value<>(
                                    DRAIN_PROBES,
                                    Builder::drainProbes,
                                    ShutdownConfig::drainProbes)));

    /** Checks the ranges. */
    public ShutdownConfig {
        TIMEOUT.check(timeout);
        DRAIN_DELAY.check(drainDelay);
        STEP_TIMEOUT.check(stepTimeout);
        skipSteps = SKIP_STEPS.check(List.copyOf(skipSteps));
        if (drainProbes != null) {
            DRAIN_PROBES.check(drainProbes);
        }
    }

    /** Whether a step is left out. */
    public boolean skips(ShutdownStep step) {
        return skipSteps.contains(step);
    }

    private static boolean upToAnHour(Duration value) {
        return !value.isNegative() && value.compareTo(Duration.ofHours(1)) <= 0;
    }

    /** A builder with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder with these values. */
    public Builder toBuilder() {
        Builder builder =
                new Builder()
                        .timeout(timeout)
                        .drainDelay(drainDelay)
                        .stepTimeout(stepTimeout)
                        .skipSteps(skipSteps);
        builder.drainProbes = drainProbes;
        return builder;
    }

    /** Makes a {@link ShutdownConfig}. Not thread-safe. */
    public static final class Builder {
        private Duration timeout = TIMEOUT.defaultValue();
        private Duration drainDelay = DRAIN_DELAY.defaultValue();
        private Duration stepTimeout = STEP_TIMEOUT.defaultValue();
        private List<ShutdownStep> skipSteps = SKIP_STEPS.defaultValue();
        private @Nullable Integer drainProbes;

        private Builder() {}

        /** Key {@code shutdown.timeout}; default 30 s; 0 to 1 h; applied at runtime. */
        public Builder timeout(Duration timeout) {
            this.timeout = timeout;
            return this;
        }

        /**
         * Key {@code shutdown.drain-delay}; default 0, in the profile production 5 s; 0 to 1 h;
         * applied at runtime.
         */
        public Builder drainDelay(Duration drainDelay) {
            this.drainDelay = drainDelay;
            return this;
        }

        /** Key {@code shutdown.step-timeout}; default 6 s; 0 to 1 h; applied at runtime. */
        public Builder stepTimeout(Duration stepTimeout) {
            this.stepTimeout = stepTimeout;
            return this;
        }

        /** Key {@code shutdown.skip-steps}; default none; applied at runtime. */
        public Builder skipSteps(List<ShutdownStep> skipSteps) {
            this.skipSteps = skipSteps;
            return this;
        }

        /** Key {@code shutdown.drain-probes}; default none; 1 to 1000; applied at runtime. */
        public Builder drainProbes(int drainProbes) {
            this.drainProbes = drainProbes;
            return this;
        }

        /**
         * Makes the record.
         *
         * @throws IllegalArgumentException if a value is out of range
         */
        public ShutdownConfig build() {
            return new ShutdownConfig(timeout, drainDelay, stepTimeout, skipSteps, drainProbes);
        }
    }
}
