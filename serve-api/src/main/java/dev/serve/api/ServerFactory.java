package dev.serve.api;

/** Makes servers; the runtime provides one by {@link java.util.ServiceLoader}. */
public interface ServerFactory {

    /**
     * Reads and checks the configuration and compiles routes; binds nothing.
     *
     * @throws dev.serve.api.config.ConfigException if the configuration cannot be used
     */
    Server create(ServerDefinition definition);
}
