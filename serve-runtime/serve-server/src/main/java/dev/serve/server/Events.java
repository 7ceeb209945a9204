package dev.serve.server;

import static java.lang.System.Logger.Level.WARNING;

import dev.serve.api.event.ServerEvent;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Tells observers of events, one after another in the caller's thread. One that throws is logged
 * and the rest are told; one that has thrown ten times is told no more. Any thread.
 */
final class Events {

    private static final System.Logger LOG = System.getLogger(Events.class.getName());

    /** K-054. */
    private static final int PATIENCE = 10;

    private final List<Observer> observers;

    Events(List<Consumer<ServerEvent>> observers) {
        this.observers = new CopyOnWriteArrayList<>(observers.stream().map(Observer::new).toList());
    }

    private record Observer(Consumer<ServerEvent> consumer, AtomicInteger failures) {

        private Observer(Consumer<ServerEvent> consumer) {
            this(consumer, new AtomicInteger());
        }
    }

    /** Tells an event, which is not made when nobody listens. */
    void tell(Supplier<? extends ServerEvent> event) {
        if (!observers.isEmpty()) {
            tell(event.get());
        }
    }

    void tell(ServerEvent event) {
        for (Observer observer : observers) {
            try {
                observer.consumer().accept(event);
            } catch (RuntimeException e) {
                failed(observer, event, e);
            }
        }
    }

    private void failed(Observer observer, ServerEvent event, RuntimeException failure) {
        int failures = observer.failures().incrementAndGet();
        if (failures < PATIENCE) {
            LOG.log(WARNING, "an observer failed on " + event, failure);
        } else if (observers.remove(observer)) {
            LOG.log(
                    WARNING,
                    "an observer failed " + PATIENCE + " times and is dropped, last on " + event,
                    failure);
        }
    }
}
