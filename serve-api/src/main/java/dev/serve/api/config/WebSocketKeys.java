package dev.serve.api.config;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The keys of {@code websocket} under a listener, and their schema. */
public final class WebSocketKeys {

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
                    .range("from 10ms to 24h", WebSocketKeys::isTimeout)
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
                    .range("of names without spaces or separators", WebSocketKeys::areTokens)
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
                            WebSocketKeys::areOrigins)
                    .defaultValue(List.of())
                    .defaultText("[]")
                    .runtime()
                    .doc(
                            "Origins of pages that may connect, such as https://example.com; * is any; empty is the origin of the server itself. Clients that send none are no browsers and pass.")
                    .build();

    /** The keys of {@code websocket}. */
    public static final Schema<WebSocketConfig, WebSocketConfig.Builder> SCHEMA =
            new Schema<>(
                    "websocket",
                    WebSocketConfig::toBuilder,
                    WebSocketConfig.Builder::build,
                    List.of(
                            new Schema.Value<>(
                                    PING_INTERVAL,
                                    WebSocketConfig.Builder::pingInterval,
                                    WebSocketConfig::pingInterval),
                            new Schema.Value<>(
                                    PONG_TIMEOUT,
                                    WebSocketConfig.Builder::pongTimeout,
                                    WebSocketConfig::pongTimeout),
                            new Schema.Value<>(
                                    HEARTBEAT_INTERVAL,
                                    WebSocketConfig.Builder::heartbeatInterval,
                                    WebSocketConfig::heartbeatInterval),
                            new Schema.Value<>(
                                    CLOSE_TIMEOUT,
                                    WebSocketConfig.Builder::closeTimeout,
                                    WebSocketConfig::closeTimeout),
                            new Schema.Value<>(
                                    IDLE_TIMEOUT,
                                    WebSocketConfig.Builder::idleTimeout,
                                    WebSocketConfig::idleTimeout),
                            new Schema.Value<>(
                                    MAX_MESSAGE_SIZE,
                                    WebSocketConfig.Builder::maxMessageSize,
                                    WebSocketConfig::maxMessageSize),
                            new Schema.Value<>(
                                    MAX_FRAME_SIZE,
                                    WebSocketConfig.Builder::maxFrameSize,
                                    WebSocketConfig::maxFrameSize),
                            new Schema.Value<>(
                                    MAX_FRAGMENTS,
                                    WebSocketConfig.Builder::maxFragments,
                                    WebSocketConfig::maxFragments),
                            new Schema.Value<>(
                                    MAX_SESSIONS,
                                    WebSocketConfig.Builder::maxSessions,
                                    WebSocketConfig::maxSessions),
                            new Schema.Value<>(
                                    QUEUE_MESSAGES,
                                    WebSocketConfig.Builder::queueMessages,
                                    WebSocketConfig::queueMessages),
                            new Schema.Value<>(
                                    QUEUE_SIZE,
                                    WebSocketConfig.Builder::queueSize,
                                    WebSocketConfig::queueSize),
                            new Schema.Value<>(
                                    OVERFLOW,
                                    WebSocketConfig.Builder::overflow,
                                    WebSocketConfig::overflow),
                            new Schema.Value<>(
                                    BLOCK_TIMEOUT,
                                    WebSocketConfig.Builder::blockTimeout,
                                    WebSocketConfig::blockTimeout),
                            new Schema.Value<>(
                                    CONTROL_FRAME_RATE,
                                    WebSocketConfig.Builder::controlFrameRate,
                                    WebSocketConfig::controlFrameRate),
                            new Schema.Value<>(
                                    DRAIN_BATCH,
                                    WebSocketConfig.Builder::drainBatch,
                                    WebSocketConfig::drainBatch),
                            new Schema.Value<>(
                                    DRAIN_INTERVAL,
                                    WebSocketConfig.Builder::drainInterval,
                                    WebSocketConfig::drainInterval),
                            new Schema.Value<>(
                                    SUB_PROTOCOLS,
                                    WebSocketConfig.Builder::subProtocols,
                                    WebSocketConfig::subProtocols),
                            new Schema.Value<>(
                                    COMPRESSION,
                                    WebSocketConfig.Builder::compression,
                                    WebSocketConfig::compression),
                            new Schema.Value<>(
                                    COMPRESSION_THRESHOLD,
                                    WebSocketConfig.Builder::compressionThreshold,
                                    WebSocketConfig::compressionThreshold),
                            new Schema.Value<>(
                                    COMPRESSION_LEVEL,
                                    WebSocketConfig.Builder::compressionLevel,
                                    WebSocketConfig::compressionLevel),
                            new Schema.Value<>(
                                    COMPRESSION_MEMORY,
                                    WebSocketConfig.Builder::compressionMemory,
                                    WebSocketConfig::compressionMemory),
                            new Schema.Value<>(
                                    ORIGINS,
                                    WebSocketConfig.Builder::origins,
                                    WebSocketConfig::origins)));

    private WebSocketKeys() {}

    private static Key<Duration> duration(String name, int seconds, String doc) {
        return Key.of(name, ValueTypes.DURATION)
                .range("from 10ms to 24h", WebSocketKeys::isTimeout)
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

    /** RFC 6454 section 6.2, or any. */
    static boolean areOrigins(List<String> origins) {
        return origins.stream()
                .allMatch(
                        origin ->
                                origin.equals("*")
                                        || origin.matches("[a-z][a-z0-9+.-]*://[^/?#\\s]+"));
    }
}
