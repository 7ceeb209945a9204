package dev.serve.pool;

import dev.serve.api.event.ServerEvent;
import dev.serve.api.spi.WorkObserver;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Whose pool it is, and who is told of it. Immutable.
 *
 * @param listener name of the listener
 * @param serverId what this life of it is called, see {@link dev.serve.api.pool.Ids#server}
 * @param events takes what there is to tell; does not ask for the event when nobody listens. Called
 *     under no lock; it throws nothing
 * @param work told of work as it ends
 */
public record PoolIdentity(
        String listener,
        String serverId,
        Consumer<Supplier<? extends ServerEvent>> events,
        WorkObserver work) {

    /** A pool whose work nobody observes. */
    public PoolIdentity(
            String listener, String serverId, Consumer<Supplier<? extends ServerEvent>> events) {
        this(listener, serverId, events, WorkObserver.NONE);
    }

    void tell(Supplier<? extends ServerEvent> event) {
        events.accept(event);
    }

    /** How log lines begin. */
    @Override
    public String toString() {
        return "listener \"" + listener + "\" (" + serverId + ")";
    }
}
