package dev.serve.api;

import dev.serve.api.config.ListenerConfig;
import dev.serve.api.routing.Routes;
import java.time.Duration;

/**
 * Something that joins a server: adds routes and filters, and starts, drains and stops with it.
 * Extensions start in the order they were added and stop in the reverse one; they do not know one
 * another.
 */
public interface Extension {

    /** What messages call it. */
    String name();

    /** Adds filters and routes to one listener, ahead of those of the application. */
    default void routes(String listener, ListenerConfig config, Routes routes) {}

    /**
     * Called before the first listener accepts.
     *
     * @throws Exception to keep the server from starting
     */
    default void start(Server server) throws Exception {}

    /**
     * Told once when the server begins to stop: take no new work. {@code left} is what remains of
     * the stop's deadline.
     */
    default void drain(Duration left) {}

    /** Called once when nothing is in flight any longer, or the deadline has passed. */
    default void stop() {}
}
