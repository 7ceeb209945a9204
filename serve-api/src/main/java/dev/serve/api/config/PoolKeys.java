package dev.serve.api.config;

import static java.util.stream.Collectors.toMap;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The keys of {@code pool} under a listener, and their schema. */
public final class PoolKeys {

    private static final int MOST = 10_000_000;

    private static final ValueType<WaitPriority> PRIORITY =
            ValueTypes.oneOf(WaitPriority.class, Map.of());

    /** Key {@code pool.max-connections}. */
    public static final Key<Integer> MAX_CONNECTIONS =
            Key.integer("max-connections", 1, MOST)
                    .defaultValue(1_000)
                    .runtime()
                    .doc(
                            "Open connections at a time, silent and handshaking ones included. One more waits or is refused, and is counted.")
                    .build();

    /** Key {@code pool.max-connections-per-peer}. */
    public static final Key<Integer> MAX_CONNECTIONS_PER_PEER =
            Key.integer("max-connections-per-peer", 1, MOST)
                    .runtime()
                    .doc(
                            "Open connections of one address, of one /64 network on IPv6. Peers of a Unix socket have none and are not limited.")
                    .build();

    /** Key {@code pool.accept-rate}. */
    public static final Key<Rate> ACCEPT_RATE =
            Key.of("accept-rate", ValueTypes.RATE)
                    .range("of at least 1", rate -> rate.count() >= 1)
                    .runtime()
                    .doc(
                            "New connections in a time, of all peers together; as many may come at once after a pause. What is over is refused.")
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

    /** Key {@code pool.request-timeout}. */
    public static final Key<Duration> REQUEST_TIMEOUT =
            deadline(
                    "request-timeout",
                    30,
                    "From the head of an HTTP/1.1 request to the head of its answer: 503, or 408 if its body is unfinished. An answer that has begun is never cut by it.");

    /** Key {@code pool.body-timeout}. */
    public static final Key<Duration> BODY_TIMEOUT =
            deadline(
                    "body-timeout",
                    30,
                    "Nothing received while a handler waits for the body of an HTTP/1.1 request.");

    /** Key {@code pool.min-body-rate}. */
    public static final Key<Long> MIN_BODY_RATE =
            Key.of("min-body-rate", ValueTypes.BYTE_RATE)
                    .range("up to 1GiB/s", rate -> rate >= 0 && rate <= 1L << 30)
                    .defaultValue(240L)
                    .runtime()
                    .doc(
                            "How fast the body of an HTTP/1.1 request must come while a handler waits for it, on average after 5 s: 408.")
                    .build();

    /** Key {@code pool.write-timeout}. */
    public static final Key<Duration> WRITE_TIMEOUT =
            deadline("write-timeout", 30, "A peer that takes nothing of what is being written.");

    /** Key {@code pool.keep-alive-timeout}. */
    public static final Key<Duration> KEEP_ALIVE_TIMEOUT =
            deadline("keep-alive-timeout", 65, "Between requests; on HTTP/2 with no stream open.");

    /** Key {@code pool.max-requests}. */
    public static final Key<Integer> MAX_REQUESTS =
            Key.integer("max-requests", 1, Integer.MAX_VALUE)
                    .runtime()
                    .doc("Requests of one connection; the last answer announces its end.")
                    .build();

    /** Key {@code pool.max-age}. */
    public static final Key<Duration> MAX_AGE =
            Key.of("max-age", ValueTypes.DURATION)
                    .range("from 1ms to 365d", value -> isBetween(value, 365))
                    .runtime()
                    .doc(
                            "Age of a connection, give or take 10 %; it then ends by drain: what is in flight finishes.")
                    .build();

    /** Key {@code pool.over-limit}. */
    public static final Key<OverLimit> OVER_LIMIT =
            Key.of("over-limit", overLimit())
                    .defaultValue(OverLimit.CLOSE)
                    .runtime()
                    .doc(
                            "What a refused connection gets: nothing, or 503 with Retry-After; on TLS it is always closed.")
                    .build();

    /** Key {@code pool.wait-queue}. */
    public static final Key<Integer> WAIT_QUEUE =
            Key.integer("wait-queue", 0, 1_000_000)
                    .defaultValue(0)
                    .runtime()
                    .doc(
                            "Connections that wait, unread, for a place when max-connections are open; 0 refuses them at once.")
                    .build();

    /** Key {@code pool.wait-timeout}. */
    public static final Key<Duration> WAIT_TIMEOUT =
            deadline("wait-timeout", 5, "How long one of them waits before it is refused.");

    /** Key {@code pool.wait-priority}. */
    public static final Key<String> WAIT_PRIORITY =
            Key.of("wait-priority", ValueTypes.TEXT)
                    .range("that is high, normal or low", PoolKeys::isPriority)
                    .defaultText("{}")
                    .runtime()
                    .doc(
                            "Who of the waiting goes first, by block of addresses, as in 10.0.0.0/8: high. The longest prefix counts; others are normal.")
                    .build();

