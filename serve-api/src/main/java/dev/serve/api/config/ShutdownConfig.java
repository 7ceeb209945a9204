package dev.serve.api.config;

import java.time.Duration;
import java.util.List;

/**
 * How the server stops. Immutable; make one with {@link #builder()}.
 *
 * @param timeout how long requests in flight may finish, drain delay included
 * @param drainDelay how long the server goes on accepting after a stop began
 */
public record ShutdownConfig(Duration timeout, Duration drainDelay) {

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
                            "How long the server still accepts and serves after a stop began, so that load balancers see it leave.")
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
                                    DRAIN_DELAY, Builder::drainDelay, ShutdownConfig::drainDelay)));

    /** Checks the ranges. */
    public ShutdownConfig {
        TIMEOUT.check(timeout);
        DRAIN_DELAY.check(drainDelay);
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
        return new Builder().timeout(timeout).drainDelay(drainDelay);
    }

    /** Makes a {@link ShutdownConfig}. Not thread-safe. */
    public static final class Builder {
        private Duration timeout = TIMEOUT.defaultValue();
        private Duration drainDelay = DRAIN_DELAY.defaultValue();

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

        /**
         * Makes the record.
         *
         * @throws IllegalArgumentException if a value is out of range
         */
        public ShutdownConfig build() {
            return new ShutdownConfig(timeout, drainDelay);
        }
    }
}
