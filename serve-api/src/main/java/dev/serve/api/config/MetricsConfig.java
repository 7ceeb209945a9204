package dev.serve.api.config;

import java.util.List;

/**
 * What is counted. Immutable; make one with {@link #builder()}.
 *
 * @param enabled whether anything is counted for metrics
 * @param maxRoutes routes of a listener, and methods, that have figures of their own
 * @param history whether figures are kept over time
 */
public record MetricsConfig(boolean enabled, int maxRoutes, boolean history) {

    /** Key {@code observe.metrics.enabled}. */
    public static final Key<Boolean> ENABLED =
            Key.of("enabled", ValueTypes.BOOLEAN)
                    .defaultValue(true)
                    .doc(
                            "Whether requests, calls, messages and handshakes are counted for /metrics; without, nothing is done for them.")
                    .build();

    /** Key {@code observe.metrics.max-routes}. */
    public static final Key<Integer> MAX_ROUTES =
            Key.integer("max-routes", 1, 100_000)
                    .defaultValue(500)
                    .doc(
                            "Routes of a listener, and methods of gRPC, that have figures of their own; further ones count as other.")
                    .build();

    /** Key {@code observe.metrics.history}. */
    public static final Key<Boolean> HISTORY =
            Key.of("history", ValueTypes.BOOLEAN)
                    .defaultValue(true)
                    .doc(
                            "Whether figures are kept in memory over time, for /metrics/history: each second of 5 minutes, each 10 seconds of an hour, each minute of a day; 17 KB a figure.")
                    .build();

    /** The keys of {@code observe.metrics}. */
    public static final Schema<MetricsConfig, Builder> SCHEMA =
            new Schema<>(
                    "metrics",
                    MetricsConfig::toBuilder,
                    Builder::build,
                    List.of(
                            new Schema.Value<>(ENABLED, Builder::enabled, MetricsConfig::enabled),
                            new Schema.Value<>(
                                    MAX_ROUTES, Builder::maxRoutes, MetricsConfig::maxRoutes),
                            new Schema.Value<>(HISTORY, Builder::history, MetricsConfig::history)));

    /** Checks the range. */
    public MetricsConfig {
        MAX_ROUTES.check(maxRoutes);
    }

    /** A builder with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder with these values. */
    public Builder toBuilder() {
        return new Builder().enabled(enabled).maxRoutes(maxRoutes).history(history);
    }

    /** Makes a {@link MetricsConfig}. Not thread-safe. */
    public static final class Builder {
        private boolean enabled = ENABLED.defaultValue();
        private int maxRoutes = MAX_ROUTES.defaultValue();
        private boolean history = HISTORY.defaultValue();

        private Builder() {}

        /** Key {@code observe.metrics.enabled}; default true; needs a new start. */
        public Builder enabled(boolean enabled) {
            this.enabled = enabled;
            return this;
        }

        /** Key {@code observe.metrics.max-routes}; default 500; 1 to 100000; needs a new start. */
        public Builder maxRoutes(int maxRoutes) {
            this.maxRoutes = maxRoutes;
            return this;
        }

        /** Key {@code observe.metrics.history}; default true; needs a new start. */
        public Builder history(boolean history) {
            this.history = history;
            return this;
        }

        /**
         * Makes the record.
         *
         * @throws IllegalArgumentException if a value is out of range
         */
        public MetricsConfig build() {
            return new MetricsConfig(enabled, maxRoutes, history);
        }
    }
}
