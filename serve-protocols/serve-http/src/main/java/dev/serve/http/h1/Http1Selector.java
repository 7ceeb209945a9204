package dev.serve.http.h1;

import dev.serve.api.spi.WiredContext;
import io.helidon.common.buffers.BufferData;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.spi.Http1Upgrader;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.util.List;
import java.util.Set;

/**
 * Our engine of HTTP/1.1, in the form in which Helidon takes one: on listeners of ours it uses
 * their wire and their configuration, in a plain Helidon {@code WebServer} its reader and writer.
 * Thread-safe.
 */
public final class Http1Selector implements ServerConnectionSelector {

    private final Upgrades upgrades;

    /** An engine that hands connections over to these protocols when clients ask for it. */
    public Http1Selector(List<Http1Upgrader> upgraders) {
        this.upgrades = new Upgrades(upgraders);
    }

    @Override
    public int bytesToIdentifyConnection() {
        return 0;
    }

    /** It takes what no other engine claims, if only to answer 400. */
    @Override
    public Support supports(BufferData data) {
        return Support.SUPPORTED;
    }

    @Override
    public Set<String> supportedApplicationProtocols() {
        return Set.of("http/1.1");
    }

    @Override
    public ServerConnection connection(ConnectionContext context) {
        if (context instanceof WiredContext wired) {
            return new Http1Connection(
                    context,
                    wired.wire(),
                    wired.observer(),
                    Http1Settings.of(wired.config().http()),
                    upgrades);
        }
        return new Http1Connection(
                context,
                new HelidonWire(context),
                dev.serve.api.spi.ConnectionObserver.NONE,
                Http1Settings.of(context.listenerContext().config()),
                upgrades);
    }
}
