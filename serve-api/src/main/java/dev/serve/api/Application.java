package dev.serve.api;

import dev.serve.api.config.ListenerConfig;
import dev.serve.api.config.ServerConfig;
import dev.serve.api.routing.Routes;

/**
 * Code behind a configuration file: adds routes to the listeners that the file declares. Named by
 * the key {@code application}, by {@link #name} (found by {@link java.util.ServiceLoader}) or by
 * class name.
 */
public interface Application {

    /** The name that {@code application:} gives. */
    String name();

    /**
     * Called once, when the configuration is final and before keys are loaded or anything is bound.
     *
     * @throws Exception to keep the server from starting
     */
    default void prepare(ServerConfig config) throws Exception {}

    /**
     * Adds this application's routes to one listener; called for each, and again when routes are
     * built anew.
     */
    void routes(String listener, ListenerConfig config, Routes routes);
}
