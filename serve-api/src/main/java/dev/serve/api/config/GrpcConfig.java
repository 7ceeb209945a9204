package dev.serve.api.config;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * gRPC settings of one listener. Immutable; make one with {@link #builder()}.
 *
 * @param maxReceiveMessageLength largest message of a client, in bytes, decompressed
 * @param maxSendMessageLength largest message of a handler, in bytes, before compression
 * @param maxConcurrentCalls calls in work at a time; null is no limit
 * @param reflection whether clients may ask what services there are
 * @param web whether browsers may call by gRPC-Web
 * @param json whether methods may be called in JSON
 * @param origins origins of pages that may do so besides those of the server itself, such as {@code
 *     https://example.com}; {@code *} is any
 * @param keepAliveTime how long a client in mid-call may be silent before it is sent a PING
 * @param pingTimeout how long its answer may take
 * @param minPingInterval how soon after one PING a client may send the next while it is sent
 *     nothing
 * @param maxConnectionIdle how long a connection may be without a call; null is no limit
 * @param maxConnectionAge after how long a connection is asked to go; null is never
 * @param ageGrace how long its calls may go on then
 */
public record GrpcConfig(
        long maxReceiveMessageLength,
        long maxSendMessageLength,
        @Nullable Integer maxConcurrentCalls,
        boolean reflection,
        boolean web,
        boolean json,
        List<String> origins,
        Duration keepAliveTime,
        Duration pingTimeout,
        Duration minPingInterval,
        @Nullable Duration maxConnectionIdle,
        @Nullable Duration maxConnectionAge,
        Duration ageGrace) {

    /** Checks the ranges. */
    public GrpcConfig {
        GrpcKeys.MAX_RECEIVE_MESSAGE_LENGTH.check(maxReceiveMessageLength);
        GrpcKeys.MAX_SEND_MESSAGE_LENGTH.check(maxSendMessageLength);
        if (maxConcurrentCalls != null) {
            GrpcKeys.MAX_CONCURRENT_CALLS.check(maxConcurrentCalls);
        }
        GrpcKeys.REFLECTION.check(reflection);
        GrpcKeys.WEB.check(web);
        GrpcKeys.JSON.check(json);
        origins = List.copyOf(origins);
        GrpcKeys.ORIGINS.check(origins);
        GrpcKeys.KEEP_ALIVE_TIME.check(keepAliveTime);
        GrpcKeys.PING_TIMEOUT.check(pingTimeout);
        GrpcKeys.MIN_PING_INTERVAL.check(minPingInterval);
        if (maxConnectionIdle != null) {
            GrpcKeys.MAX_CONNECTION_IDLE.check(maxConnectionIdle);
        }
        if (maxConnectionAge != null) {
            GrpcKeys.MAX_CONNECTION_AGE.check(maxConnectionAge);
        }
        GrpcKeys.AGE_GRACE.check(ageGrace);
    }

    /** A builder with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder with these values. */
    public Builder toBuilder() {
        return new Builder()
                .maxReceiveMessageLength(maxReceiveMessageLength)
                .maxSendMessageLength(maxSendMessageLength)
                .maxConcurrentCalls(maxConcurrentCalls)
                .reflection(reflection)
                .web(web)
                .json(json)
                .origins(origins)
                .keepAliveTime(keepAliveTime)
                .pingTimeout(pingTimeout)
                .minPingInterval(minPingInterval)
                .maxConnectionIdle(maxConnectionIdle)
                .maxConnectionAge(maxConnectionAge)
                .ageGrace(ageGrace);
    }

    /** Makes a {@link GrpcConfig}. Not thread-safe. */
    public static final class Builder {
        private long maxReceiveMessageLength = GrpcKeys.MAX_RECEIVE_MESSAGE_LENGTH.defaultValue();
        private long maxSendMessageLength = GrpcKeys.MAX_SEND_MESSAGE_LENGTH.defaultValue();
        private @Nullable Integer maxConcurrentCalls;
        private boolean reflection = GrpcKeys.REFLECTION.defaultValue();
        private boolean web = GrpcKeys.WEB.defaultValue();
        private boolean json = GrpcKeys.JSON.defaultValue();
        private List<String> origins = GrpcKeys.ORIGINS.defaultValue();
        private Duration keepAliveTime = GrpcKeys.KEEP_ALIVE_TIME.defaultValue();
        private Duration pingTimeout = GrpcKeys.PING_TIMEOUT.defaultValue();
        private Duration minPingInterval = GrpcKeys.MIN_PING_INTERVAL.defaultValue();
        private @Nullable Duration maxConnectionIdle;
        private @Nullable Duration maxConnectionAge;
        private Duration ageGrace = GrpcKeys.AGE_GRACE.defaultValue();

        private Builder() {}

        /** Key {@code grpc.max-receive-message-length}; bytes; default 4 MiB; 0 to 1 GiB. */
        public Builder maxReceiveMessageLength(long maxReceiveMessageLength) {
            this.maxReceiveMessageLength = maxReceiveMessageLength;
            return this;
        }

        /** Key {@code grpc.max-send-message-length}; bytes; default 4 MiB; 0 to 1 GiB. */
        public Builder maxSendMessageLength(long maxSendMessageLength) {
            this.maxSendMessageLength = maxSendMessageLength;
            return this;
        }

        /** Key {@code grpc.max-concurrent-calls}; default none; 1 to 10,000,000. */
        public Builder maxConcurrentCalls(@Nullable Integer maxConcurrentCalls) {
            this.maxConcurrentCalls = maxConcurrentCalls;
            return this;
        }

        /** Key {@code grpc.reflection}; default false. */
        public Builder reflection(boolean reflection) {
            this.reflection = reflection;
            return this;
        }

        /** Key {@code grpc.web}; default false. */
        public Builder web(boolean web) {
            this.web = web;
            return this;
        }

        /** Key {@code grpc.json}; default false. */
        public Builder json(boolean json) {
            this.json = json;
            return this;
        }

        /** Key {@code grpc.origins}; default empty. */
        public Builder origins(List<String> origins) {
            this.origins = origins;
            return this;
        }

        /** Key {@code grpc.keep-alive-time}; default 30 s; 10 ms to 24 h. */
        public Builder keepAliveTime(Duration keepAliveTime) {
            this.keepAliveTime = keepAliveTime;
            return this;
        }

        /** Key {@code grpc.ping-timeout}; default 5 s; 10 ms to 24 h. */
        public Builder pingTimeout(Duration pingTimeout) {
            this.pingTimeout = pingTimeout;
            return this;
        }

        /** Key {@code grpc.min-ping-interval}; default 5 s; 10 ms to 24 h. */
        public Builder minPingInterval(Duration minPingInterval) {
            this.minPingInterval = minPingInterval;
            return this;
        }

        /** Key {@code grpc.max-connection-idle}; default none; 10 ms to 24 h. */
        public Builder maxConnectionIdle(@Nullable Duration maxConnectionIdle) {
            this.maxConnectionIdle = maxConnectionIdle;
            return this;
        }

        /** Key {@code grpc.max-connection-age}; default none; 10 ms to 24 h. */
        public Builder maxConnectionAge(@Nullable Duration maxConnectionAge) {
            this.maxConnectionAge = maxConnectionAge;
            return this;
        }

        /** Key {@code grpc.age-grace}; default 30 s; 10 ms to 24 h. */
        public Builder ageGrace(Duration ageGrace) {
            this.ageGrace = ageGrace;
            return this;
        }

        /**
         * Makes the record.
         *
         * @throws IllegalArgumentException if a value is out of range
         */
        public GrpcConfig build() {
            return new GrpcConfig(
                    maxReceiveMessageLength,
                    maxSendMessageLength,
                    maxConcurrentCalls,
                    reflection,
                    web,
                    json,
                    origins,
                    keepAliveTime,
                    pingTimeout,
                    minPingInterval,
                    maxConnectionIdle,
                    maxConnectionAge,
                    ageGrace);
        }
    }
}
