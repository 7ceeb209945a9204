package dev.serve.api.config;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The keys directly under a listener, and their schema. */
public final class ListenerKeys {

    private static final Duration LONGEST_DRAIN = Duration.ofHours(1);

    /** Key {@code host}. */
    public static final Key<String> HOST =
            Key.of("host", ValueTypes.TEXT)
                    .range(
                            "that is a name or an IP address",
                            host -> !host.isBlank() && host.indexOf(' ') < 0)
                    .defaultValue("127.0.0.1")
                    .doc(
                            "Address to bind: a name or an IP address. 0.0.0.0 or :: is every address.")
                    .build();

    /** Key {@code port}. */
    public static final Key<Integer> PORT =
            Key.integer("port", 0, 65_535)
                    .defaultText("required, unless path is given")
                    .doc("TCP port; 0 takes any free one.")
                    .build();

    /** Key {@code path}. */
    public static final Key<String> PATH =
            Key.of("path", ValueTypes.TEXT)
                    .doc("Path of a Unix socket, instead of host and port; at most 107 bytes.")
                    .build();

    /** Key {@code mode}. */
    public static final Key<String> MODE =
            Key.of("mode", ValueTypes.TEXT)
                    .range(
                            "of three or four octal digits, such as \"0660\"",
                            mode -> mode.matches("0?[0-7]{3}"))
                    .defaultText("by umask")
                    .doc("Permission bits of the Unix socket, in octal; goes with path.")
                    .build();

    /** Key {@code protocols}. */
    public static final Key<List<String>> PROTOCOLS =
            Key.of("protocols", ValueTypes.listOf(ValueTypes.TEXT))
                    .range(
                            "that is not empty and names none twice",
                            names ->
                                    !names.isEmpty()
                                            && names.stream().distinct().count() == names.size())
                    .defaultValue(List.of("http"))
                    .doc(
                            "What the listener speaks. http is HTTP/1.1 and HTTP/2 (h2 by ALPN; h2c by upgrade and prior knowledge); sse allows event streams on it.")
                    .build();

    /** Key {@code backlog}. */
    public static final Key<Integer> BACKLOG =
            Key.integer("backlog", 1, 65_535)
                    .defaultValue(1_024)
                    .doc("Connections that the kernel holds until they are accepted.")
                    .build();

    /** Key {@code reuse-address}. */
    public static final Key<Boolean> REUSE_ADDRESS =
            Key.of("reuse-address", ValueTypes.BOOLEAN)
                    .defaultValue(true)
                    .doc(
                            "SO_REUSEADDR: bind although connections of an earlier process linger in TIME_WAIT.")
                    .build();

    /** Key {@code proxy-protocol}. */
    public static final Key<Boolean> PROXY_PROTOCOL =
            Key.of("proxy-protocol", ValueTypes.BOOLEAN)
                    .defaultValue(false)
                    .doc(
                            "Each connection begins with a PROXY protocol header, version 1 or 2, before TLS. It is required from trusted-proxies, and whoever else connects is closed. On a Unix socket every peer is believed, for it could open the file.")
                    .build();

    /** Key {@code trusted-proxies}. */
    public static final Key<List<Cidr>> TRUSTED_PROXIES =
            Key.of("trusted-proxies", ValueTypes.listOf(ValueTypes.CIDR))
                    .defaultValue(List.of())
                    .defaultText("[]")
                    .doc(
                            "Peers that are believed what they say of the client before them: in PROXY protocol headers, in Forwarded and in X-Forwarded-*. From anybody else these never reach a handler. The peer of a Unix socket counts as 127.0.0.1.")
                    .build();

    /** Key {@code drain-timeout}. */
    public static final Key<Duration> DRAIN_TIMEOUT =
            Key.of("drain-timeout", ValueTypes.DURATION)
                    .range(
                            "of at most 1h",
                            value -> !value.isNegative() && value.compareTo(LONGEST_DRAIN) <= 0)
                    .defaultText("shutdown.timeout")
                    .runtime()
                    .doc(
                            "How long connections that began under an earlier configuration of the listener may drain when it changes.")
                    .build();

    /** Key {@code wire}. */
    public static final Key<WireKind> WIRE =
            Key.of("wire", ValueTypes.oneOf(WireKind.class, Map.of()))
                    .defaultValue(WireKind.SELECTOR)
                    .doc(
                            "How bytes are waited for: by selector loops, or blocking in each connection, which is the simple fallback.")
                    .build();

    /** Key {@code trace}. */
    public static final Key<Boolean> TRACE =
            Key.of("trace", ValueTypes.BOOLEAN)
                    .defaultValue(false)
                    .runtime()
                    .doc("Logs each connection of the listener when it opens and when it closes.")
                    .build();

