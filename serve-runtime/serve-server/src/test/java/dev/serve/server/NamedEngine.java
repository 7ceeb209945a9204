package dev.serve.server;

import io.helidon.common.buffers.BufferData;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.util.Set;

/** An engine that is only ever chosen. */
record NamedEngine(String alpn) implements ServerConnectionSelector {

    @Override
    public int bytesToIdentifyConnection() {
        return 0;
    }

    @Override
    public Support supports(BufferData data) {
        return Support.UNKNOWN;
    }

    @Override
    public Set<String> supportedApplicationProtocols() {
        return Set.of(alpn);
    }

    @Override
    public ServerConnection connection(ConnectionContext ctx) {
        throw new UnsupportedOperationException("never served here");
    }
}
