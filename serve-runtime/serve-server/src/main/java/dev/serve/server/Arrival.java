package dev.serve.server;

import static java.lang.System.Logger.Level.INFO;

import dev.serve.api.event.ServerEvent;
import dev.serve.server.lifecycle.Prepared;
import io.helidon.webserver.WebServer;

/** A listener that comes to a running server; its address is bound and its routes are started. */
final class Arrival implements Prepared {

    private static final System.Logger LOG = System.getLogger(Arrival.class.getName());

    private final Listener listener;
    private final Roster roster;
    private final Network network;
    private final WebServer server;
    private final String traceId;

    /** A listener that is open, and accepts nobody yet. */
    Arrival(Listener listener, Roster roster, Network network, WebServer server, String traceId) {
        this.listener = listener;
        this.roster = roster;
        this.network = network;
        this.server = server;
        this.traceId = traceId;
    }

    @Override
    public String listener() {
        return listener.name();
    }

    @Override
    public void discard() {
        listener.stopAccepting();
        listener.afterStop();
    }

    @Override
    public void commit() {
        // Seen once it accepts: nobody is to take it for one that has died.
        listener.accept(network);
        listener.afterStart(server);
        roster.add(listener);
    }

    @Override
    public void takeBack() {
        roster.remove(listener);
        listener.stopAccepting();
        listener.pool().drain(traceId);
        listener.pool().abort(traceId);
        listener.afterStop();
    }

    @Override
    public void finish() {
        LOG.log(INFO, "{0} {1}: serves {2}", listener.identity(), traceId, listener.address());
        listener.tellNow(new ServerEvent.ListenerOpened(listener.name(), listener.address()));
    }
}
