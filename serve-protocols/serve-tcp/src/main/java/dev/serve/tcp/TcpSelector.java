package dev.serve.tcp;

import dev.serve.api.spi.WiredContext;
import io.helidon.common.buffers.BufferData;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.util.Set;

/** The engine as listeners know it; the door in front of it looks at first bytes. */
final class TcpSelector implements ServerConnectionSelector {

    @Override
    public int bytesToIdentifyConnection() {
        return 0;
    }

    @Override
    public Support supports(BufferData data) {
        return Support.SUPPORTED;
    }

    @Override
    public Set<String> supportedApplicationProtocols() {
        return Set.of();
    }

    /**
     * Makes a connection.
     *
     * @throws IllegalStateException if the listener is not of ours
     */
    @Override
    public ServerConnection connection(ConnectionContext context) {
        TcpRouting routing = context.router().routing(TcpRouting.class, null);
        if (!(context instanceof WiredContext wired) || routing == null) {
            throw new IllegalStateException(
                    "tcp on "
                            + context.getClass().getName()
                            + " (expected: a listener of Serve with a rule for it)");
        }
        return new TcpSession(wired, routing);
    }
}
