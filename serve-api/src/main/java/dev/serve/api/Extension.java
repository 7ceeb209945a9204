package dev.serve.api;

import dev.serve.api.config.ListenerConfig;
import dev.serve.api.config.ServerConfig;
import dev.serve.api.routing.Routes;
import dev.serve.api.spi.WorkObserver;
import java.time.Duration;
import java.util.Optional;

/**
 * Something that joins a server: adds routes and filters, and starts, drains and stops with it.
 * Extensions start in the order they were added and stop in the reverse one; they do not know one
 * another.
 */
public interface Extension {

    /** What messages call it. */
    String name();

    /**
     * Called when the configuration is final, before routes are asked for, and again whenever
     * another one is in force. It must be quick.
     *
     * @throws RuntimeException to keep the server from being made; what it throws later is logged
     */
    default void configure(ServerConfig config) {}

    /** Adds filters and routes to one listener, ahead of those of the application. */
    default void routes(String listener, ListenerConfig config, Routes routes) {}

    /**
     * Sees the work of one listener as it ends; asked once for each listener, before it is opened.
     */
    default Optional<WorkObserver> observer(String listener) {
        return Optional.empty();
    }

    /**
     * Called before the first listener accepts.
     *
     * @throws Exception to keep the server from starting
     */
    default void start(Server server) throws Exception {}

    /**
     * What it offers to others under a type that both know, such as {@link
     * dev.serve.api.observe.HealthView}; asked by {@link Server#view}.
     */
    default <T> Optional<T> view(Class<T> type) {
        return Optional.empty();
    }

    /**
     * Told once when the server begins to stop: take no new work. {@code left} is what remains of
     * the stop's deadline.
     */
    default void drain(Duration left) {}

    /** Called once when nothing is in flight any longer, or the deadline has passed. */
    default void stop() {}
}
