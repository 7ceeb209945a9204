package dev.serve.api.config;

import java.util.List;
import java.util.function.Consumer;

/**
 * What the server tells about itself, and to whom. Immutable; make one with {@link #builder()}.
 *
 * @param listeners names of the listeners that answer probes and tell metrics
 * @param health how health is judged
 * @param metrics what is counted
 * @param accessLog the access log
 * @param slow from when on work is slow
 * @param tracing how traces are taken
 */
public record ObserveConfig(
        List<String> listeners,
        HealthConfig health,
        MetricsConfig metrics,
        AccessLogConfig accessLog,
        SlowConfig slow,
        TracingConfig tracing) {

    /** Key {@code observe.listeners}. */
    public static final Key<List<String>> LISTENERS =
            Key.of("listeners", ValueTypes.listOf(ValueTypes.TEXT))
                    .range(
                            "that names none twice",
                            names -> names.stream().distinct().count() == names.size())
                    .defaultValue(List.of())
                    .defaultText("[]")
                    .doc(
                            "Names of the listeners that answer probes (/livez, /readyz, /startupz, /health, /servers) and tell metrics (/metrics). They are for operators: name no listener that everybody reaches.")
                    .build();

    /** The keys of {@code observe}. */
    public static final Schema<ObserveConfig, Builder> SCHEMA =
            new Schema<>(
                    "observe",
                    ObserveConfig::toBuilder,
                    Builder::build,
                    List.of(
                            new Schema.Value<>(
                                    LISTENERS, Builder::listeners, ObserveConfig::listeners),
                            new Schema.Section<>(
                                    "health",
                                    "How health is judged.",
                                    false,
                                    HealthConfig.SCHEMA,
                                    HealthConfig::builder,
                                    Builder::health,
                                    ObserveConfig::health),
                            new Schema.Section<>(
                                    "metrics",
                                    "What is counted.",
                                    false,
                                    MetricsConfig.SCHEMA,
                                    MetricsConfig::builder,
                                    Builder::metrics,
                                    ObserveConfig::metrics),
                            new Schema.Section<>(
                                    "access-log",
                                    "The access log.",
                                    false,
                                    AccessLogConfig.SCHEMA,
                                    AccessLogConfig::builder,
                                    Builder::accessLog,
                                    ObserveConfig::accessLog),
                            new Schema.Section<>(
                                    "slow",
                                    "From when on work is slow.",
                                    false,
                                    SlowConfig.SCHEMA,
                                    SlowConfig::builder,
                                    Builder::slow,
                                    ObserveConfig::slow),
                            new Schema.Section<>(
                                    "tracing",
                                    "How traces are taken.",
                                    false,
                                    TracingConfig.SCHEMA,
                                    TracingConfig::builder,
                                    Builder::tracing,
                                    ObserveConfig::tracing)));

    /** Copies the list and checks the range. */
    public ObserveConfig {
        listeners = LISTENERS.check(List.copyOf(listeners));
    }

    /** A builder with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder with these values. */
    public Builder toBuilder() {
        return new Builder()
                .listeners(listeners)
                .health(health)
                .metrics(metrics)
                .accessLog(accessLog)
                .slow(slow)
                .tracing(tracing);
    }

    /** Makes an {@link ObserveConfig}. Not thread-safe. */
    public static final class Builder {
        private List<String> listeners = LISTENERS.defaultValue();
        private HealthConfig health = HealthConfig.builder().build();
        private MetricsConfig metrics = MetricsConfig.builder().build();
        private AccessLogConfig accessLog = AccessLogConfig.builder().build();
        private SlowConfig slow = SlowConfig.builder().build();
        private TracingConfig tracing = TracingConfig.builder().build();

        private Builder() {}

        /** Key {@code observe.listeners}; default none; needs a restart of the server. */
        public Builder listeners(List<String> listeners) {
            this.listeners = listeners;
            return this;
        }

        /** Keys {@code observe.health.*}. */
        public Builder health(HealthConfig health) {
            this.health = health;
            return this;
        }

        /** Changes some of {@code observe.health.*}. */
        public Builder health(Consumer<HealthConfig.Builder> change) {
            HealthConfig.Builder builder = health.toBuilder();
            change.accept(builder);
            return health(builder.build());
        }

        /** Keys {@code observe.metrics.*}. */
        public Builder metrics(MetricsConfig metrics) {
            this.metrics = metrics;
            return this;
        }

        /** Changes some of {@code observe.metrics.*}. */
        public Builder metrics(Consumer<MetricsConfig.Builder> change) {
            MetricsConfig.Builder builder = metrics.toBuilder();
            change.accept(builder);
            return metrics(builder.build());
        }

        /** Keys {@code observe.access-log.*}. */
        public Builder accessLog(AccessLogConfig accessLog) {
            this.accessLog = accessLog;
            return this;
        }

        /** Changes some of {@code observe.access-log.*}. */
        public Builder accessLog(Consumer<AccessLogConfig.Builder> change) {
            AccessLogConfig.Builder builder = accessLog.toBuilder();
            change.accept(builder);
            return accessLog(builder.build());
        }

        /** Keys {@code observe.slow.*}. */
        public Builder slow(SlowConfig slow) {
            this.slow = slow;
            return this;
        }

        /** Changes some of {@code observe.slow.*}. */
        public Builder slow(Consumer<SlowConfig.Builder> change) {
            SlowConfig.Builder builder = slow.toBuilder();
            change.accept(builder);
            return slow(builder.build());
        }

        /** Keys {@code observe.tracing.*}. */
        public Builder tracing(TracingConfig tracing) {
            this.tracing = tracing;
            return this;
        }

        /** Changes some of {@code observe.tracing.*}. */
        public Builder tracing(Consumer<TracingConfig.Builder> change) {
            TracingConfig.Builder builder = tracing.toBuilder();
            change.accept(builder);
            return tracing(builder.build());
        }

        /**
         * Makes the record.
         *
         * @throws IllegalArgumentException if a value is out of range
         */
        public ObserveConfig build() {
            return new ObserveConfig(listeners, health, metrics, accessLog, slow, tracing);
        }
    }
}
