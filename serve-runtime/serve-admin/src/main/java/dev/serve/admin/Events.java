package dev.serve.admin;

import dev.serve.api.Server;
import dev.serve.api.event.ServerEvent;
import dev.serve.api.event.Subscription;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What has happened to the server, in words: the last {@value #KEPT} events, and whoever watches
 * further ones. That connections come and go is told by figures alone; other events of connections
 * are heard of while somebody watches, because to hear of them costs each connection a little. Any
 * thread.
 */
final class Events {

    /** How many are kept. */
    static final int KEPT = 200;

    private static final Set<Class<? extends ServerEvent>> ALWAYS =
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

    private static final Set<Class<? extends ServerEvent>> WATCHED =
            Set.of(
                    ServerEvent.RequestStuck.class,
                    ServerEvent.ThreadPinned.class,
                    ServerEvent.AcceptingChanged.class,
                    ServerEvent.ConnectionTimedOut.class,
                    ServerEvent.ConnectionFailed.class,
                    ServerEvent.PoolLimitReached.class,
                    ServerEvent.HealthChanged.class);

    private final InstantSource clock;
    private final Set<Consumer<Told>> watchers = new CopyOnWriteArraySet<>();
    private final Deque<Told> last = new ArrayDeque<>(); // guarded by this
    private long latest; // guarded by this
    private @Nullable Server server; // guarded by this
    private @Nullable Subscription always; // guarded by this
    private @Nullable Subscription watched; // guarded by this

    Events(InstantSource clock) {
        this.clock = clock;
        // So no number of a process before this one is a number of this one.
        this.latest = clock.millis();
    }

    /** Hears of a server from now on. */
    synchronized void listenTo(Server started) {
        server = started;
        always = started.onEvent(ALWAYS, this::tell);
    }

    /** Hears of nothing any longer. */
    synchronized void close() {
        close(always);
        close(watched);
        always = null;
        watched = null;
        server = null;
    }

    private static void close(@Nullable Subscription subscription) {
        if (subscription != null) {
            subscription.close();
        }
    }

    private void tell(ServerEvent event) {
        Told told;
        synchronized (this) {
            told = Told.of(++latest, clock.instant(), event);
            if (last.size() == KEPT) {
                last.removeFirst();
            }
            last.addLast(told);
        }
        watchers.forEach(watcher -> watcher.accept(told));
    }

    /** The number that a client has seen last; 0 if nothing has it, as when the clock went back. */
    synchronized long seen(long number) {
        return number > latest ? 0 : number;
    }

    /** What is kept behind a number, in order. */
    synchronized List<Told> since(long number) {
        return last.stream().filter(told -> told.number() > number).toList();
    }

    /** Tells a watcher what happens from now on, until the subscription is closed. */
    Subscription watch(Consumer<Told> watcher) {
        watchers.add(watcher);
        hear();
        return () -> {
            watchers.remove(watcher);
            hear();
        };
    }

    private synchronized void hear() {
        if (watchers.isEmpty()) {
            close(watched);
            watched = null;
        } else if (watched == null && server != null) {
            watched = server.onEvent(WATCHED, this::tell);
        }
    }
}
