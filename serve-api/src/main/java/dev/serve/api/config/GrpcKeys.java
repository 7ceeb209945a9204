package dev.serve.api.config;

import java.time.Duration;
import java.util.List;

/** The keys of {@code grpc} under a listener, and their schema. */
public final class GrpcKeys {

    private static final long LARGEST = 1L << 30;
    private static final long USUAL = 4L << 20;

    /** Key {@code grpc.max-receive-message-length}. */
    public static final Key<Long> MAX_RECEIVE_MESSAGE_LENGTH =
            Key.size("max-receive-message-length", 0, LARGEST)
                    .defaultValue(USUAL)
                    .doc(
                            "Largest message of a client, in bytes, decompressed; a larger one ends its call with RESOURCE_EXHAUSTED.")
                    .build();

    /** Key {@code grpc.max-send-message-length}. */
    public static final Key<Long> MAX_SEND_MESSAGE_LENGTH =
            Key.size("max-send-message-length", 0, LARGEST)
                    .defaultValue(USUAL)
                    .doc(
                            "Largest message of a handler, in bytes, before compression; a larger one ends its call with RESOURCE_EXHAUSTED.")
                    .build();

    /** Key {@code grpc.max-concurrent-calls}. */
    public static final Key<Integer> MAX_CONCURRENT_CALLS =
            Key.integer("max-concurrent-calls", 1, 10_000_000)
                    .doc("Calls of the listener in work; one more is answered RESOURCE_EXHAUSTED.")
                    .build();

    /** Key {@code grpc.reflection}. */
    public static final Key<Boolean> REFLECTION =
            Key.of("reflection", ValueTypes.BOOLEAN)
                    .defaultValue(false)
                    .doc(
                            "Whether clients may ask what services there are (grpc.reflection.v1 and v1alpha).")
                    .build();

    /** Key {@code grpc.web}. */
    public static final Key<Boolean> WEB =
            Key.of("web", ValueTypes.BOOLEAN)
                    .defaultValue(false)
                    .doc(
                            "Whether browsers may call by gRPC-Web, binary or text, over HTTP/1.1 too.")
                    .build();

    /** Key {@code grpc.json}. */
    public static final Key<Boolean> JSON =
            Key.of("json", ValueTypes.BOOLEAN)
                    .defaultValue(false)
                    .doc(
                            "Whether methods may be called in JSON, on their google.api.http paths and by POST on /package.Service/Method, over HTTP/1.1 too.")
                    .build();

    /** Key {@code grpc.origins}. */
    public static final Key<List<String>> ORIGINS =
            Key.of("origins", ValueTypes.listOf(ValueTypes.TEXT))
                    .range(
                            "of origins such as https://example.com, or *",
                            WebSocketKeys::areOrigins)
                    .defaultValue(List.of())
                    .defaultText("[]")
                    .doc(
                            "Origins of pages that may call by gRPC-Web or in JSON besides those of the server itself, such as https://example.com; * is any, without credentials. Clients that send none are no browsers and pass.")
                    .build();

    /** Key {@code grpc.keep-alive-time}. */
    public static final Key<Duration> KEEP_ALIVE_TIME =
            duration("keep-alive-time")
                    .defaultValue(Duration.ofSeconds(30))
                    .doc(
                            "How long a client may be silent before it is sent a PING; where http2.keep-alive-time is shorter, that counts.")
                    .build();

    /** Key {@code grpc.ping-timeout}. */
    public static final Key<Duration> PING_TIMEOUT =
            duration("ping-timeout")
                    .defaultValue(Duration.ofSeconds(5))
                    .doc(
                            "How long the answer to that PING may take before the connection is closed; where http2.ping-timeout is shorter, that counts.")
                    .build();

    /** Key {@code grpc.min-ping-interval}. */
    public static final Key<Duration> MIN_PING_INTERVAL =
            duration("min-ping-interval")
                    .defaultValue(Duration.ofSeconds(5))
                    .doc(
                            "How soon after one PING a client may send the next while it is sent nothing; after the third that came too soon the connection ends with too_many_pings.")
                    .build();

