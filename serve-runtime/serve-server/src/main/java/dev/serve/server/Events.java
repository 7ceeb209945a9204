package dev.serve.server;

import static java.lang.System.Logger.Level.TRACE;
import static java.lang.System.Logger.Level.WARNING;

import dev.serve.api.event.ServerEvent;
import dev.serve.api.event.Subscription;
import dev.serve.server.log.CountedWarning;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells observers of events. One that throws is logged and the rest are told; one that has thrown
 * ten times is told no more. Any thread.
 *
 * <p>What happens to connections is told by a virtual thread of its own, which lives while there is
 * something to tell: a slow observer must hold up neither who accepts nor who closes.
 */
final class Events {

    private static final System.Logger LOG = System.getLogger(Events.class.getName());

    /** K-054. */
    private static final int PATIENCE = 10;

    private static final Duration PATIENCE_AT_END = Duration.ofSeconds(1);

    /** When so many wait, further ones are lost. */
    private static final int WAITING_AT_MOST = 10_000;

    /** What is told at once, in the thread that made it happen. */
    private static final Set<Class<? extends ServerEvent>> TOLD_AT_ONCE =
            Set.of(
                    ServerEvent.StateChanged.class,
                    ServerEvent.StartStepEnded.class,
                    ServerEvent.ShutdownStepBegan.class,
                    ServerEvent.ConfigChanged.class,
                    ServerEvent.ChangeEnded.class,
                    ServerEvent.ListenerOpened.class,
                    ServerEvent.ListenerClosed.class,
                    ServerEvent.RoutesSwapped.class,
                    ServerEvent.ListenerReconfigured.class);

    private final List<Observer> observers;
    private final Queue<ServerEvent> waiting = new LinkedBlockingQueue<>(WAITING_AT_MOST);
    private final AtomicBoolean telling = new AtomicBoolean();
    private final CountedWarning lost = new CountedWarning(LOG, System::nanoTime);
    private volatile @Nullable Thread teller;
    private volatile boolean heard;

    Events(List<Consumer<ServerEvent>> observers) {
        this.observers = new CopyOnWriteArrayList<>(observers.stream().map(Observer::new).toList());
        if (!observers.isEmpty()) {
            loadClasses();
        }
        count();
    }

    /** One more observer, of these types; of every type if none is given. */
    Subscription add(
            Set<Class<? extends ServerEvent>> types, Consumer<? super ServerEvent> consumer) {
        loadClasses();
        Observer observer = new Observer(consumer, Set.copyOf(types), new AtomicInteger());
        observers.add(observer);
        count();
        return () -> {
            observers.remove(observer);
            count();
        };
    }

    /** Whether anybody is told of what happens to connections. */
    private synchronized void count() {
        heard = observers.stream().anyMatch(Observer::hearsOfConnections);
    }

    /** Some are told when no descriptor is left, and then no class can be loaded any more. */
    private static void loadClasses() {
        for (Class<?> kind : ServerEvent.class.getPermittedSubclasses()) {
            LOG.log(TRACE, "{0}: {1}", kind, Arrays.toString(kind.getRecordComponents()));
        }
    }

    private record Observer(
            Consumer<? super ServerEvent> consumer,
            Set<Class<? extends ServerEvent>> types,
            AtomicInteger failures) {

        private Observer(Consumer<ServerEvent> consumer) {
            this(consumer, Set.of(), new AtomicInteger());
        }

        private boolean hears(ServerEvent event) {
            return types.isEmpty() || types.contains(event.getClass());
        }

        private boolean hearsOfConnections() {
            return types.isEmpty() || !TOLD_AT_ONCE.containsAll(types);
        }
    }

    /**
     * Tells an event soon, in order with others that are told so; it is not made when nobody
     * listens.
     */
    void tellSoon(Supplier<? extends ServerEvent> event) {
        if (!heard) {
            return;
        }
        if (!waiting.offer(event.get())) {
            lost.happened(
                    count ->
                            "observers are too slow: "
                                    + count
                                    + " events were lost while "
                                    + WAITING_AT_MOST
                                    + " waited");
        }
        if (telling.compareAndSet(false, true)) {
            teller = Thread.ofVirtual().name("serve-events").start(this::tellWaiting);
        }
    }

    private void tellWaiting() {
        do {
            try {
                for (ServerEvent next = waiting.poll(); next != null; next = waiting.poll()) {
                    tell(next);
                }
            } finally {
                telling.set(false);
            }
        } while (!waiting.isEmpty() && telling.compareAndSet(false, true));
    }

    /** Waits for what is being told, for a second at most; after the last event. */
    void close() {
        Thread last = teller;
        if (last != null) {
            try {
                last.join(PATIENCE_AT_END);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Tells an event now, in the thread of the caller. */
    void tell(ServerEvent event) {
        for (Observer observer : observers) {
            try {
                if (observer.hears(event)) {
                    observer.consumer().accept(event);
                }
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
            count();
            LOG.log(
                    WARNING,
                    "an observer failed " + PATIENCE + " times and is dropped, last on " + event,
                    failure);
        }
    }
}
