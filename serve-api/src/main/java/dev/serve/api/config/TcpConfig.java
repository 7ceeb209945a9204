package dev.serve.api.config;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Settings of framed byte streams on one listener. Immutable; make one with {@link #builder()}.
 *
 * @param maxFrameSize largest frame, in bytes, without its framing
 * @param idleTimeout after how long without a byte from the peer a connection is closed
 * @param heartbeat how long we may be silent before an empty frame is sent; null for none
 * @param queueFrames frames that wait for one peer
 * @param queueSize bytes that wait for one peer
 * @param overflow what becomes of a frame that finds the queue full
 * @param blockTimeout how long a sender waits under block
 * @param firstBytes what a connection begins with, where other protocols share the port; text, or
 *     {@code 0x} and hexadecimal digits
 */
public record TcpConfig(
        long maxFrameSize,
        Duration idleTimeout,
        @Nullable Duration heartbeat,
        int queueFrames,
        long queueSize,
        Overflow overflow,
        Duration blockTimeout,
        List<String> firstBytes) {

    private static final Duration SHORTEST = Duration.ofMillis(10);
    private static final Duration LONGEST = Duration.ofHours(24);

    /** Key {@code tcp.max-frame-size}. */
    public static final Key<Long> MAX_FRAME_SIZE =
            Key.size("max-frame-size", 1, 1L << 30)
                    .defaultValue(1L << 20)
                    .runtime()
                    .doc(
                            "Largest frame, in bytes, without its framing; whoever sends a larger one is told so and closed.")
                    .build();

    /** Key {@code tcp.idle-timeout}. */
    public static final Key<Duration> IDLE_TIMEOUT =
            duration("idle-timeout")
                    .defaultValue(Duration.ofMinutes(5))
                    .runtime()
                    .doc("After how long without a byte from the peer a connection is closed.")
                    .build();

    /** Key {@code tcp.heartbeat}. */
    public static final Key<Duration> HEARTBEAT =
            duration("heartbeat")
                    .runtime()
                    .doc(
                            "How long we may be silent before an empty frame is sent. The peer may send empty frames too, as signs of life; with this key they never reach a handler.")
                    .build();

    /** Key {@code tcp.queue-frames}. */
    public static final Key<Integer> QUEUE_FRAMES =
            Key.integer("queue-frames", 1, 1_000_000)
                    .defaultValue(256)
                    .runtime()
                    .doc("Frames that wait for one peer; one frame always fits an empty queue.")
                    .build();

    /** Key {@code tcp.queue-size}. */
    public static final Key<Long> QUEUE_SIZE =
            Key.size("queue-size", 1, 1L << 30)
                    .defaultValue(1L << 20)
                    .runtime()
                    .doc("Bytes that wait for one peer; one frame always fits an empty queue.")
                    .build();

    /** Key {@code tcp.overflow}. */
    public static final Key<Overflow> OVERFLOW =
            Key.of("overflow", ValueTypes.oneOf(Overflow.class, Map.of()))
                    .defaultValue(Overflow.DISCONNECT)
                    .runtime()
                    .doc("What becomes of a frame that finds the queue full.")
                    .build();

    /** Key {@code tcp.block-timeout}. */
    public static final Key<Duration> BLOCK_TIMEOUT =
            duration("block-timeout")
                    .defaultValue(Duration.ofSeconds(1))
                    .runtime()
                    .doc("How long block lets a sender wait.")
                    .build();

    /** Key {@code tcp.first-bytes}. */
    public static final Key<List<String>> FIRST_BYTES =
            Key.of("first-bytes", ValueTypes.listOf(ValueTypes.TEXT))
                    .range(
                            "of text, or 0x and hexadecimal digits, not empty",
                            values -> values.stream().allMatch(TcpConfig::isPrefix))
                    .defaultValue(List.of())
                    .defaultText("[]")
                    .doc(
                            "What a connection begins with when other protocols share the port, such as 0x00 for lengths of four bytes; a client must speak first there.")
                    .build();

    /** The keys of {@code tcp}. */
    public static final Schema<TcpConfig, Builder> SCHEMA =
            new Schema<>(
                    "tcp",
                    TcpConfig::toBuilder,
                    Builder::build,
                    List.of(
                            new Schema.Value<>(
                                    MAX_FRAME_SIZE, Builder::maxFrameSize, TcpConfig::maxFrameSize),
                            new Schema.Value<>(
                                    IDLE_TIMEOUT, Builder::idleTimeout, TcpConfig::idleTimeout),
                            new Schema.Value<>(HEARTBEAT, Builder::heartbeat, TcpConfig::heartbeat),
                            new Schema.Value<>(
                                    QUEUE_FRAMES, Builder::queueFrames, TcpConfig::queueFrames),
                            new Schema.Value<>(
                                    QUEUE_SIZE, Builder::queueSize, TcpConfig::queueSize),
                            new Schema.Value<>(OVERFLOW, Builder::overflow, TcpConfig::overflow),
                            new Schema.Value<>(
                                    BLOCK_TIMEOUT, Builder::blockTimeout, TcpConfig::blockTimeout),
                            new Schema.Value<>(
                                    FIRST_BYTES, Builder::firstBytes, TcpConfig::firstBytes)));

    /** Checks the ranges. */
    public TcpConfig {
        firstBytes = FIRST_BYTES.check(List.copyOf(firstBytes));
        MAX_FRAME_SIZE.check(maxFrameSize);
        IDLE_TIMEOUT.check(idleTimeout);
        if (heartbeat != null) {
            HEARTBEAT.check(heartbeat);
        }
        QUEUE_FRAMES.check(queueFrames);
        QUEUE_SIZE.check(queueSize);
        OVERFLOW.check(overflow);
        BLOCK_TIMEOUT.check(blockTimeout);
    }

    private static boolean isPrefix(String value) {
        return value.startsWith("0x") ? value.matches("0x([0-9a-fA-F]{2})+") : !value.isEmpty();
    }

    /** The {@link #firstBytes} as bytes. */
    public List<byte[]> prefixes() {
        return firstBytes.stream()
                .map(
                        value ->
                                value.startsWith("0x")
                                        ? HexFormat.of().parseHex(value, 2, value.length())
                                        : value.getBytes(StandardCharsets.UTF_8))
                .toList();
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
        builder.maxFrameSize = maxFrameSize;
        builder.idleTimeout = idleTimeout;
        builder.heartbeat = heartbeat;
        builder.queueFrames = queueFrames;
        builder.queueSize = queueSize;
        builder.overflow = overflow;
        builder.blockTimeout = blockTimeout;
        builder.firstBytes = firstBytes;
        return builder;
    }

    /** Makes a {@link TcpConfig}. Not thread-safe. */
    public static final class Builder {
        private long maxFrameSize = MAX_FRAME_SIZE.defaultValue();
        private Duration idleTimeout = IDLE_TIMEOUT.defaultValue();
        private @Nullable Duration heartbeat;
        private int queueFrames = QUEUE_FRAMES.defaultValue();
        private long queueSize = QUEUE_SIZE.defaultValue();
        private Overflow overflow = OVERFLOW.defaultValue();
        private Duration blockTimeout = BLOCK_TIMEOUT.defaultValue();
        private List<String> firstBytes = FIRST_BYTES.defaultValue();

        private Builder() {}

        /** Key {@code tcp.max-frame-size}; 1 B to 1 GiB; default 1 MiB. */
        public Builder maxFrameSize(long maxFrameSize) {
            this.maxFrameSize = maxFrameSize;
            return this;
        }

        /** Key {@code tcp.idle-timeout}; 10 ms to 24 h; default 5 min. */
        public Builder idleTimeout(Duration idleTimeout) {
            this.idleTimeout = idleTimeout;
            return this;
        }

        /** Key {@code tcp.heartbeat}; 10 ms to 24 h; default none. */
        public Builder heartbeat(Duration heartbeat) {
            this.heartbeat = heartbeat;
            return this;
        }

        /** Key {@code tcp.queue-frames}; 1 to 1,000,000; default 256. */
        public Builder queueFrames(int queueFrames) {
            this.queueFrames = queueFrames;
            return this;
        }

        /** Key {@code tcp.queue-size}; 1 B to 1 GiB; default 1 MiB. */
        public Builder queueSize(long queueSize) {
            this.queueSize = queueSize;
            return this;
        }

        /** Key {@code tcp.overflow}; default {@link Overflow#DISCONNECT}. */
        public Builder overflow(Overflow overflow) {
            this.overflow = overflow;
            return this;
        }

        /** Key {@code tcp.block-timeout}; 10 ms to 24 h; default 1 s. */
        public Builder blockTimeout(Duration blockTimeout) {
            this.blockTimeout = blockTimeout;
            return this;
        }

        /**
         * Key {@code tcp.first-bytes}; text, or {@code 0x} and hexadecimal digits; default none.
         */
        public Builder firstBytes(List<String> firstBytes) {
            this.firstBytes = firstBytes;
            return this;
        }

        /**
         * Makes the record.
         *
         * @throws IllegalArgumentException if a value is out of range
         */
        public TcpConfig build() {
            return new TcpConfig(
                    maxFrameSize,
                    idleTimeout,
                    heartbeat,
                    queueFrames,
                    queueSize,
                    overflow,
                    blockTimeout,
                    firstBytes);
        }
    }
}