    /** The keys of {@code pool}. */
    public static final Schema<PoolConfig, PoolConfig.Builder> SCHEMA =
            new Schema<>(
                    "pool",
                    PoolConfig::toBuilder,
                    PoolConfig.Builder::build,
                    List.of(
                            new Schema.Value<>(
                                    MAX_CONNECTIONS,
                                    PoolConfig.Builder::maxConnections,
                                    PoolConfig::maxConnections),
                            new Schema.Value<>(
                                    MAX_CONNECTIONS_PER_PEER,
                                    PoolConfig.Builder::maxConnectionsPerPeer,
                                    PoolConfig::maxConnectionsPerPeer),
                            new Schema.Value<>(
                                    ACCEPT_RATE,
                                    PoolConfig.Builder::acceptRate,
                                    PoolConfig::acceptRate),
                            new Schema.Value<>(
                                    CONNECTION_TIMEOUT,
                                    PoolConfig.Builder::connectionTimeout,
                                    PoolConfig::connectionTimeout),
                            new Schema.Value<>(
                                    HANDSHAKE_TIMEOUT,
                                    PoolConfig.Builder::handshakeTimeout,
                                    PoolConfig::handshakeTimeout),
                            new Schema.Value<>(
                                    HEADERS_TIMEOUT,
                                    PoolConfig.Builder::headersTimeout,
                                    PoolConfig::headersTimeout),
                            new Schema.Value<>(
                                    REQUEST_TIMEOUT,
                                    PoolConfig.Builder::requestTimeout,
                                    PoolConfig::requestTimeout),
                            new Schema.Value<>(
                                    BODY_TIMEOUT,
                                    PoolConfig.Builder::bodyTimeout,
                                    PoolConfig::bodyTimeout),
                            new Schema.Value<>(
                                    MIN_BODY_RATE,
                                    PoolConfig.Builder::minBodyRate,
                                    PoolConfig::minBodyRate),
                            new Schema.Value<>(
                                    WRITE_TIMEOUT,
                                    PoolConfig.Builder::writeTimeout,
                                    PoolConfig::writeTimeout),
                            new Schema.Value<>(
                                    KEEP_ALIVE_TIMEOUT,
                                    PoolConfig.Builder::keepAliveTimeout,
                                    PoolConfig::keepAliveTimeout),
                            new Schema.Value<>(
                                    MAX_REQUESTS,
                                    PoolConfig.Builder::maxRequests,
                                    PoolConfig::maxRequests),
                            new Schema.Value<>(
                                    MAX_AGE, PoolConfig.Builder::maxAge, PoolConfig::maxAge),
                            new Schema.Value<>(
                                    OVER_LIMIT,
                                    PoolConfig.Builder::overLimit,
                                    PoolConfig::overLimit),
                            new Schema.Value<>(
                                    WAIT_QUEUE,
                                    PoolConfig.Builder::waitQueue,
                                    PoolConfig::waitQueue),
                            new Schema.Value<>(
                                    WAIT_TIMEOUT,
                                    PoolConfig.Builder::waitTimeout,
                                    PoolConfig::waitTimeout),
                            new Schema.FreeMap<>(
                                    WAIT_PRIORITY,
                                    ValueTypes.CIDR,
                                    (builder, texts) -> builder.waitPriority(priorities(texts)),
                                    config -> texts(config.waitPriority()))));

    private PoolKeys() {}

    private static Key<Duration> deadline(String name, int seconds, String doc) {
        return Key.of(name, ValueTypes.DURATION)
                .range("from 1ms to 24h", value -> isBetween(value, 1))
                .defaultValue(Duration.ofSeconds(seconds))
                .runtime()
                .doc(doc)
                .build();
    }

    /** From a millisecond to so many days. */
    private static boolean isBetween(Duration value, int days) {
        return value.compareTo(Duration.ofMillis(1)) >= 0
                && value.compareTo(Duration.ofDays(days)) <= 0;
    }

    private static ValueType<OverLimit> overLimit() {
        Map<OverLimit, String> words = new LinkedHashMap<>();
        words.put(OverLimit.CLOSE, "close");
        words.put(OverLimit.ANSWER, "503");
        return ValueTypes.oneOf(words, Map.of());
    }

    private static boolean isPriority(String text) {
        try {
            PRIORITY.parse(text);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static Map<Cidr, WaitPriority> priorities(Map<String, String> texts) {
        return texts.entrySet().stream()
                .collect(
                        toMap(
                                entry -> Cidr.parse(entry.getKey()),
                                entry -> PRIORITY.parse(entry.getValue())));
    }

    private static Map<String, String> texts(Map<Cidr, WaitPriority> priorities) {
        return priorities.entrySet().stream()
                .collect(
                        toMap(
                                entry -> entry.getKey().toString(),
                                entry -> PRIORITY.print(entry.getValue())));
    }
}
