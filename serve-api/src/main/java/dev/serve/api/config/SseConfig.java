package dev.serve.api.config;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Settings of event streams on one listener. Immutable; make one with {@link #builder()}.
 *
 * @param heartbeat how long a stream may be silent before a comment is sent
 * @param idleTimeout after how long without an event a stream is ended
 * @param buffer events that wait for one client
 * @param overflow what becomes of an event that finds the buffer full
 * @param retry after how long a client comes back
 */
public record SseConfig(
        Duration heartbeat, Duration idleTimeout, int buffer, Overflow overflow, Duration retry) {

    private static final Duration SHORTEST = Duration.ofMillis(10);
    private static final Duration LONGEST = Duration.ofHours(24);

    /** Key {@code sse.heartbeat}. */
    public static final Key<Duration> HEARTBEAT =
            duration("heartbeat")
                    .defaultValue(Duration.ofSeconds(30))
                    .runtime()
                    .doc(
                            "How long a stream may be silent before a comment is sent, by which a client that has gone is noticed.")
                    .build();

    /** Key {@code sse.idle-timeout}. */
    public static final Key<Duration> IDLE_TIMEOUT =
            duration("idle-timeout")
                    .defaultValue(Duration.ofMinutes(2))
                    .runtime()
                    .doc(
                            "After how long without an event a stream is ended; its client comes back after retry.")
                    .build();

    /** Key {@code sse.buffer}. */
    public static final Key<Integer> BUFFER =
            Key.integer("buffer", 1, 1_000_000)
                    .defaultValue(100)
                    .runtime()
                    .doc("Events that wait for one client.")
                    .build();

    /** Key {@code sse.overflow}. */
    public static final Key<Overflow> OVERFLOW =
            Key.of("overflow", ValueTypes.oneOf(Overflow.class, Map.of()))
                    .defaultValue(Overflow.BLOCK)
                    .runtime()
                    .doc(
                            "What becomes of an event that finds the buffer full. A disconnected client comes back after retry; block waits for pool.write-timeout at most, then disconnects.")
                    .build();

    /** Key {@code sse.retry}. */
    public static final Key<Duration> RETRY =
            duration("retry")
                    .defaultValue(Duration.ofSeconds(3))
                    .runtime()
                    .doc(
                            "After how long a client that has lost its stream comes back; told at the beginning of each stream, and at a drain with up to as much again, so that clients do not come back all at once.")
                    .build();

    /** The keys of {@code sse}. */
    public static final Schema<SseConfig, Builder> SCHEMA =
            new Schema<>(
                    "sse",
                    SseConfig::toBuilder,
                    Builder::build,
                    List.of(
                            new Schema.Value<>(HEARTBEAT, Builder::heartbeat, SseConfig::heartbeat),
                            new Schema.Value<>(
                                    IDLE_TIMEOUT, Builder::idleTimeout, SseConfig::idleTimeout),
                            new Schema.Value<>(BUFFER, Builder::buffer, SseConfig::buffer),
                            new Schema.Value<>(OVERFLOW, Builder::overflow, SseConfig::overflow),
                            new Schema.Value<>(RETRY, Builder::retry, SseConfig::retry)));

    /** Checks the ranges. */
    public SseConfig {
        HEARTBEAT.check(heartbeat);
        IDLE_TIMEOUT.check(idleTimeout);
        BUFFER.check(buffer);
        OVERFLOW.check(overflow);
        RETRY.check(retry);
    }

    private static Key.Builder<Duration> duration(String name) {
        return Key.of(name, ValueTypes.DURATION)
                .range(
                        "from 10ms to 24h",
                        value -> value.compareTo(SHORTEST) >= 0 && value.compareTo(LONGEST) <= 0);
    }

    /** A builder with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder with these values. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.heartbeat = heartbeat;
        builder.idleTimeout = idleTimeout;
        builder.buffer = buffer;
        builder.overflow = overflow;
        builder.retry = retry;
        return builder;
    }

    /** Makes a {@link SseConfig}. Not thread-safe. */
    public static final class Builder {
        private Duration heartbeat = HEARTBEAT.defaultValue();
        private Duration idleTimeout = IDLE_TIMEOUT.defaultValue();
        private int buffer = BUFFER.defaultValue();
        private Overflow overflow = OVERFLOW.defaultValue();
        private Duration retry = RETRY.defaultValue();

        private Builder() {}

        /** Key {@code sse.heartbeat}; 10 ms to 24 h; default 30 s. */
        public Builder heartbeat(Duration heartbeat) {
            this.heartbeat = heartbeat;
            return this;
        }

        /** Key {@code sse.idle-timeout}; 10 ms to 24 h; default 120 s. */
        public Builder idleTimeout(Duration idleTimeout) {
            this.idleTimeout = idleTimeout;
            return this;
        }

        /** Key {@code sse.buffer}; 1 to 1,000,000; default 100. */
        public Builder buffer(int buffer) {
            this.buffer = buffer;
            return this;
        }

        /** Key {@code sse.overflow}; default {@link Overflow#BLOCK}. */
        public Builder overflow(Overflow overflow) {
            this.overflow = overflow;
            return this;
        }

        /** Key {@code sse.retry}; 10 ms to 24 h; default 3 s. */
        public Builder retry(Duration retry) {
            this.retry = retry;
            return this;
        }

        /**
         * Makes the record.
         *
         * @throws IllegalArgumentException if a value is out of range
         */
        public SseConfig build() {
            return new SseConfig(heartbeat, idleTimeout, buffer, overflow, retry);
        }
    }
}
