package dev.serve.api.config;

import java.util.Map;
import java.util.function.Consumer;

/**
 * The words that {@link ConfigHelper} has for every kind of server. Not thread-safe.
 *
 * @param <T> the kind of server
 */
public abstract sealed class BaseServerOptions<T extends BaseServerOptions<T>>
        permits HttpServerOptions,
                HttpsServerOptions,
                Http2ServerOptions,
                WebSocketServerOptions,
                GrpcServerOptions {

    private final ListenerConfig.Builder listener = ListenerConfig.builder();

    BaseServerOptions(int port) {
        listener.host("localhost").port(port);
    }

    /** Address to bind, a name or an IP address; default localhost. Our key {@code host}. */
    public final T hostname(String hostname) {
        listener.host(hostname);
        return self();
    }

    /** TCP port; 0 takes any free one, to 65535. */
    public final T port(int port) {
        listener.port(port);
        return self();
    }

    /** Logs each connection; default false. */
    public final T trace(boolean trace) {
        listener.trace(trace);
        return self();
    }

    /** A free map for handlers and extensions; default empty. */
    public final T ext(Map<String, String> ext) {
        listener.ext(ext);
        return self();
    }

    /** Limits of the connections. Our keys {@code pool.*}. */
    public final T connectionPool(Consumer<PoolConfig.Builder> pool) {
        listener.pool(pool);
        return self();
    }

    final ListenerConfig.Builder listener() {
        return listener;
    }

    abstract T self();

    ListenerConfig config() {
        return listener.build();
    }
}
