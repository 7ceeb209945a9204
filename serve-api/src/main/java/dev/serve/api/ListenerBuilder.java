package dev.serve.api;

import dev.serve.api.config.GrpcConfig;
import dev.serve.api.config.Http2Config;
import dev.serve.api.config.HttpConfig;
import dev.serve.api.config.ListenerConfig;
import dev.serve.api.config.PoolConfig;
import dev.serve.api.config.SseConfig;
import dev.serve.api.config.TcpConfig;
import dev.serve.api.config.TlsConfig;
import dev.serve.api.config.WebSocketConfig;
import dev.serve.api.routing.Routes;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Describes one listener of a {@link ServerBuilder}: its configuration and what runs on it. Not
 * thread-safe.
 */
public final class ListenerBuilder {

    private final ListenerConfig.Builder config;
    private final Set<String> fixed = new HashSet<>();
    private final List<Consumer<Routes>> routing = new ArrayList<>();
    private final List<ServerConnectionSelector> selectors = new ArrayList<>();

    ListenerBuilder(ListenerConfig.Builder config) {
        this.config = config;
    }

    /** Address to bind; default 127.0.0.1. */
    public ListenerBuilder host(String host) {
        config.host(host);
        return this;
    }

    /** TCP port; 0 takes any free one. */
    public ListenerBuilder port(int port) {
        config.port(port);
        return this;
    }

    /** Unix socket instead of a port. */
    public ListenerBuilder path(String path) {
        config.path(path);
        return this;
    }

    /** What it speaks; default {@code http}. */
    public ListenerBuilder protocols(String... protocols) {
        config.protocols(List.of(protocols));
        return this;
    }

    /** Limits of its connections. */
    public ListenerBuilder pool(Consumer<PoolConfig.Builder> change) {
        config.pool(change);
        return this;
    }

    /** Limits of its requests. */
    public ListenerBuilder http(Consumer<HttpConfig.Builder> change) {
        config.http(change);
        return this;
    }

    /** HTTP/2 settings. */
    public ListenerBuilder http2(Consumer<Http2Config.Builder> change) {
        config.http2(change);
        return this;
    }

    /** Changes WebSocket settings, keys {@code websocket.*}. */
    public ListenerBuilder websocket(Consumer<WebSocketConfig.Builder> change) {
        config.websocket(change);
        return this;
    }

    /** Changes gRPC settings, keys {@code grpc.*}. */
    public ListenerBuilder grpc(Consumer<GrpcConfig.Builder> change) {
        config.grpc(change);
        return this;
    }

    /** Changes settings of event streams, keys {@code sse.*}. */
    public ListenerBuilder sse(Consumer<SseConfig.Builder> change) {
        config.sse(change);
        return this;
    }

    /** Changes settings of framed byte streams, keys {@code tcp.*}. */
    public ListenerBuilder tcp(Consumer<TcpConfig.Builder> change) {
        config.tcp(change);
        return this;
    }

    /** Switches TLS on. */
    public ListenerBuilder tls(Consumer<TlsConfig.Builder> change) {
        config.tls(change);
        return this;
    }

    /** Any other part of the configuration. */
    public ListenerBuilder config(Consumer<ListenerConfig.Builder> change) {
        change.accept(config);
        return this;
    }

    /**
     * Keys below this listener, such as {@code port} or {@code pool.max-connections}, whose builder
     * values always win.
     */
    public ListenerBuilder fixed(String... keys) {
        fixed.addAll(Arrays.asList(keys));
        return this;
    }

    /** Adds routes; several calls add up. Called again whenever the table is built anew. */
    public ListenerBuilder routing(Consumer<Routes> routes) {
        routing.add(routes);
        return this;
    }

    /**
     * Serves connections by these engines instead of the protocols' own, such as Helidon's HTTP/1.1
     * selector. A warning at start names what is then unprotected.
     */
    public ListenerBuilder connections(ServerConnectionSelector... engines) {
        selectors.addAll(Arrays.asList(engines));
        return this;
    }

    ListenerDefinition build(String name) {
        try {
            return new ListenerDefinition(name, config.build(), fixed, routing, selectors);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("listeners." + name + "." + e.getMessage(), e);
        }
    }
}
