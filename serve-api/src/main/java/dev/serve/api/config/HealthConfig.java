package dev.serve.api.config;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the health of a server is judged. Immutable; make one with {@link #builder()}.
 *
 * @param checkTimeout how long a check of a dependency may take
 * @param checkInterval how long what a check said holds
 * @param memoryLimit bytes of the heap in use, above which the server is not ready; null for no
 *     limit of its own
 */
public record HealthConfig(
        Duration checkTimeout, Duration checkInterval, @Nullable Long memoryLimit) {

    /** Key {@code observe.health.check-timeout}. */
    public static final Key<Duration> CHECK_TIMEOUT =
            Key.of("check-timeout", ValueTypes.DURATION)
                    .range(
                            "from 1ms to 1m",
                            value ->
                                    value.compareTo(Duration.ofMillis(1)) >= 0
                                            && value.compareTo(Duration.ofMinutes(1)) <= 0)
                    .defaultValue(Duration.ofSeconds(2))
                    .runtime()
                    .doc(
                            "How long a check of a dependency may take; one that takes longer is interrupted and counts as down.")
                    .build();

    /** Key {@code observe.health.check-interval}. */
    public static final Key<Duration> CHECK_INTERVAL =
            Key.of("check-interval", ValueTypes.DURATION)
                    .range(
                            "from 0s to 1h",
                            value ->
                                    !value.isNegative()
                                            && value.compareTo(Duration.ofHours(1)) <= 0)
                    .defaultValue(Duration.ofSeconds(5))
                    .runtime()
                    .doc(
                            "How long what a check of a dependency said holds; however often the server is probed, it is asked no more often.")
                    .build();

    /** Key {@code observe.health.memory-limit}. */
    public static final Key<Long> MEMORY_LIMIT =
            Key.size("memory-limit", 1, 1L << 40)
                    .runtime()
                    .doc(
                            "Bytes of the heap in use after its last collection above which the server is not ready. Above 80 % of the greatest heap it is degraded, above 90 % down, with or without this.")
                    .build();

    /** The keys of {@code observe.health}. */
    public static final Schema<HealthConfig, Builder> SCHEMA =
            new Schema<>(
                    "health",
                    HealthConfig::toBuilder,
                    Builder::build,
                    List.of(
                            new Schema.Value<>(
                                    CHECK_TIMEOUT,
                                    Builder::checkTimeout,
                                    HealthConfig::checkTimeout),
                            new Schema.Value<>(
                                    CHECK_INTERVAL,
                                    Builder::checkInterval,
                                    HealthConfig::checkInterval),
                            new Schema.Value<>(
                                    MEMORY_LIMIT,
                                    Builder::memoryLimit,
                                    HealthConfig::memoryLimit)));

    /** Checks the ranges. */
    public HealthConfig {
        CHECK_TIMEOUT.check(checkTimeout);
        CHECK_INTERVAL.check(checkInterval);
        if (memoryLimit != null) {
            MEMORY_LIMIT.check(memoryLimit);
        }
    }

    /** A builder with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder with these values. */
    public Builder toBuilder() {
        Builder builder = new Builder().checkTimeout(checkTimeout).checkInterval(checkInterval);
        builder.memoryLimit = memoryLimit;
        return builder;
    }

    /** Makes a {@link HealthConfig}. Not thread-safe. */
    public static final class Builder {
        private Duration checkTimeout = CHECK_TIMEOUT.defaultValue();
        private Duration checkInterval = CHECK_INTERVAL.defaultValue();
        private @Nullable Long memoryLimit;

        private Builder() {}

        /** Key {@code observe.health.check-timeout}; default 2 s; 1 ms to 1 min; at runtime. */
        public Builder checkTimeout(Duration checkTimeout) {
            this.checkTimeout = checkTimeout;
            return this;
        }

        /** Key {@code observe.health.check-interval}; default 5 s; 0 to 1 h; at runtime. */
        public Builder checkInterval(Duration checkInterval) {
            this.checkInterval = checkInterval;
            return this;
        }

        /** Key {@code observe.health.memory-limit}; default none; bytes; at runtime. */
        public Builder memoryLimit(long memoryLimit) {
            this.memoryLimit = memoryLimit;
            return this;
        }

        /**
         * Makes the record.
         *
         * @throws IllegalArgumentException if a value is out of range
         */
        public HealthConfig build() {
            return new HealthConfig(checkTimeout, checkInterval, memoryLimit);
        }
    }
}
