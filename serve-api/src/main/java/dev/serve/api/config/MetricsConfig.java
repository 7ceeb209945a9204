package dev.serve.api.config;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is counted. Immutable; make one with {@link #builder()}.
 *
 * @param enabled whether anything is counted for metrics
 * @param maxRoutes routes of a listener, and methods, that have figures of their own
 * @param history whether figures are kept over time
 * @param otlpEndpoint where figures are sent to; null to send none
 * @param otlpInterval how often they are sent
 */
public record MetricsConfig(
        boolean enabled,
        int maxRoutes,
        boolean history,
        @Nullable String otlpEndpoint,
        Duration otlpInterval) {

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

    /** Key {@code observe.metrics.otlp-endpoint}. */
    public static final Key<String> OTLP_ENDPOINT =
            Key.of("otlp-endpoint", ValueTypes.TEXT)
                    .range("that is an http or https URL", TracingConfig::isHttp)
                    .doc(
                            "Collector that all figures are sent to, by OTLP over HTTP in protobuf, such as http://127.0.0.1:4318/v1/metrics; without, none are sent. Each observation is then counted twice.")
                    .build();

    /** Key {@code observe.metrics.otlp-interval}. */
    public static final Key<Duration> OTLP_INTERVAL =
            Key.of("otlp-interval", ValueTypes.DURATION)
                    .range(
                            "from 1s to 1h",
                            value ->
                                    value.compareTo(Duration.ofSeconds(1)) >= 0
                                            && value.compareTo(Duration.ofHours(1)) <= 0)
                    .defaultValue(Duration.ofMinutes(1))
                    .doc("How often figures are sent to otlp-endpoint; once more at the end.")
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
                            new Schema.Value<>(HISTORY, Builder::history, MetricsConfig::history),
                            new Schema.Value<>(
                                    OTLP_ENDPOINT,
                                    Builder::otlpEndpoint,
                                    MetricsConfig::otlpEndpoint),
                            new Schema.Value<>(
                                    OTLP_INTERVAL,
                                    Builder::otlpInterval,
                                    MetricsConfig::otlpInterval)));

    /** Checks the ranges. */
    public MetricsConfig {
        MAX_ROUTES.check(maxRoutes);
        if (otlpEndpoint != null) {
            OTLP_ENDPOINT.check(otlpEndpoint);
        }
        OTLP_INTERVAL.check(otlpInterval);
    }

    /** A builder with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder with these values. */
    public Builder toBuilder() {
        Builder builder =
                new Builder()
                        .enabled(enabled)
                        .maxRoutes(maxRoutes)
                        .history(history)
                        .otlpInterval(otlpInterval);
        builder.otlpEndpoint = otlpEndpoint;
        return builder;
    }

    /** Makes a {@link MetricsConfig}. Not thread-safe. */
    public static final class Builder {
        private boolean enabled = ENABLED.defaultValue();
        private int maxRoutes = MAX_ROUTES.defaultValue();
        private boolean history = HISTORY.defaultValue();
        private @Nullable String otlpEndpoint;
        private Duration otlpInterval = OTLP_INTERVAL.defaultValue();

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

        /** Key {@code observe.metrics.otlp-endpoint}; default none; needs a new start. */
        public Builder otlpEndpoint(String otlpEndpoint) {
            this.otlpEndpoint = otlpEndpoint;
            return this;
        }

        /** Key {@code observe.metrics.otlp-interval}; default 1 min; 1 s to 1 h; a new start. */
        public Builder otlpInterval(Duration otlpInterval) {
            this.otlpInterval = otlpInterval;
            return this;
        }

        /**
         * Makes the record.
         *
         * @throws IllegalArgumentException if a value is out of range
         */
        public MetricsConfig build() {
            return new MetricsConfig(enabled, maxRoutes, history, otlpEndpoint, otlpInterval);
        }
    }
}
