package dev.serve.api.config;

import java.time.Duration;
import java.util.List;

/**
 * From when on work is slow, which is logged (W-063). Immutable; make one with {@link #builder()}.
 *
 * @param http a request over HTTP
 * @param grpc a call of one message each way
 * @param stream a call of more messages
 */
public record SlowConfig(Duration http, Duration grpc, Duration stream) {

    /** Key {@code observe.slow.http}. */
    public static final Key<Duration> HTTP =
            limit(
                    "http",
                    Duration.ofSeconds(1),
                    "How long a request over HTTP may take before it is told as slow, at INFO by the logger dev.serve.slow; event streams are left out, and calls of gRPC-Web and in JSON have the limits of gRPC.");

    /** Key {@code observe.slow.grpc}. */
    public static final Key<Duration> GRPC =
            limit(
                    "grpc",
                    Duration.ofSeconds(1),
                    "How long a call of gRPC with one message each way may take before it is told as slow, at INFO by the logger dev.serve.slow.");

    /** Key {@code observe.slow.stream}. */
    public static final Key<Duration> STREAM =
            limit(
                    "stream",
                    Duration.ofSeconds(5),
                    "How long a call of gRPC with a stream of messages may take before it is told as slow, at INFO by the logger dev.serve.slow.");

    /** The keys of {@code observe.slow}. */
    public static final Schema<SlowConfig, Builder> SCHEMA =
            new Schema<>(
                    "slow",
                    SlowConfig::toBuilder,
                    Builder::build,
                    List.of(
                            new Schema.Value<>(HTTP, Builder::http, SlowConfig::http),
                            new Schema.Value<>(GRPC, Builder::grpc, SlowConfig::grpc),
                            new Schema.Value<>(STREAM, Builder::stream, SlowConfig::stream)));

    /** Checks the ranges. */
    public SlowConfig {
        HTTP.check(http);
        GRPC.check(grpc);
        STREAM.check(stream);
    }

    private static Key<Duration> limit(String name, Duration most, String doc) {
        return Key.of(name, ValueTypes.DURATION)
                .range(
                        "from 1ms to 24h",
                        value ->
                                value.compareTo(Duration.ofMillis(1)) >= 0
                                        && value.compareTo(Duration.ofHours(24)) <= 0)
                .defaultValue(most)
                .runtime()
                .doc(doc)
                .build();
    }

    /** A builder with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder with these values. */
    public Builder toBuilder() {
        return new Builder().http(http).grpc(grpc).stream(stream);
    }

    /** Makes a {@link SlowConfig}. Not thread-safe. */
    public static final class Builder {
        private Duration http = HTTP.defaultValue();
        private Duration grpc = GRPC.defaultValue();
        private Duration stream = STREAM.defaultValue();

        private Builder() {}

        /** Key {@code observe.slow.http}; default 1 s; 1 ms to 24 h; applied at runtime. */
        public Builder http(Duration http) {
            this.http = http;
            return this;
        }

        /** Key {@code observe.slow.grpc}; default 1 s; 1 ms to 24 h; applied at runtime. */
        public Builder grpc(Duration grpc) {
            this.grpc = grpc;
            return this;
        }

        /** Key {@code observe.slow.stream}; default 5 s; 1 ms to 24 h; applied at runtime. */
        public Builder stream(Duration stream) {
            this.stream = stream;
            return this;
        }

        /**
         * Makes the record.
         *
         * @throws IllegalArgumentException if a value is out of range
         */
        public SlowConfig build() {
            return new SlowConfig(http, grpc, stream);
        }
    }
}
