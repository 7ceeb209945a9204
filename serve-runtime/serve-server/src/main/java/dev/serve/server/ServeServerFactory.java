package dev.serve.server;

import dev.serve.api.Server;
import dev.serve.api.ServerDefinition;
import dev.serve.api.ServerFactory;

/** Makes the servers that {@code Server.builder()} builds. */
public final class ServeServerFactory implements ServerFactory {

    /** For {@link java.util.ServiceLoader}. */
    public ServeServerFactory() {}

    @Override
    public Server create(ServerDefinition definition) {
        return Assembly.of(definition).server();
    }
}
