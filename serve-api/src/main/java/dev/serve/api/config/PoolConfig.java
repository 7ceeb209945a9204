package dev.serve.api.config;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Limits of one listener's connection pool. Immutable; make one with {@link #builder()}. A
 * connection that passes a deadline is closed and counted by reason; a handler is not interrupted
 * by it, it learns at its next read or write.
 *
 * @param maxConnections open sockets at a time, silent and handshaking ones included; more wait or
 *     are refused
 * @param maxConnectionsPerPeer of these, how many of one peer; null is no limit
 * @param acceptRate how many connections may come in; null is no limit
 * @param connectionTimeout how long a new connection may stay silent
 * @param handshakeTimeout how long a TLS handshake may take
 * @param headersTimeout how long the head of an HTTP/1.1 request may take
 * @param requestTimeout how long the head of an answer may take to begin
 * @param bodyTimeout how long a handler waits for the next bytes of a body
 * @param minBodyRate how many bytes of a body must come in a second, after 5 seconds; 0 is no limit
 * @param writeTimeout how long a write may make no progress
 * @param keepAliveTimeout how long a connection may stay idle between requests
 * @param maxRequests how many requests one connection carries; null is no limit
 * @param maxAge after how long a connection is drained, give or take 10 %; null is no limit
 * @param overLimit what a refused connection gets
 * @param waitQueue how many connections wait for a place; 0 refuses at once
 * @param waitTimeout how long one of them waits
 * @param waitPriority who of them goes first; the longest prefix that holds the peer counts
 */
