package dev.serve.api.config;

import java.time.Duration;
import java.util.List;

/**
 * Limits of one listener's connection pool. Immutable; make one with {@link #builder()}. A
 * connection that passes a deadline is closed and counted by reason; a handler is not interrupted
 * by it, it learns at its next read or write.
 *
 * @param maxConnections open sockets at a time, silent and handshaking ones included; more are
 *     closed at once
 * @param connectionTimeout how long a new connection may stay silent
 * @param handshakeTimeout how long a TLS handshake may take
 * @param headersTimeout how long the head of an HTTP/1.1 request may take
 * @param bodyTimeout how long a handler waits for the next bytes of a body
 * @param writeTimeout how long a write may make no progress
 * @param keepAliveTimeout how long a connection may stay idle between requests
 */
public record PoolConfig(
        int maxConnections,
        Duration connectionTimeout,
        Duration handshakeTimeout,
        Duration headersTimeout,
        Duration bodyTimeout,
        Duration writeTimeout,
        Duration keepAliveTimeout) {

    /** Key {@code pool.max-connections}. */
    public static final Key<Integer> MAX_CONNECTIONS =
            Key.integer("max-connections", 1, 10_000_000)
                    .defaultValue(1_000)
                    .runtime()
                    .doc(
                            "Open connections at a time, silent and handshaking ones included. One more is closed at once and counted.")
                    .build();

    /** Key {@code pool.connection-timeout}. */
    public static final Key<Duration> CONNECTION_TIMEOUT =
            deadline(
                    "connection-timeout",
                    30,
                    "From accept, or from the end of the handshake, to the first byte.");

    /** Key {@code pool.handshake-timeout}. */
    public static final Key<Duration> HANDSHAKE_TIMEOUT =
            deadline("handshake-timeout", 10, "From accept to the end of the TLS handshake.");

    /** Key {@code pool.headers-timeout}. */
    public static final Key<Duration> HEADERS_TIMEOUT =
            deadline(
                    "headers-timeout",
                    10,
                    "From the first to the last byte of the head of an HTTP/1.1 request.");

    /** Key {@code pool.body-timeout}. */
    public static final Key<Duration> BODY_TIMEOUT =
            deadline(
                    "body-timeout",
                    30,
                    "Nothing received while a handler waits for the body of an HTTP/1.1 request.");

    /** Key {@code pool.write-timeout}. */
    public static final Key<Duration> WRITE_TIMEOUT =
            deadline("write-timeout", 30, "A peer that takes nothing of what is being written.");

    /** Key {@code pool.keep-alive-timeout}. */
    public static final Key<Duration> KEEP_ALIVE_TIMEOUT =
            deadline("keep-alive-timeout", 65, "Between requests; on HTTP/2 with no stream open.");

    /** The keys of {@code pool}. */
    public static final Schema<PoolConfig, Builder> SCHEMA =
            new Schema<>(
                    "pool",
                    PoolConfig::toBuilder,
                    Builder::build,
                    List.of(
                            new Schema.Value<>(
                                    MAX_CONNECTIONS,
                                    Builder::maxConnections,
                                    PoolConfig::maxConnections),
                            new Schema.Value<>(
                                    CONNECTION_TIMEOUT,
                                    Builder::connectionTimeout,
                                    PoolConfig::connectionTimeout),
                            new Schema.Value<>(
                                    HANDSHAKE_TIMEOUT,
                                    Builder::handshakeTimeout,
                                    PoolConfig::handshakeTimeout),
                            new Schema.Value<>(
                                    HEADERS_TIMEOUT,
                                    Builder::headersTimeout,
                                    PoolConfig::headersTimeout),
                            new Schema.Value<>(
                                    BODY_TIMEOUT, Builder::bodyTimeout, PoolConfig::bodyTimeout),
                            new Schema.Value<>(
                                    WRITE_TIMEOUT, Builder::writeTimeout, PoolConfig::writeTimeout),
                            new Schema.Value<>(
                                    KEEP_ALIVE_TIMEOUT,
                                    Builder::keepAliveTimeout,
                                    PoolConfig::keepAliveTimeout)));

    /** Checks the ranges. */
    public PoolConfig {
        MAX_CONNECTIONS.check(maxConnections);
        CONNECTION_TIMEOUT.check(connectionTimeout);
        HANDSHAKE_TIMEOUT.check(handshakeTimeout);
        HEADERS_TIMEOUT.check(headersTimeout);
        BODY_TIMEOUT.check(bodyTimeout);
        WRITE_TIMEOUT.check(writeTimeout);
        KEEP_ALIVE_TIMEOUT.check(keepAliveTimeout);
    }

    private static Key<Duration> deadline(String name, int seconds, String doc) {
        return Key.of(name, ValueTypes.DURATION)
                .range("from 1ms to 24h", PoolConfig::fromAMilliToADay)
                .defaultValue(Duration.ofSeconds(seconds))
                .runtime()
                .doc(doc)
                .build();
    }

    private static boolean fromAMilliToADay(Duration value) {
        return value.compareTo(Duration.ofMillis(1)) >= 0
                && value.compareTo(Duration.ofDays(1)) <= 0;
    }

    /** A builder with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder with these values. */
    public Builder toBuilder() {
        return new Builder()
                .maxConnections(maxConnections)
                .connectionTimeout(connectionTimeout)
                .handshakeTimeout(handshakeTimeout)
                .headersTimeout(headersTimeout)
                .bodyTimeout(bodyTimeout)
                .writeTimeout(writeTimeout)
                .keepAliveTimeout(keepAliveTimeout);
    }

    /** Makes a {@link PoolConfig}. Not thread-safe. */
    public static final class Builder {
        private int maxConnections = MAX_CONNECTIONS.defaultValue();
        private Duration connectionTimeout = CONNECTION_TIMEOUT.defaultValue();
        private Duration handshakeTimeout = HANDSHAKE_TIMEOUT.defaultValue();
        private Duration headersTimeout = HEADERS_TIMEOUT.defaultValue();
        private Duration bodyTimeout = BODY_TIMEOUT.defaultValue();
        private Duration writeTimeout = WRITE_TIMEOUT.defaultValue();
        private Duration keepAliveTimeout = KEEP_ALIVE_TIMEOUT.defaultValue();

        private Builder() {}

        /** Key {@code pool.max-connections}; default 1000; 1 to 10,000,000; applied at runtime. */
        public Builder maxConnections(int maxConnections) {
            this.maxConnections = maxConnections;
            return this;
        }

        /** Key {@code pool.connection-timeout}; default 30 s; 1 ms to 24 h; applied at runtime. */
        public Builder connectionTimeout(Duration connectionTimeout) {
            this.connectionTimeout = connectionTimeout;
            return this;
        }

        /** Key {@code pool.handshake-timeout}; default 10 s; 1 ms to 24 h; applied at runtime. */
        public Builder handshakeTimeout(Duration handshakeTimeout) {
            this.handshakeTimeout = handshakeTimeout;
            return this;
        }

        /** Key {@code pool.headers-timeout}; default 10 s; 1 ms to 24 h; applied at runtime. */
        public Builder headersTimeout(Duration headersTimeout) {
            this.headersTimeout = headersTimeout;
            return this;
        }

        /** Key {@code pool.body-timeout}; default 30 s; 1 ms to 24 h; applied at runtime. */
        public Builder bodyTimeout(Duration bodyTimeout) {
            this.bodyTimeout = bodyTimeout;
            return this;
        }

        /** Key {@code pool.write-timeout}; default 30 s; 1 ms to 24 h; applied at runtime. */
        public Builder writeTimeout(Duration writeTimeout) {
            this.writeTimeout = writeTimeout;
            return this;
        }

        /** Key {@code pool.keep-alive-timeout}; default 65 s; 1 ms to 24 h; applied at runtime. */
        public Builder keepAliveTimeout(Duration keepAliveTimeout) {
            this.keepAliveTimeout = keepAliveTimeout;
            return this;
        }

        /**
         * Makes the record.
         *
         * @throws IllegalArgumentException if a value is out of range
         */
        public PoolConfig build() {
            return new PoolConfig(
                    maxConnections,
                    connectionTimeout,
                    handshakeTimeout,
                    headersTimeout,
                    bodyTimeout,
                    writeTimeout,
                    keepAliveTimeout);
        }
    }
}
