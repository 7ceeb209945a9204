package dev.serve.api.config;

import java.net.URI;
import java.util.List;

/**
 * How traces are taken, and where they are sent. Immutable; make one with {@link #builder()}.
 *
 * @param enabled whether spans are made
 * @param samplePercent share of the work that nobody has decided on, in percent
 * @param endpoint where spans are sent to
 * @param service what the server is called in them
 */
public record TracingConfig(boolean enabled, int samplePercent, String endpoint, String service) {

    /** Key {@code observe.tracing.enabled}. */
    public static final Key<Boolean> ENABLED =
            Key.of("enabled", ValueTypes.BOOLEAN)
                    .defaultValue(false)
                    .doc(
                            "Whether spans are made of HTTP requests, WebSocket messages, gRPC calls, TCP frames and changes of the configuration, as children of what traceparent says.")
                    .build();

    /** Key {@code observe.tracing.sample-percent}. */
    public static final Key<Integer> SAMPLE_PERCENT =
            Key.integer("sample-percent", 0, 100)
                    .defaultValue(1)
                    .runtime()
                    .doc(
                            "Percent of the work that is traced where the client has not decided; what it has decided holds.")
                    .build();

    /** Key {@code observe.tracing.endpoint}. */
    public static final Key<String> ENDPOINT =
            Key.of("endpoint", ValueTypes.TEXT)
                    .range("that is an http or https URL", TracingConfig::isHttp)
                    .defaultValue("http://127.0.0.1:4318/v1/traces")
                    .doc("Collector that spans are sent to, by OTLP over HTTP in protobuf.")
                    .build();

    /** Key {@code observe.tracing.service}. */
    public static final Key<String> SERVICE =
            Key.of("service", ValueTypes.TEXT)
                    .range("that is not blank", text -> !text.isBlank())
                    .defaultValue("serve")
                    .doc("What spans and figures that are sent call this server (service.name).")
                    .build();

    /** The keys of {@code observe.tracing}. */
    public static final Schema<TracingConfig, Builder> SCHEMA =
            new Schema<>(
                    "tracing",
                    TracingConfig::toBuilder,
                    Builder::build,
                    List.of(
                            new Schema.Value<>(ENABLED, Builder::enabled, TracingConfig::enabled),
                            new Schema.Value<>(
                                    SAMPLE_PERCENT,
                                    Builder::samplePercent,
                                    TracingConfig::samplePercent),
                            new Schema.Value<>(
                                    ENDPOINT, Builder::endpoint, TracingConfig::endpoint),
                            new Schema.Value<>(SERVICE, Builder::service, TracingConfig::service)));

    /** Checks the ranges. */
    public TracingConfig {
        SAMPLE_PERCENT.check(samplePercent);
        ENDPOINT.check(endpoint);
        SERVICE.check(service);
    }

    static boolean isHttp(String text) {
        try {
            URI uri = URI.create(text);
            return uri.getHost() != null
                    && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** A builder with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder with these values. */
    public Builder toBuilder() {
        return new Builder()
                .enabled(enabled)
                .samplePercent(samplePercent)
                .endpoint(endpoint)
                .service(service);
    }

    /** Makes a {@link TracingConfig}. Not thread-safe. */
    public static final class Builder {
        private boolean enabled = ENABLED.defaultValue();
        private int samplePercent = SAMPLE_PERCENT.defaultValue();
        private String endpoint = ENDPOINT.defaultValue();
        private String service = SERVICE.defaultValue();

        private Builder() {}

        /** Key {@code observe.tracing.enabled}; default false; needs a new start. */
        public Builder enabled(boolean enabled) {
            this.enabled = enabled;
            return this;
        }

        /** Key {@code observe.tracing.sample-percent}; default 1; 0 to 100; at runtime. */
        public Builder samplePercent(int samplePercent) {
            this.samplePercent = samplePercent;
            return this;
        }

        /** Key {@code observe.tracing.endpoint}; needs a new start. */
        public Builder endpoint(String endpoint) {
            this.endpoint = endpoint;
            return this;
        }

        /** Key {@code observe.tracing.service}; default serve; needs a new start. */
        public Builder service(String service) {
            this.service = service;
            return this;
        }

        /**
         * Makes the record.
         *
         * @throws IllegalArgumentException if a value is out of range
         */
        public TracingConfig build() {
            return new TracingConfig(enabled, samplePercent, endpoint, service);
        }
    }
}
