package dev.serve.api.config;

import java.util.List;

/** The keys directly under a listener, and their schema. */
public final class ListenerKeys {

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
                            new Schema.Section<>(
                                    "pool",
                                    "Limits of the listener's connections.",
                                    false,
                                    PoolConfig.SCHEMA,
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
                                    EXT, ListenerConfig.Builder::ext, ListenerConfig::ext)));

    private ListenerKeys() {}
}
