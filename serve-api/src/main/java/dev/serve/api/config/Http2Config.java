package dev.serve.api.config;

import java.time.Duration;
import java.util.List;

/**
 * Settings of HTTP/2 on one listener (RFC 9113 section 6.5.2). Immutable; make one with {@link
 * #builder()}.
 *
 * @param maxConcurrentStreams SETTINGS_MAX_CONCURRENT_STREAMS
 * @param maxHeaderListSize SETTINGS_MAX_HEADER_LIST_SIZE, in bytes
 * @param maxFrameSize SETTINGS_MAX_FRAME_SIZE, in bytes
 * @param initialWindowSize SETTINGS_INITIAL_WINDOW_SIZE, in bytes
 * @param maxSessionMemory what one connection may make us hold, in bytes
 * @param keepAliveTime after how long a silent client gets a PING
 * @param pingTimeout how long its answer may take
 * @param allowHttp1 whether HTTP/1.1 is served too
 */
public record Http2Config(
        int maxConcurrentStreams,
        long maxHeaderListSize,
        long maxFrameSize,
        long initialWindowSize,
        long maxSessionMemory,
        Duration keepAliveTime,
        Duration pingTimeout,
        boolean allowHttp1) {

    /** Key {@code http2.max-concurrent-streams}. */
    public static final Key<Integer> MAX_CONCURRENT_STREAMS =
            Key.integer("max-concurrent-streams", 1, 1_000_000)
                    .defaultValue(256)
                    .doc("SETTINGS_MAX_CONCURRENT_STREAMS: open streams of one connection.")
                    .build();

    /** Key {@code http2.max-header-list-size}. */
    public static final Key<Long> MAX_HEADER_LIST_SIZE =
            Key.size("max-header-list-size", 256, 1 << 24)
                    .defaultValue(8L << 10)
                    .doc(
                            "SETTINGS_MAX_HEADER_LIST_SIZE: the header fields of one request, uncompressed.")
                    .build();

    /** Key {@code http2.max-frame-size}. */
    public static final Key<Long> MAX_FRAME_SIZE =
            Key.size("max-frame-size", 1 << 14, (1 << 24) - 1)
                    .defaultValue(16L << 10)
                    .doc("SETTINGS_MAX_FRAME_SIZE: the largest frame we take.")
                    .build();

    /** Key {@code http2.initial-window-size}. */
    public static final Key<Long> INITIAL_WINDOW_SIZE =
            Key.size("initial-window-size", 1, Integer.MAX_VALUE)
                    .defaultValue(1L << 20)
                    .doc(
                            "SETTINGS_INITIAL_WINDOW_SIZE: what a client may send on a new stream before we have read any of it.")
                    .build();

    /** Key {@code http2.max-session-memory}. */
    public static final Key<Long> MAX_SESSION_MEMORY =
            Key.size("max-session-memory", 128 << 10, 1 << 30)
                    .defaultValue(10L << 20)
                    .doc(
                            "All that one connection makes us hold: heads of requests, bodies not yet read, answers not yet taken.")
                    .build();

    /** Key {@code http2.keep-alive-time}. */
    public static final Key<Duration> KEEP_ALIVE_TIME =
            duration("keep-alive-time", 30, "After how long a silent client gets a PING.");

    /** Key {@code http2.ping-timeout}. */
    public static final Key<Duration> PING_TIMEOUT =
            duration(
                    "ping-timeout",
                    5,
                    "How long the answer to a PING may take before the connection is closed.");

    private static Key<Duration> duration(String name, int seconds, String doc) {
        return Key.of(name, ValueTypes.DURATION)
                .range(
                        "from 10ms to 24h",
                        value ->
                                value.compareTo(Duration.ofMillis(10)) >= 0
                                        && value.compareTo(Duration.ofHours(24)) <= 0)
                .defaultValue(Duration.ofSeconds(seconds))
                .doc(doc)
                .build();
    }

    /** Key {@code http2.allow-http1}. */
    public static final Key<Boolean> ALLOW_HTTP1 =
            Key.of("allow-http1", ValueTypes.BOOLEAN)
                    .defaultValue(true)
                    .doc(
                            "Whether a client that does not speak HTTP/2 is served HTTP/1.1 on the same port.")
                    .build();

    /** The keys of {@code http2}. */
    public static final Schema<Http2Config, Builder> SCHEMA =
            new Schema<>(
                    "http2",
                    Http2Config::toBuilder,
                    Builder::build,
                    List.of(
                            new Schema.Value<>(
                                    MAX_CONCURRENT_STREAMS,
                                    Builder::maxConcurrentStreams,
                                    Http2Config::maxConcurrentStreams),
                            new Schema.Value<>(
                                    MAX_HEADER_LIST_SIZE,
                                    Builder::maxHeaderListSize,
                                    Http2Config::maxHeaderListSize),
                            new Schema.Value<>(
                                    MAX_FRAME_SIZE,
                                    Builder::maxFrameSize,
                                    Http2Config::maxFrameSize),
                            new Schema.Value<>(
                                    INITIAL_WINDOW_SIZE,
                                    Builder::initialWindowSize,
                                    Http2Config::initialWindowSize),
                            new Schema.Value<>(
                                    MAX_SESSION_MEMORY,
                                    Builder::maxSessionMemory,
                                    Http2Config::maxSessionMemory),
                            new Schema.Value<>(
                                    KEEP_ALIVE_TIME,
                                    Builder::keepAliveTime,
                                    Http2Config::keepAliveTime),
                            new Schema.Value<>(
                                    PING_TIMEOUT, Builder::pingTimeout, Http2Config::pingTimeout),
                            new Schema.Value<>(
                                    ALLOW_HTTP1, Builder::allowHttp1, Http2Config::allowHttp1)));

    /** Checks the ranges. */
    public Http2Config {
        MAX_CONCURRENT_STREAMS.check(maxConcurrentStreams);
        MAX_HEADER_LIST_SIZE.check(maxHeaderListSize);
        MAX_FRAME_SIZE.check(maxFrameSize);
        INITIAL_WINDOW_SIZE.check(initialWindowSize);
        MAX_SESSION_MEMORY.check(maxSessionMemory);
        KEEP_ALIVE_TIME.check(keepAliveTime);
        PING_TIMEOUT.check(pingTimeout);
        ALLOW_HTTP1.check(allowHttp1);
    }

    /** A builder with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder with these values. */
    public Builder toBuilder() {
        return new Builder()
                .maxConcurrentStreams(maxConcurrentStreams)
                .maxHeaderListSize(maxHeaderListSize)
                .maxFrameSize(maxFrameSize)
                .initialWindowSize(initialWindowSize)
                .maxSessionMemory(maxSessionMemory)
                .keepAliveTime(keepAliveTime)
                .pingTimeout(pingTimeout)
                .allowHttp1(allowHttp1);
    }

    /** Makes a {@link Http2Config}. Not thread-safe. */
    public static final class Builder {
        private int maxConcurrentStreams = MAX_CONCURRENT_STREAMS.defaultValue();
        private long maxHeaderListSize = MAX_HEADER_LIST_SIZE.defaultValue();
        private long maxFrameSize = MAX_FRAME_SIZE.defaultValue();
        private long initialWindowSize = INITIAL_WINDOW_SIZE.defaultValue();
        private long maxSessionMemory = MAX_SESSION_MEMORY.defaultValue();
        private Duration keepAliveTime = KEEP_ALIVE_TIME.defaultValue();
        private Duration pingTimeout = PING_TIMEOUT.defaultValue();
        private boolean allowHttp1 = ALLOW_HTTP1.defaultValue();

        private Builder() {}

        /** Key {@code http2.max-concurrent-streams}; default 256; 1 to 1,000,000. */
        public Builder maxConcurrentStreams(int maxConcurrentStreams) {
            this.maxConcurrentStreams = maxConcurrentStreams;
            return this;
        }

        /** Key {@code http2.max-header-list-size}; bytes; default 8 KiB; 256 B to 16 MiB. */
        public Builder maxHeaderListSize(long maxHeaderListSize) {
            this.maxHeaderListSize = maxHeaderListSize;
            return this;
        }

        /**
         * Key {@code http2.max-frame-size}; bytes; default 16 KiB; 16 KiB to 16 MiB less one byte
         * (RFC 9113 section 4.2).
         */
        public Builder maxFrameSize(long maxFrameSize) {
            this.maxFrameSize = maxFrameSize;
            return this;
        }

        /**
         * Key {@code http2.initial-window-size}; bytes; default 1 MiB; 1 B to 2 GiB less one byte.
         */
        public Builder initialWindowSize(long initialWindowSize) {
            this.initialWindowSize = initialWindowSize;
            return this;
        }

        /**
         * Key {@code http2.max-session-memory}; bytes; default 10 MiB; 128 KiB to 1 GiB. Three
         * quarters are the window of the connection; what does not fit into the rest is refused or
         * waits, stream by stream.
         */
        public Builder maxSessionMemory(long maxSessionMemory) {
            this.maxSessionMemory = maxSessionMemory;
            return this;
        }

        /** Key {@code http2.keep-alive-time}; default 30 s; 10 ms to 24 h. */
        public Builder keepAliveTime(Duration keepAliveTime) {
            this.keepAliveTime = keepAliveTime;
            return this;
        }

        /** Key {@code http2.ping-timeout}; default 5 s; 10 ms to 24 h. */
        public Builder pingTimeout(Duration pingTimeout) {
            this.pingTimeout = pingTimeout;
            return this;
        }

        /**
         * Key {@code http2.allow-http1}; default true. With false, ALPN offers h2 alone and a plain
         * listener takes only prior knowledge.
         */
        public Builder allowHttp1(boolean allowHttp1) {
            this.allowHttp1 = allowHttp1;
            return this;
        }

        /**
         * Makes the record.
         *
         * @throws IllegalArgumentException if a value is out of range
         */
        public Http2Config build() {
            return new Http2Config(
                    maxConcurrentStreams,
                    maxHeaderListSize,
                    maxFrameSize,
                    initialWindowSize,
                    maxSessionMemory,
                    keepAliveTime,
                    pingTimeout,
                    allowHttp1);
        }
    }
}