public record PoolConfig(
        int maxConnections,
        @Nullable Integer maxConnectionsPerPeer,
        @Nullable Rate acceptRate,
        Duration connectionTimeout,
        Duration handshakeTimeout,
        Duration headersTimeout,
        Duration requestTimeout,
        Duration bodyTimeout,
        long minBodyRate,
        Duration writeTimeout,
        Duration keepAliveTimeout,
        @Nullable Integer maxRequests,
        @Nullable Duration maxAge,
        OverLimit overLimit,
        int waitQueue,
        Duration waitTimeout,
        Map<Cidr, WaitPriority> waitPriority) {

    /** Checks the ranges. */
    public PoolConfig {
        PoolKeys.MAX_CONNECTIONS.check(maxConnections);
        if (maxConnectionsPerPeer != null) {
            PoolKeys.MAX_CONNECTIONS_PER_PEER.check(maxConnectionsPerPeer);
        }
        if (acceptRate != null) {
            PoolKeys.ACCEPT_RATE.check(acceptRate);
        }
        PoolKeys.CONNECTION_TIMEOUT.check(connectionTimeout);
        PoolKeys.HANDSHAKE_TIMEOUT.check(handshakeTimeout);
        PoolKeys.HEADERS_TIMEOUT.check(headersTimeout);
        PoolKeys.REQUEST_TIMEOUT.check(requestTimeout);
        PoolKeys.BODY_TIMEOUT.check(bodyTimeout);
        PoolKeys.MIN_BODY_RATE.check(minBodyRate);
        PoolKeys.WRITE_TIMEOUT.check(writeTimeout);
        PoolKeys.KEEP_ALIVE_TIMEOUT.check(keepAliveTimeout);
        if (maxRequests != null) {
            PoolKeys.MAX_REQUESTS.check(maxRequests);
        }
        if (maxAge != null) {
            PoolKeys.MAX_AGE.check(maxAge);
        }
        PoolKeys.WAIT_QUEUE.check(waitQueue);
        PoolKeys.WAIT_TIMEOUT.check(waitTimeout);
        waitPriority = Map.copyOf(waitPriority);
    }

    /** A builder with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder with these values. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.maxConnections = maxConnections;
        builder.maxConnectionsPerPeer = maxConnectionsPerPeer;
        builder.acceptRate = acceptRate;
        builder.connectionTimeout = connectionTimeout;
        builder.handshakeTimeout = handshakeTimeout;
        builder.headersTimeout = headersTimeout;
        builder.requestTimeout = requestTimeout;
        builder.bodyTimeout = bodyTimeout;
        builder.minBodyRate = minBodyRate;
        builder.writeTimeout = writeTimeout;
        builder.keepAliveTimeout = keepAliveTimeout;
        builder.maxRequests = maxRequests;
        builder.maxAge = maxAge;
        builder.overLimit = overLimit;
        builder.waitQueue = waitQueue;
        builder.waitTimeout = waitTimeout;
        builder.waitPriority = waitPriority;
        return builder;
    }

    /** Makes a {@link PoolConfig}. Not thread-safe. */
    public static final class Builder {
        private int maxConnections = PoolKeys.MAX_CONNECTIONS.defaultValue();
        private @Nullable Integer maxConnectionsPerPeer;
        private @Nullable Rate acceptRate;
        private Duration connectionTimeout = PoolKeys.CONNECTION_TIMEOUT.defaultValue();
        private Duration handshakeTimeout = PoolKeys.HANDSHAKE_TIMEOUT.defaultValue();
        private Duration headersTimeout = PoolKeys.HEADERS_TIMEOUT.defaultValue();
        private Duration requestTimeout = PoolKeys.REQUEST_TIMEOUT.defaultValue();
        private Duration bodyTimeout = PoolKeys.BODY_TIMEOUT.defaultValue();
        private long minBodyRate = PoolKeys.MIN_BODY_RATE.defaultValue();
        private Duration writeTimeout = PoolKeys.WRITE_TIMEOUT.defaultValue();
        private Duration keepAliveTimeout = PoolKeys.KEEP_ALIVE_TIMEOUT.defaultValue();
        private @Nullable Integer maxRequests;
        private @Nullable Duration maxAge;
        private OverLimit overLimit = PoolKeys.OVER_LIMIT.defaultValue();
        private int waitQueue = PoolKeys.WAIT_QUEUE.defaultValue();
        private Duration waitTimeout = PoolKeys.WAIT_TIMEOUT.defaultValue();
        private Map<Cidr, WaitPriority> waitPriority = Map.of();

        private Builder() {}

        /** Key {@code pool.max-connections}; default 1000; 1 to 10,000,000; applied at runtime. */
        public Builder maxConnections(int maxConnections) {
            this.maxConnections = maxConnections;
            return this;
        }

        /**
         * Key {@code pool.max-connections-per-peer}; default none; 1 to 10,000,000; applied at
         * runtime.
         */
        public Builder maxConnectionsPerPeer(int maxConnectionsPerPeer) {
            this.maxConnectionsPerPeer = maxConnectionsPerPeer;
            return this;
        }

        /**
         * Key {@code pool.accept-rate}; default none; 1 to 999,999,999 a second, minute or hour;
         * applied at runtime.
         */
        public Builder acceptRate(Rate acceptRate) {
            this.acceptRate = acceptRate;
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

        /** Key {@code pool.request-timeout}; default 30 s; 1 ms to 24 h; applied at runtime. */
        public Builder requestTimeout(Duration requestTimeout) {
            this.requestTimeout = requestTimeout;
            return this;
        }

        /** Key {@code pool.body-timeout}; default 30 s; 1 ms to 24 h; applied at runtime. */
        public Builder bodyTimeout(Duration bodyTimeout) {
            this.bodyTimeout = bodyTimeout;
            return this;
        }

        /**
         * Key {@code pool.min-body-rate}; bytes a second; default 240; 0 is no limit; up to 1
         * GiB/s; applied at runtime.
         */
        public Builder minBodyRate(long minBodyRate) {
            this.minBodyRate = minBodyRate;
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

        /** Key {@code pool.max-requests}; default none; 1 to 2,147,483,647; applied at runtime. */
        public Builder maxRequests(int maxRequests) {
            this.maxRequests = maxRequests;
            return this;
        }

        /**
         * Key {@code pool.max-age}; default none; 1 ms to 365 days, give or take 10 %; applied at
         * runtime.
         */
        public Builder maxAge(Duration maxAge) {
            this.maxAge = maxAge;
            return this;
        }

        /** Key {@code pool.over-limit}; default close; applied at runtime. */
        public Builder overLimit(OverLimit overLimit) {
            this.overLimit = overLimit;
            return this;
        }

        /**
         * Key {@code pool.wait-queue}; default 0, which is none; 0 to 1,000,000; applied at
         * runtime.
         */
        public Builder waitQueue(int waitQueue) {
            this.waitQueue = waitQueue;
            return this;
        }

        /** Key {@code pool.wait-timeout}; default 5 s; 1 ms to 24 h; applied at runtime. */
        public Builder waitTimeout(Duration waitTimeout) {
            this.waitTimeout = waitTimeout;
            return this;
        }

        /** Key {@code pool.wait-priority}; default empty; applied at runtime. */
        public Builder waitPriority(Map<Cidr, WaitPriority> waitPriority) {
            this.waitPriority = waitPriority;
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
                    maxConnectionsPerPeer,
                    acceptRate,
                    connectionTimeout,
                    handshakeTimeout,
                    headersTimeout,
                    requestTimeout,
                    bodyTimeout,
                    minBodyRate,
                    writeTimeout,
                    keepAliveTimeout,
                    maxRequests,
                    maxAge,
                    overLimit,
                    waitQueue,
                    waitTimeout,
                    waitPriority);
        }
    }
}
