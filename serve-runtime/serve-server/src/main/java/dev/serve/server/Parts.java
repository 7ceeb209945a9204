package dev.serve.server;

import dev.serve.api.config.ListenerConfig;

/**
 * What one configuration of a listener comes to, before keys are loaded and an address is bound.
 * Immutable.
 *
 * @param config the configuration
 * @param context what Helidon's engines ask of a listener
 * @param compiler makes its tables of routes
 * @param detector finds the engine of a connection
 */
record Parts(
        ListenerConfig config,
        HelidonListener context,
        RouteCompiler compiler,
        Detector detector) {}
