package dev.serve.server;

import dev.serve.server.lifecycle.Prepared;
import java.time.Duration;

/** A listener that goes from a running server; its connections may end first. */
final class Departure implements Prepared {

    private final Listener listener;
    private final Roster roster;
    private final Duration drain;
    private final String traceId;

    /** A listener that is to go; it does not know yet. */
    Departure(Listener listener, Roster roster, Duration drain, String traceId) {
        this.listener = listener;
        this.roster = roster;
        this.drain = drain;
        this.traceId = traceId;
    }

    @Override
    public String listener() {
        return listener.name();
    }

    @Override
    public void discard() {
        // Nothing was prepared.
    }

    @Override
    public void commit() {
        roster.remove(listener);
    }

    @Override
    public void takeBack() {
        roster.add(listener);
    }

    @Override
    public void finish() {
        roster.sendOff(listener, drain, traceId);
    }
}
