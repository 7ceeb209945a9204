package dev.serve.api.config;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One named listener: an address, the protocols it speaks, its limits and its routes without code.
 * Immutable; make one with {@link #builder()}.
 *
 * @param host address to bind, a name or an IP address; unused with {@code path}
 * @param port TCP port, 0 for any free one; null with {@code path}
 * @param path Unix socket; null with {@code port}
 * @param mode permission bits of the Unix socket, octal; null for the process umask
 * @param protocols what it speaks, by name; {@code http} implies HTTP/1.1 and HTTP/2
 * @param backlog connections the kernel holds before they are accepted
 * @param reuseAddress SO_REUSEADDR
 * @param proxyProtocol whether each connection begins with a PROXY protocol header
 * @param trustedProxies peers that are believed what they say of the client before them
 * @param drainTimeout how long old connections may drain when the listener changes; null for {@code
 *     shutdown.timeout}
 * @param wire how bytes are waited for
 * @param pool limits of its connections
 * @param http limits of its requests
 * @param http2 HTTP/2 settings
 * @param websocket WebSocket settings
 * @param grpc gRPC settings
 * @param sse settings of event streams
 * @param tcp settings of framed byte streams
 * @param tls TLS, or null for plain bytes
 * @param routes routes without code
 * @param trace whether each connection is logged
 * @param ext a free map for handlers and extensions
 */
public record ListenerConfig(
        String host,
        @Nullable Integer port,
        @Nullable String path,
        @Nullable String mode,
        List<String> protocols,
        int backlog,
        boolean reuseAddress,
        boolean proxyProtocol,
        List<Cidr> trustedProxies,
        @Nullable Duration drainTimeout,
        WireKind wire,
        PoolConfig pool,
        HttpConfig http,
        Http2Config http2,
        WebSocketConfig websocket,
        GrpcConfig grpc,
        SseConfig sse,
        TcpConfig tcp,
        @Nullable TlsConfig tls,
        List<RouteConfig> routes,
        boolean trace,
        Map<String, String> ext) {

    /**
     * The kernel's limit on the path of a Unix socket, in bytes, less the closing NUL
     * (sockaddr_un).
     */
    public static final int MAX_UNIX_PATH_BYTES = 107;

    /** Checks ranges and what must come together. */
    public ListenerConfig {
        protocols = ListenerKeys.PROTOCOLS.check(List.copyOf(protocols));
        trustedProxies = List.copyOf(trustedProxies);
        routes = List.copyOf(routes);
        ext = Map.copyOf(ext);
        ListenerKeys.BACKLOG.check(backlog);
        ListenerRules.checkAddress(host, port, path, mode);
        ListenerRules.checkProxies(proxyProtocol, trustedProxies, path);
        if (drainTimeout != null) {
            ListenerKeys.DRAIN_TIMEOUT.check(drainTimeout);
        }
    }

    /** A listener for {@code http} on the loopback address. */
    public static ListenerConfig http(int port) {
        return builder().port(port).build();
    }

    /** A listener for {@code grpc} on the loopback address. */
    public static ListenerConfig grpc(int port) {
        return builder().port(port).protocols(List.of("grpc")).build();
    }

    /** A listener for framed byte streams on the loopback address. */
    public static ListenerConfig tcp(int port) {
        return builder().port(port).protocols(List.of("tcp")).build();
    }

    /** A listener for {@code http} on a Unix socket. */
    public static ListenerConfig unix(String path) {
        return builder().path(path).build();
    }

    /** Whether it listens on a Unix socket. */
    public boolean isUnix() {
        return path != null;
    }

    /**
     * The address as it is written in messages: {@code 127.0.0.1:8080} or {@code
     * unix:run/web.sock}.
     */
    public String addressText() {
        return path != null
                ? "unix:" + path
                : (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }

    /** A builder with the defaults: loopback, {@code http}, no TLS. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder with these values. */
    public Builder toBuilder() {
        Builder builder =
                new Builder()
                        .host(host)
                        .protocols(protocols)
                        .backlog(backlog)
                        .reuseAddress(reuseAddress)
                        .proxyProtocol(proxyProtocol)
                        .trustedProxies(trustedProxies)
                        .wire(wire)
                        .pool(pool)
                        .http(http)
                        .http2(http2)
                        .websocket(websocket)
                        .grpc(grpc)
                        .sse(sse)
                        .tcp(tcp)
                        .routes(routes)
                        .trace(trace)
                        .ext(ext);
        builder.port = port;
        builder.path = path;
        builder.mode = mode;
        builder.drainTimeout = drainTimeout;
        builder.tls = tls;
        return builder;
    }

    /** Makes a {@link ListenerConfig}. Not thread-safe. */
    public static final class Builder {
        private String host = ListenerKeys.HOST.defaultValue();
        private @Nullable Integer port;
        private @Nullable String path;
        private @Nullable String mode;
        private List<String> protocols = ListenerKeys.PROTOCOLS.defaultValue();
        private int backlog = ListenerKeys.BACKLOG.defaultValue();
        private boolean reuseAddress = ListenerKeys.REUSE_ADDRESS.defaultValue();
        private boolean proxyProtocol = ListenerKeys.PROXY_PROTOCOL.defaultValue();
        private List<Cidr> trustedProxies = ListenerKeys.TRUSTED_PROXIES.defaultValue();
        private @Nullable Duration drainTimeout;
        private WireKind wire = ListenerKeys.WIRE.defaultValue();
        private PoolConfig pool = PoolConfig.builder().build();
        private HttpConfig http = HttpConfig.builder().build();
        private Http2Config http2 = Http2Config.builder().build();
        private WebSocketConfig websocket = WebSocketConfig.builder().build();
        private GrpcConfig grpc = GrpcConfig.builder().build();
        private SseConfig sse = SseConfig.builder().build();
        private TcpConfig tcp = TcpConfig.builder().build();
        private @Nullable TlsConfig tls;
        private List<RouteConfig> routes = List.of();
        private boolean trace = ListenerKeys.TRACE.defaultValue();
        private Map<String, String> ext = Map.of();

        private Builder() {}

        /** Key {@code host}; default 127.0.0.1. */
        public Builder host(String host) {
            this.host = host;
            return this;
        }

        /** Key {@code port}; 0 for any free port, to 65535; takes the place of a path. */
        public Builder port(int port) {
            this.port = port;
            this.path = null;
            return this;
        }

        /** Key {@code path}: a Unix socket; takes the place of a port. */
        public Builder path(String path) {
            this.path = path;
            this.port = null;
            return this;
        }

        /** Key {@code mode}: permission bits of the Unix socket, octal, such as {@code 0660}. */
        public Builder mode(String mode) {
            this.mode = mode;
            return this;
        }

        /** Key {@code protocols}; default {@code http}. */
        public Builder protocols(List<String> protocols) {
            this.protocols = protocols;
            return this;
        }

        /** Key {@code backlog}; default 1024; 1 to 65535. */
        public Builder backlog(int backlog) {
            this.backlog = backlog;
            return this;
        }

        /** Key {@code reuse-address}; default true. */
        public Builder reuseAddress(boolean reuseAddress) {
            this.reuseAddress = reuseAddress;
            return this;
        }

        /** Key {@code proxy-protocol}; default false. */
        public Builder proxyProtocol(boolean proxyProtocol) {
            this.proxyProtocol = proxyProtocol;
            return this;
        }

        /** Key {@code trusted-proxies}; default none. */
        public Builder trustedProxies(List<Cidr> trustedProxies) {
            this.trustedProxies = trustedProxies;
            return this;
        }

        /** Key {@code drain-timeout}; default {@code shutdown.timeout}; at most one hour. */
        public Builder drainTimeout(Duration drainTimeout) {
            this.drainTimeout = drainTimeout;
            return this;
        }

        /** Key {@code wire}; default selector. */
        public Builder wire(WireKind wire) {
            this.wire = wire;
            return this;
        }

        /** Keys {@code pool.*}. */
        public Builder pool(PoolConfig pool) {
            this.pool = pool;
            return this;
        }

        /** Changes some of {@code pool.*}. */
        public Builder pool(Consumer<PoolConfig.Builder> change) {
            PoolConfig.Builder builder = pool.toBuilder();
            change.accept(builder);
            return pool(builder.build());
        }

        /** Keys {@code http.*}. */
        public Builder http(HttpConfig http) {
            this.http = http;
            return this;
        }

        /** Changes some of {@code http.*}. */
        public Builder http(Consumer<HttpConfig.Builder> change) {
            HttpConfig.Builder builder = http.toBuilder();
            change.accept(builder);
            return http(builder.build());
        }

        /** Keys {@code http2.*}. */
        public Builder http2(Http2Config http2) {
            this.http2 = http2;
            return this;
        }

        /** Changes some of {@code http2.*}. */
        public Builder http2(Consumer<Http2Config.Builder> change) {
            Http2Config.Builder builder = http2.toBuilder();
            change.accept(builder);
            return http2(builder.build());
        }

        /** Keys {@code websocket.*}. */
        public Builder websocket(WebSocketConfig websocket) {
            this.websocket = websocket;
            return this;
        }

        /** Changes some of {@code websocket.*}. */
        public Builder websocket(Consumer<WebSocketConfig.Builder> change) {
            WebSocketConfig.Builder builder = websocket.toBuilder();
            change.accept(builder);
            return websocket(builder.build());
        }

        /** Keys {@code grpc.*}. */
        public Builder grpc(GrpcConfig grpc) {
            this.grpc = grpc;
            return this;
        }

        /** Changes some of {@code grpc.*}. */
        public Builder grpc(Consumer<GrpcConfig.Builder> change) {
            GrpcConfig.Builder builder = grpc.toBuilder();
            change.accept(builder);
            return grpc(builder.build());
        }

        /** Keys {@code sse.*}. */
        public Builder sse(SseConfig sse) {
            this.sse = sse;
            return this;
        }

        /** Changes some of {@code sse.*}. */
        public Builder sse(Consumer<SseConfig.Builder> change) {
            SseConfig.Builder builder = sse.toBuilder();
            change.accept(builder);
            return sse(builder.build());
        }

        /** Keys {@code tcp.*}. */
        public Builder tcp(TcpConfig tcp) {
            this.tcp = tcp;
            return this;
        }

        /** Changes some of {@code tcp.*}. */
        public Builder tcp(Consumer<TcpConfig.Builder> change) {
            TcpConfig.Builder builder = tcp.toBuilder();
            change.accept(builder);
            return tcp(builder.build());
        }

        /** Keys {@code tls.*}; null for plain connections. */
        public Builder tls(@Nullable TlsConfig tls) {
            this.tls = tls;
            return this;
        }

        /** Switches TLS on, or changes some of {@code tls.*}. */
        public Builder tls(Consumer<TlsConfig.Builder> change) {
            TlsConfig.Builder builder = tls == null ? TlsConfig.builder() : tls.toBuilder();
            change.accept(builder);
            return tls(builder.build());
        }

        /** Key {@code routes}: routes without code. */
        public Builder routes(List<RouteConfig> routes) {
            this.routes = routes;
            return this;
        }

        /** Key {@code trace}; default false. */
        public Builder trace(boolean trace) {
            this.trace = trace;
            return this;
        }

        /** Key {@code ext}: a free map for handlers and extensions. */
        public Builder ext(Map<String, String> ext) {
            this.ext = ext;
            return this;
        }

        /**
         * Makes the record.
         *
         * @throws IllegalArgumentException if a value is out of range or values do not fit together
         */
        public ListenerConfig build() {
            return new ListenerConfig(
                    host,
                    port,
                    path,
                    mode,
                    protocols,
                    backlog,
                    reuseAddress,
                    proxyProtocol,
                    trustedProxies,
                    drainTimeout,
                    wire,
                    pool,
                    http,
                    http2,
                    websocket,
                    grpc,
                    sse,
                    tcp,
                    tls,
                    routes,
                    trace,
                    ext);
        }
    }
}
