package dev.serve.api.spi;

import dev.serve.api.config.ListenerConfig;
import io.helidon.webserver.ConnectionContext;

/**
 * The context of a connection on a listener of ours. An engine that is given another context makes
 * a wire over its {@code dataReader()} and {@code dataWriter()}.
 *
 * <p>{@code dataReader()} and {@code dataWriter()} of this context read and write on its wire; who
 * takes them over reads what the window still holds first.
 */
public interface WiredContext extends ConnectionContext {

    /** The bytes of the connection. */
    Wire wire();

    /** Who is told of its phases. */
    ConnectionObserver observer();

    /** The configuration that the connection began with. */
    ListenerConfig config();
}
