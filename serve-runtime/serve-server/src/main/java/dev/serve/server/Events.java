package dev.serve.server;

import static java.lang.System.Logger.Level.WARNING;

import dev.serve.api.event.ServerEvent;
import java.util.List;
import java.util.function.Consumer;

/**
 * Tells observers of events, one after another in the caller's thread; one that throws is logged
 * and the rest are told.
 */
final class Events {

    private static final System.Logger LOG = System.getLogger(Events.class.getName());

    private final List<Consumer<ServerEvent>> observers;

    Events(List<Consumer<ServerEvent>> observers) {
        this.observers = observers;
    }

    void tell(ServerEvent event) {
        for (Consumer<ServerEvent> observer : observers) {
            try {
                observer.accept(event);
            } catch (RuntimeException e) {
                LOG.log(WARNING, "an observer failed on " + event, e);
            }
        }
    }
}
