package dev.serve.api.config;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Settings of WebSocket on one listener (RFC 6455, RFC 7692); a route may change some for itself.
 * Immutable; make one with {@link #builder()}.
 *
 * @param pingInterval how long a peer may be silent before it is sent a ping
 * @param pongTimeout how long the answer to a ping may take before the session is ended
 * @param heartbeatInterval how often every session that was silent since the last time is asked for
 *     a sign of life, whatever {@code pingInterval} says
 * @param closeTimeout how long the peer may take to answer a close frame, then to end the
 *     connection
 * @param idleTimeout after how long without a message either way a session is closed; null is never
 * @param maxMessageSize largest message, in bytes, decompressed; a larger one is refused with 1009
 * @param maxFrameSize largest frame, in bytes, as sent; a larger one is refused with 1009
 * @param maxFragments frames of one message; more are refused with 1008
 * @param maxSessions open sessions of the listener; one more is closed with 1013; null is no limit
 * @param queueMessages messages that wait for one peer; one message always fits an empty queue
 * @param queueSize bytes that wait for one peer; one message always fits an empty queue
 * @param overflow what becomes of a message that finds the queue full
 * @param blockTimeout how long {@link Overflow#BLOCK} lets a sender wait
 * @param controlFrameRate control frames of one peer; more are refused with 1008
 * @param drainBatch sessions that are told of the end in one {@code drainInterval}
 * @param drainInterval time that the closes of one batch are spread over
 * @param subProtocols sub-protocols that are spoken, the best first; one that the client offers is
 *     chosen
 * @param compression whether permessage-deflate is negotiated
 * @param compressionThreshold messages of fewer bytes go uncompressed
 * @param compressionLevel level of deflate: 1 is fast, 9 is small
 * @param compressionMemory memory that the contexts of all sessions of the listener may take;
 *     beyond it sessions go without context takeover
 * @param origins origins of pages that may connect, such as {@code https://example.com}; {@code *}
 *     is any; empty is the origin of the server itself. Clients that send none are no browsers and
 *     pass
 */
public record WebSocketConfig(
        Duration pingInterval,
        Duration pongTimeout,
        Duration heartbeatInterval,
        Duration closeTimeout,
        @Nullable Duration idleTimeout,
        long maxMessageSize,
        long maxFrameSize,
        int maxFragments,
        @Nullable Integer maxSessions,
        int queueMessages,
        long queueSize,
        Overflow overflow,
        Duration blockTimeout,
        Rate controlFrameRate,
        int drainBatch,
        Duration drainInterval,
        List<String> subProtocols,
        boolean compression,
        long compressionThreshold,
        int compressionLevel,
        long compressionMemory,
        List<String> origins) {

    private static final long LARGEST = 1L << 30;

    /** Key {@code websocket.ping-interval}. */
    public static final Key<Duration> PING_INTERVAL =
            duration(
                    "ping-interval", 30, "How long a peer may be silent before it is sent a ping.");

    /** Key {@code websocket.pong-timeout}. */
    public static final Key<Duration> PONG_TIMEOUT =
            duration(
                    "pong-timeout",
                    5,
                    "How long the answer to a ping may take before the session is ended.");

    /** Key {@code websocket.heartbeat-interval}. */
    public static final Key<Duration> HEARTBEAT_INTERVAL =
            duration(
                    "heartbeat-interval",
                    60,
                    "How often every session that was silent since the last time is asked for a sign of life, whatever ping-interval says.");

    /** Key {@code websocket.close-timeout}. */
    public static final Key<Duration> CLOSE_TIMEOUT =
            duration(
                    "close-timeout",
                    10,
                    "How long the peer may take to answer a close frame, then to end the connection.");

    /** Key {@code websocket.idle-timeout}. */
    public static final Key<Duration> IDLE_TIMEOUT =
            Key.of("idle-timeout", ValueTypes.DURATION)
                    .range("from 10ms to 24h", WebSocketConfig::isTimeout)
                    .runtime()
                    .doc("After how long without a message either way a session is closed.")
                    .build();

    /** Key {@code websocket.max-message-size}. */
    public static final Key<Long> MAX_MESSAGE_SIZE =
            Key.size("max-message-size", 1, LARGEST)
                    .defaultValue(1L << 20)
                    .runtime()
                    .doc(
                            "Largest message, in bytes, decompressed; a larger one is refused with 1009.")
                    .build();

    /** Key {@code websocket.max-frame-size}. */
    public static final Key<Long> MAX_FRAME_SIZE =
            Key.size("max-frame-size", 125, LARGEST)
                    .defaultValue(1L << 20)
                    .runtime()
                    .doc("Largest frame, in bytes, as sent; a larger one is refused with 1009.")
                    .build();

    /** Key {@code websocket.max-fragments}. */
    public static final Key<Integer> MAX_FRAGMENTS =
            Key.integer("max-fragments", 1, 1_000_000)
                    .defaultValue(1_024)
                    .runtime()
                    .doc("Frames of one message; more are refused with 1008.")
                    .build();

    /** Key {@code websocket.max-sessions}. */
    public static final Key<Integer> MAX_SESSIONS =
            Key.integer("max-sessions", 1, 10_000_000)
                    .runtime()
                    .doc("Open sessions of the listener; one more is closed with 1013.")
                    .build();

    /** Key {@code websocket.queue-messages}. */
    public static final Key<Integer> QUEUE_MESSAGES =
            Key.integer("queue-messages", 1, 1_000_000)
                    .defaultValue(256)
                    .runtime()
                    .doc("Messages that wait for one peer; one message always fits an empty queue.")
                    .build();

    /** Key {@code websocket.queue-size}. */
    public static final Key<Long> QUEUE_SIZE =
            Key.size("queue-size", 1, LARGEST)
                    .defaultValue(1L << 20)
                    .runtime()
                    .doc("Bytes that wait for one peer; one message always fits an empty queue.")
                    .build();

    /** Key {@code websocket.overflow}. */
    public static final Key<Overflow> OVERFLOW =
            Key.of("overflow", ValueTypes.oneOf(Overflow.class, Map.of()))
                    .defaultValue(Overflow.DISCONNECT)
                    .runtime()
                    .doc("What becomes of a message that finds the queue full.")
                    .build();

    /** Key {@code websocket.block-timeout}. */
    public static final Key<Duration> BLOCK_TIMEOUT =
            duration("block-timeout", 1, "How long block lets a sender wait.");

    /** Key {@code websocket.control-frame-rate}. */
    public static final Key<Rate> CONTROL_FRAME_RATE =
            Key.of("control-frame-rate", ValueTypes.RATE)
                    .range("of at least 1", rate -> rate.count() >= 1)
                    .defaultValue(Rate.perSecond(200))
                    .runtime()
                    .doc("Control frames of one peer; more are refused with 1008.")
                    .build();

    /** Key {@code websocket.drain-batch}. */
    public static final Key<Integer> DRAIN_BATCH =
            Key.integer("drain-batch", 1, 10_000_000)
                    .defaultValue(10_000)
                    .runtime()
                    .doc("Sessions that are told of the end in one drain-interval.")
                    .build();

    /** Key {@code websocket.drain-interval}. */
    public static final Key<Duration> DRAIN_INTERVAL =
            duration("drain-interval", 2, "Time that the closes of one batch are spread over.");

    /** Key {@code websocket.sub-protocols}. */
    public static final Key<List<String>> SUB_PROTOCOLS =
            Key.of("sub-protocols", ValueTypes.listOf(ValueTypes.TEXT))
                    .range("of names without spaces or separators", WebSocketConfig::areTokens)
                    .defaultValue(List.of())
                    .defaultText("[]")
                    .runtime()
                    .doc(
                            "Sub-protocols that are spoken, the best first; one that the client offers is chosen.")
                    .build();

    /** Key {@code websocket.compression}. */
    public static final Key<Boolean> COMPRESSION =
            Key.of("compression", ValueTypes.BOOLEAN)
                    .defaultValue(true)
                    .runtime()
                    .doc("Whether permessage-deflate is negotiated.")
                    .build();

    /** Key {@code websocket.compression-threshold}. */
    public static final Key<Long> COMPRESSION_THRESHOLD =
            Key.size("compression-threshold", 0, LARGEST)
                    .defaultValue(256L)
                    .runtime()
                    .doc("Messages of fewer bytes go uncompressed.")
                    .build();

    /** Key {@code websocket.compression-level}. */
    public static final Key<Integer> COMPRESSION_LEVEL =
            Key.integer("compression-level", 1, 9)
                    .defaultValue(6)
                    .runtime()
                    .doc("Level of deflate: 1 is fast, 9 is small.")
                    .build();

    /** Key {@code websocket.compression-memory}. */
    public static final Key<Long> COMPRESSION_MEMORY =
            Key.size("compression-memory", 0, LARGEST)
                    .defaultValue(64L << 20)
                    .runtime()
                    .doc(
                            "Memory that the contexts of all sessions of the listener may take; beyond it sessions go without context takeover.")
                    .build();

    /** Key {@code websocket.origins}. */
    public static final Key<List<String>> ORIGINS =
            Key.of("origins", ValueTypes.listOf(ValueTypes.TEXT))
                    .range(
                            "of origins such as https://example.com, or *",
                            WebSocketConfig::areOrigins)
                    .defaultValue(List.of())
                    .defaultText("[]")
                    .runtime()
                    .doc(
                            "Origins of pages that may connect, such as https://example.com; * is any; empty is the origin of the server itself. Clients that send none are no browsers and pass.")
                    .build();

    /** The keys of {@code websocket}. */
    public static final Schema<WebSocketConfig, Builder> SCHEMA =
            new Schema<>(
                    "websocket",
                    WebSocketConfig::toBuilder,
                    Builder::build,
                    List.of(
                            new Schema.Value<>(
                                    PING_INTERVAL,
                                    Builder::pingInterval,
                                    WebSocketConfig::pingInterval),
                            new Schema.Value<>(
                                    PONG_TIMEOUT,
                                    Builder::pongTimeout,
                                    WebSocketConfig::pongTimeout),
                            new Schema.Value<>(
                                    HEARTBEAT_INTERVAL,
                                    Builder::heartbeatInterval,
                                    WebSocketConfig::heartbeatInterval),
                            new Schema.Value<>(
                                    CLOSE_TIMEOUT,
                                    Builder::closeTimeout,
                                    WebSocketConfig::closeTimeout),
                            new Schema.Value<>(
                                    IDLE_TIMEOUT,
                                    Builder::idleTimeout,
                                    WebSocketConfig::idleTimeout),
                            new Schema.Value<>(
                                    MAX_MESSAGE_SIZE,
                                    Builder::maxMessageSize,
                                    WebSocketConfig::maxMessageSize),
                            new Schema.Value<>(
                                    MAX_FRAME_SIZE,
                                    Builder::maxFrameSize,
                                    WebSocketConfig::maxFrameSize),
                            new Schema.Value<>(
                                    MAX_FRAGMENTS,
                                    Builder::maxFragments,
                                    WebSocketConfig::maxFragments),
                            new Schema.Value<>(
                                    MAX_SESSIONS,
                                    Builder::maxSessions,
                                    WebSocketConfig::maxSessions),
                            new Schema.Value<>(
                                    QUEUE_MESSAGES,
                                    Builder::queueMessages,
                                    WebSocketConfig::queueMessages),
                            new Schema.Value<>(
                                    QUEUE_SIZE, Builder::queueSize, WebSocketConfig::queueSize),
                            new Schema.Value<>(
                                    OVERFLOW, Builder::overflow, WebSocketConfig::overflow),
                            new Schema.Value<>(
                                    BLOCK_TIMEOUT,
                                    Builder::blockTimeout,
                                    WebSocketConfig::blockTimeout),
                            new Schema.Value<>(
                                    CONTROL_FRAME_RATE,
                                    Builder::controlFrameRate,
                                    WebSocketConfig::controlFrameRate),
                            new Schema.Value<>(
                                    DRAIN_BATCH, Builder::drainBatch, WebSocketConfig::drainBatch),
                            new Schema.Value<>(
                                    DRAIN_INTERVAL,
                                    Builder::drainInterval,
                                    WebSocketConfig::drainInterval),
                            new Schema.Value<>(
                                    SUB_PROTOCOLS,
                                    Builder::subProtocols,
                                    WebSocketConfig::subProtocols),
                            new Schema.Value<>(
                                    COMPRESSION,
                                    Builder::compression,
                                    WebSocketConfig::compression),
                            new Schema.Value<>(
                                    COMPRESSION_THRESHOLD,
                                    Builder::compressionThreshold,
                                    WebSocketConfig::compressionThreshold),
                            new Schema.Value<>(
                                    COMPRESSION_LEVEL,
                                    Builder::compressionLevel,
                                    WebSocketConfig::compressionLevel),
                            new Schema.Value<>(
                                    COMPRESSION_MEMORY,
                                    Builder::compressionMemory,
                                    WebSocketConfig::compressionMemory),
                            new Schema.Value<>(
                                    ORIGINS, Builder::origins, WebSocketConfig::origins)));

    /** Checks the ranges. */
    public WebSocketConfig {
        PING_INTERVAL.check(pingInterval);
        PONG_TIMEOUT.check(pongTimeout);
        HEARTBEAT_INTERVAL.check(heartbeatInterval);
        CLOSE_TIMEOUT.check(closeTimeout);
        if (idleTimeout != null) {
            IDLE_TIMEOUT.check(idleTimeout);
        }
        MAX_MESSAGE_SIZE.check(maxMessageSize);
        MAX_FRAME_SIZE.check(maxFrameSize);
        MAX_FRAGMENTS.check(maxFragments);
        if (maxSessions != null) {
            MAX_SESSIONS.check(maxSessions);
        }
        QUEUE_MESSAGES.check(queueMessages);
        QUEUE_SIZE.check(queueSize);
        OVERFLOW.check(overflow);
        BLOCK_TIMEOUT.check(blockTimeout);
        CONTROL_FRAME_RATE.check(controlFrameRate);
        DRAIN_BATCH.check(drainBatch);
        DRAIN_INTERVAL.check(drainInterval);
        subProtocols = List.copyOf(subProtocols);
        SUB_PROTOCOLS.check(subProtocols);
        COMPRESSION.check(compression);
        COMPRESSION_THRESHOLD.check(compressionThreshold);
        COMPRESSION_LEVEL.check(compressionLevel);
        COMPRESSION_MEMORY.check(compressionMemory);
        origins = List.copyOf(origins);
        ORIGINS.check(origins);
    }

    private static Key<Duration> duration(String name, int seconds, String doc) {
        return Key.of(name, ValueTypes.DURATION)
                .range("from 10ms to 24h", WebSocketConfig::isTimeout)
                .defaultValue(Duration.ofSeconds(seconds))
                .runtime()
                .doc(doc)
                .build();
    }

    private static boolean isTimeout(Duration value) {
        return value.compareTo(Duration.ofMillis(10)) >= 0
                && value.compareTo(Duration.ofHours(24)) <= 0;
    }

    /** RFC 9110 section 5.6.2. */
    private static boolean areTokens(List<String> names) {
        return names.stream().allMatch(name -> name.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+"));
    }

    private static boolean areOrigins(List<String> origins) {
        return origins.stream()
                .allMatch(
                        origin ->
                                origin.equals("*")
                                        || origin.matches("[a-z][a-z0-9+.-]*://[^/?#\\s]+"));
    }

    /** A builder with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder with these values. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.pingInterval = pingInterval;
        builder.pongTimeout = pongTimeout;
        builder.heartbeatInterval = heartbeatInterval;
        builder.closeTimeout = closeTimeout;
        builder.idleTimeout = idleTimeout;
        builder.maxMessageSize = maxMessageSize;
        builder.maxFrameSize = maxFrameSize;
        builder.maxFragments = maxFragments;
        builder.maxSessions = maxSessions;
        builder.queueMessages = queueMessages;
        builder.queueSize = queueSize;
        builder.overflow = overflow;
        builder.blockTimeout = blockTimeout;
        builder.controlFrameRate = controlFrameRate;
        builder.drainBatch = drainBatch;
        builder.drainInterval = drainInterval;
        builder.subProtocols = subProtocols;
        builder.compression = compression;
        builder.compressionThreshold = compressionThreshold;
        builder.compressionLevel = compressionLevel;
        builder.compressionMemory = compressionMemory;
        builder.origins = origins;
        return builder;
    }

    /** Makes a {@link WebSocketConfig}. Not thread-safe. */
    public static final class Builder {
        private Duration pingInterval = PING_INTERVAL.defaultValue();
        private Duration pongTimeout = PONG_TIMEOUT.defaultValue();
        private Duration heartbeatInterval = HEARTBEAT_INTERVAL.defaultValue();
        private Duration closeTimeout = CLOSE_TIMEOUT.defaultValue();
        private @Nullable Duration idleTimeout;
        private long maxMessageSize = MAX_MESSAGE_SIZE.defaultValue();
        private long maxFrameSize = MAX_FRAME_SIZE.defaultValue();
        private int maxFragments = MAX_FRAGMENTS.defaultValue();
        private @Nullable Integer maxSessions;
        private int queueMessages = QUEUE_MESSAGES.defaultValue();
        private long queueSize = QUEUE_SIZE.defaultValue();
        private Overflow overflow = OVERFLOW.defaultValue();
        private Duration blockTimeout = BLOCK_TIMEOUT.defaultValue();
        private Rate controlFrameRate = CONTROL_FRAME_RATE.defaultValue();
        private int drainBatch = DRAIN_BATCH.defaultValue();
        private Duration drainInterval = DRAIN_INTERVAL.defaultValue();
        private List<String> subProtocols = SUB_PROTOCOLS.defaultValue();
        private boolean compression = COMPRESSION.defaultValue();
        private long compressionThreshold = COMPRESSION_THRESHOLD.defaultValue();
        private int compressionLevel = COMPRESSION_LEVEL.defaultValue();
        private long compressionMemory = COMPRESSION_MEMORY.defaultValue();
        private List<String> origins = ORIGINS.defaultValue();

        private Builder() {}

        /** Key {@code websocket.ping-interval}; 10 ms to 24 h; default 30 s. */
        public Builder pingInterval(Duration pingInterval) {
            this.pingInterval = pingInterval;
            return this;
        }

        /** Key {@code websocket.pong-timeout}; 10 ms to 24 h; default 5 s. */
        public Builder pongTimeout(Duration pongTimeout) {
            this.pongTimeout = pongTimeout;
            return this;
        }

        /** Key {@code websocket.heartbeat-interval}; 10 ms to 24 h; default 60 s. */
        public Builder heartbeatInterval(Duration heartbeatInterval) {
            this.heartbeatInterval = heartbeatInterval;
            return this;
        }

        /** Key {@code websocket.close-timeout}; 10 ms to 24 h; default 10 s. */
        public Builder closeTimeout(Duration closeTimeout) {
            this.closeTimeout = closeTimeout;
            return this;
        }

        /** Key {@code websocket.idle-timeout}; 10 ms to 24 h; default none. */
        public Builder idleTimeout(Duration idleTimeout) {
            this.idleTimeout = idleTimeout;
            return this;
        }

        /** Key {@code websocket.max-message-size}; 1 B to 1 GiB; default 1 MiB. */
        public Builder maxMessageSize(long maxMessageSize) {
            this.maxMessageSize = maxMessageSize;
            return this;
        }

        /** Key {@code websocket.max-frame-size}; 125 B to 1 GiB; default 1 MiB. */
        public Builder maxFrameSize(long maxFrameSize) {
            this.maxFrameSize = maxFrameSize;
            return this;
        }

        /** Key {@code websocket.max-fragments}; 1 to 1,000,000; default 1,024. */
        public Builder maxFragments(int maxFragments) {
            this.maxFragments = maxFragments;
            return this;
        }

        /** Key {@code websocket.max-sessions}; 1 to 10,000,000; default none. */
        public Builder maxSessions(int maxSessions) {
            this.maxSessions = maxSessions;
            return this;
        }

        /** Key {@code websocket.queue-messages}; 1 to 1,000,000; default 256. */
        public Builder queueMessages(int queueMessages) {
            this.queueMessages = queueMessages;
            return this;
        }

        /** Key {@code websocket.queue-size}; 1 B to 1 GiB; default 1 MiB. */
        public Builder queueSize(long queueSize) {
            this.queueSize = queueSize;
            return this;
        }

        /** Key {@code websocket.overflow}; default {@link Overflow#DISCONNECT}. */
        public Builder overflow(Overflow overflow) {
            this.overflow = overflow;
            return this;
        }

        /** Key {@code websocket.block-timeout}; 10 ms to 24 h; default 1 s. */
        public Builder blockTimeout(Duration blockTimeout) {
            this.blockTimeout = blockTimeout;
            return this;
        }

        /** Key {@code websocket.control-frame-rate}; at least 1; default 200/s. */
        public Builder controlFrameRate(Rate controlFrameRate) {
            this.controlFrameRate = controlFrameRate;
            return this;
        }

        /** Key {@code websocket.drain-batch}; 1 to 10,000,000; default 10,000. */
        public Builder drainBatch(int drainBatch) {
            this.drainBatch = drainBatch;
            return this;
        }

        /** Key {@code websocket.drain-interval}; 10 ms to 24 h; default 2 s. */
        public Builder drainInterval(Duration drainInterval) {
            this.drainInterval = drainInterval;
            return this;
        }

        /** Key {@code websocket.sub-protocols}; default none. */
        public Builder subProtocols(List<String> subProtocols) {
            this.subProtocols = subProtocols;
            return this;
        }

        /** Key {@code websocket.compression}; default true. */
        public Builder compression(boolean compression) {
            this.compression = compression;
            return this;
        }

        /** Key {@code websocket.compression-threshold}; 0 B to 1 GiB; default 256 B. */
        public Builder compressionThreshold(long compressionThreshold) {
            this.compressionThreshold = compressionThreshold;
            return this;
        }

        /** Key {@code websocket.compression-level}; 1 to 9; default 6. */
        public Builder compressionLevel(int compressionLevel) {
            this.compressionLevel = compressionLevel;
            return this;
        }

        /** Key {@code websocket.compression-memory}; 0 B to 1 GiB; default 64 MiB. */
        public Builder compressionMemory(long compressionMemory) {
            this.compressionMemory = compressionMemory;
            return this;
        }

        /** Key {@code websocket.origins}; default empty. */
        public Builder origins(List<String> origins) {
            this.origins = origins;
            return this;
        }

        /**
         * Makes the record.
         *
         * @throws IllegalArgumentException if a value is out of range
         */
        public WebSocketConfig build() {
            return new WebSocketConfig(
                    pingInterval,
                    pongTimeout,
                    heartbeatInterval,
                    closeTimeout,
                    idleTimeout,
                    maxMessageSize,
                    maxFrameSize,
                    maxFragments,
                    maxSessions,
                    queueMessages,
                    queueSize,
                    overflow,
                    blockTimeout,
                    controlFrameRate,
                    drainBatch,
                    drainInterval,
                    subProtocols,
                    compression,
                    compressionThreshold,
                    compressionLevel,
                    compressionMemory,
                    origins);
        }
    }
}