    /** Key {@code ext}. */
    public static final Key<String> EXT =
            Key.of("ext", ValueTypes.TEXT)
                    .defaultText("{}")
                    .runtime()
                    .doc(
                            "A free map for handlers and extensions, found with Exchange.config().ext().")
                    .build();

    /** The schema of one listener. */
    public static final Schema<ListenerConfig, ListenerConfig.Builder> SCHEMA =
            new Schema<>(
                    "listeners",
                    ListenerConfig::toBuilder,
                    ListenerConfig.Builder::build,
                    List.of(
                            new Schema.Value<>(
                                    HOST, ListenerConfig.Builder::host, ListenerConfig::host),
                            new Schema.Value<>(
                                    PORT, ListenerConfig.Builder::port, ListenerConfig::port),
                            new Schema.Value<>(
                                    PATH, ListenerConfig.Builder::path, ListenerConfig::path),
                            new Schema.Value<>(
                                    MODE, ListenerConfig.Builder::mode, ListenerConfig::mode),
                            new Schema.Value<>(
                                    PROTOCOLS,
                                    ListenerConfig.Builder::protocols,
                                    ListenerConfig::protocols),
                            new Schema.Value<>(
                                    BACKLOG,
                                    ListenerConfig.Builder::backlog,
                                    ListenerConfig::backlog),
                            new Schema.Value<>(
                                    REUSE_ADDRESS,
                                    ListenerConfig.Builder::reuseAddress,
                                    ListenerConfig::reuseAddress),
                            new Schema.Value<>(
                                    PROXY_PROTOCOL,
                                    ListenerConfig.Builder::proxyProtocol,
                                    ListenerConfig::proxyProtocol),
                            new Schema.Value<>(
                                    TRUSTED_PROXIES,
                                    ListenerConfig.Builder::trustedProxies,
                                    ListenerConfig::trustedProxies),
                            new Schema.Value<>(
                                    DRAIN_TIMEOUT,
                                    ListenerConfig.Builder::drainTimeout,
                                    ListenerConfig::drainTimeout),
                            new Schema.Value<>(
                                    WIRE, ListenerConfig.Builder::wire, ListenerConfig::wire),
                            new Schema.Section<>(
                                    "pool",
                                    "Limits of the listener's connections.",
                                    false,
                                    PoolKeys.SCHEMA,
                                    PoolConfig::builder,
                                    ListenerConfig.Builder::pool,
                                    ListenerConfig::pool),
                            new Schema.Section<>(
                                    "http",
                                    "Limits of requests.",
                                    false,
                                    HttpConfig.SCHEMA,
                                    HttpConfig::builder,
                                    ListenerConfig.Builder::http,
                                    ListenerConfig::http),
                            new Schema.Section<>(
                                    "http2",
                                    "HTTP/2 settings.",
                                    false,
                                    Http2Config.SCHEMA,
                                    Http2Config::builder,
                                    ListenerConfig.Builder::http2,
                                    ListenerConfig::http2),
                            new Schema.Section<>(
                                    "websocket",
                                    "WebSocket settings; a route may change some for itself.",
                                    false,
                                    WebSocketKeys.SCHEMA,
                                    WebSocketConfig::builder,
                                    ListenerConfig.Builder::websocket,
                                    ListenerConfig::websocket),
                            new Schema.Section<>(
                                    "grpc",
                                    "gRPC settings.",
                                    false,
                                    GrpcKeys.SCHEMA,
                                    GrpcConfig::builder,
                                    ListenerConfig.Builder::grpc,
                                    ListenerConfig::grpc),
                            new Schema.Section<>(
                                    "sse",
                                    "Settings of event streams; a route may change some for itself.",
                                    false,
                                    SseConfig.SCHEMA,
                                    SseConfig::builder,
                                    ListenerConfig.Builder::sse,
                                    ListenerConfig::sse),
                            new Schema.Section<>(
                                    "tcp",
                                    "Settings of framed byte streams.",
                                    false,
                                    TcpConfig.SCHEMA,
                                    TcpConfig::builder,
                                    ListenerConfig.Builder::tcp,
                                    ListenerConfig::tcp),
                            new Schema.Section<>(
                                    "tls",
                                    "TLS; without this block the listener is plain.",
                                    true,
                                    TlsConfig.SCHEMA,
                                    TlsConfig::builder,
                                    ListenerConfig.Builder::tls,
                                    ListenerConfig::tls),
                            new Schema.Items<>(
                                    "routes",
                                    "Routes without code.",
                                    RouteConfig.SCHEMA,
                                    RouteConfig::builder,
                                    ListenerConfig.Builder::routes,
                                    ListenerConfig::routes),
                            new Schema.Value<>(
                                    TRACE, ListenerConfig.Builder::trace, ListenerConfig::trace),
                            new Schema.FreeMap<>(
                                    EXT,
                                    ValueTypes.TEXT,
                                    ListenerConfig.Builder::ext,
                                    ListenerConfig::ext)));

    private ListenerKeys() {}
}
