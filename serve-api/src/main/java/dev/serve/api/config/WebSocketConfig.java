package dev.serve.api.config;

import java.time.Duration;
import java.util.List;
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

    /** Checks the ranges. */
    public WebSocketConfig {
        WebSocketKeys.PING_INTERVAL.check(pingInterval);
        WebSocketKeys.PONG_TIMEOUT.check(pongTimeout);
        WebSocketKeys.HEARTBEAT_INTERVAL.check(heartbeatInterval);
        WebSocketKeys.CLOSE_TIMEOUT.check(closeTimeout);
        if (idleTimeout != null) {
            WebSocketKeys.IDLE_TIMEOUT.check(idleTimeout);
        }
        WebSocketKeys.MAX_MESSAGE_SIZE.check(maxMessageSize);
        WebSocketKeys.MAX_FRAME_SIZE.check(maxFrameSize);
        WebSocketKeys.MAX_FRAGMENTS.check(maxFragments);
        if (maxSessions != null) {
            WebSocketKeys.MAX_SESSIONS.check(maxSessions);
        }
        WebSocketKeys.QUEUE_MESSAGES.check(queueMessages);
        WebSocketKeys.QUEUE_SIZE.check(queueSize);
        WebSocketKeys.OVERFLOW.check(overflow);
        WebSocketKeys.BLOCK_TIMEOUT.check(blockTimeout);
        WebSocketKeys.CONTROL_FRAME_RATE.check(controlFrameRate);
        WebSocketKeys.DRAIN_BATCH.check(drainBatch);
        WebSocketKeys.DRAIN_INTERVAL.check(drainInterval);
        subProtocols = List.copyOf(subProtocols);
        WebSocketKeys.SUB_PROTOCOLS.check(subProtocols);
        WebSocketKeys.COMPRESSION.check(compression);
        WebSocketKeys.COMPRESSION_THRESHOLD.check(compressionThreshold);
        WebSocketKeys.COMPRESSION_LEVEL.check(compressionLevel);
        WebSocketKeys.COMPRESSION_MEMORY.check(compressionMemory);
        origins = List.copyOf(origins);
        WebSocketKeys.ORIGINS.check(origins);
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
        private Duration pingInterval = WebSocketKeys.PING_INTERVAL.defaultValue();
        private Duration pongTimeout = WebSocketKeys.PONG_TIMEOUT.defaultValue();
        private Duration heartbeatInterval = WebSocketKeys.HEARTBEAT_INTERVAL.defaultValue();
        private Duration closeTimeout = WebSocketKeys.CLOSE_TIMEOUT.defaultValue();
        private @Nullable Duration idleTimeout;
        private long maxMessageSize = WebSocketKeys.MAX_MESSAGE_SIZE.defaultValue();
        private long maxFrameSize = WebSocketKeys.MAX_FRAME_SIZE.defaultValue();
        private int maxFragments = WebSocketKeys.MAX_FRAGMENTS.defaultValue();
        private @Nullable Integer maxSessions;
        private int queueMessages = WebSocketKeys.QUEUE_MESSAGES.defaultValue();
        private long queueSize = WebSocketKeys.QUEUE_SIZE.defaultValue();
        private Overflow overflow = WebSocketKeys.OVERFLOW.defaultValue();
        private Duration blockTimeout = WebSocketKeys.BLOCK_TIMEOUT.defaultValue();
        private Rate controlFrameRate = WebSocketKeys.CONTROL_FRAME_RATE.defaultValue();
        private int drainBatch = WebSocketKeys.DRAIN_BATCH.defaultValue();
        private Duration drainInterval = WebSocketKeys.DRAIN_INTERVAL.defaultValue();
        private List<String> subProtocols = WebSocketKeys.SUB_PROTOCOLS.defaultValue();
        private boolean compression = WebSocketKeys.COMPRESSION.defaultValue();
        private long compressionThreshold = WebSocketKeys.COMPRESSION_THRESHOLD.defaultValue();
        private int compressionLevel = WebSocketKeys.COMPRESSION_LEVEL.defaultValue();
        private long compressionMemory = WebSocketKeys.COMPRESSION_MEMORY.defaultValue();
        private List<String> origins = WebSocketKeys.ORIGINS.defaultValue();

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