    /** Key {@code grpc.max-connection-idle}. */
    public static final Key<Duration> MAX_CONNECTION_IDLE =
            duration("max-connection-idle")
                    .doc(
                            "How long a connection may be without a call before it is asked to go; where pool.keep-alive-timeout is shorter, that counts.")
                    .build();

    /** Key {@code grpc.max-connection-age}. */
    public static final Key<Duration> MAX_CONNECTION_AGE =
            duration("max-connection-age")
                    .doc(
                            "After how long, give or take a tenth, a connection is asked to go, by GOAWAY.")
                    .build();

    /** Key {@code grpc.age-grace}. */
    public static final Key<Duration> AGE_GRACE =
            duration("age-grace")
                    .defaultValue(Duration.ofSeconds(30))
                    .doc("How long calls may go on after max-connection-age; then they are cut.")
                    .build();

    /** The keys of {@code grpc}. */
    public static final Schema<GrpcConfig, GrpcConfig.Builder> SCHEMA =
            new Schema<>(
                    "grpc",
                    GrpcConfig::toBuilder,
                    GrpcConfig.Builder::build,
                    List.of(
                            new Schema.Value<>(
                                    MAX_RECEIVE_MESSAGE_LENGTH,
                                    GrpcConfig.Builder::maxReceiveMessageLength,
                                    GrpcConfig::maxReceiveMessageLength),
                            new Schema.Value<>(
                                    MAX_SEND_MESSAGE_LENGTH,
                                    GrpcConfig.Builder::maxSendMessageLength,
                                    GrpcConfig::maxSendMessageLength),
                            new Schema.Value<>(
                                    MAX_CONCURRENT_CALLS,
                                    GrpcConfig.Builder::maxConcurrentCalls,
                                    GrpcConfig::maxConcurrentCalls),
                            new Schema.Value<>(
                                    REFLECTION,
                                    GrpcConfig.Builder::reflection,
                                    GrpcConfig::reflection),
                            new Schema.Value<>(WEB, GrpcConfig.Builder::web, GrpcConfig::web),
                            new Schema.Value<>(JSON, GrpcConfig.Builder::json, GrpcConfig::json),
                            new Schema.Value<>(
                                    ORIGINS, GrpcConfig.Builder::origins, GrpcConfig::origins),
                            new Schema.Value<>(
                                    KEEP_ALIVE_TIME,
                                    GrpcConfig.Builder::keepAliveTime,
                                    GrpcConfig::keepAliveTime),
                            new Schema.Value<>(
                                    PING_TIMEOUT,
                                    GrpcConfig.Builder::pingTimeout,
                                    GrpcConfig::pingTimeout),
                            new Schema.Value<>(
                                    MIN_PING_INTERVAL,
                                    GrpcConfig.Builder::minPingInterval,
                                    GrpcConfig::minPingInterval),
                            new Schema.Value<>(
                                    MAX_CONNECTION_IDLE,
                                    GrpcConfig.Builder::maxConnectionIdle,
                                    GrpcConfig::maxConnectionIdle),
                            new Schema.Value<>(
                                    MAX_CONNECTION_AGE,
                                    GrpcConfig.Builder::maxConnectionAge,
                                    GrpcConfig::maxConnectionAge),
                            new Schema.Value<>(
                                    AGE_GRACE,
                                    GrpcConfig.Builder::ageGrace,
                                    GrpcConfig::ageGrace)));

    private GrpcKeys() {}

    private static Key.Builder<Duration> duration(String name) {
        return Key.of(name, ValueTypes.DURATION)
                .range(
                        "from 10ms to 24h",
                        value ->
                                value.compareTo(Duration.ofMillis(10)) >= 0
                                        && value.compareTo(Duration.ofHours(24)) <= 0);
    }
}
