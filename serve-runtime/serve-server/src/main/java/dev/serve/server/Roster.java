package dev.serve.server;

import static java.lang.System.Logger.Level.WARNING;

import dev.serve.api.change.ListenerChange.Kind;
import dev.serve.api.config.ListenerConfig;
import dev.serve.api.event.ServerEvent;
import dev.serve.server.lifecycle.Draining;
import dev.serve.server.lifecycle.Prepared;
import dev.serve.server.lifecycle.Site;
import io.helidon.webserver.WebServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The listeners of a server, which come and go while it runs. Those that have gone are kept until
 * their last connection has ended. Changed by one thread at a time, read by any.
 */
final class Roster implements Site {

    private static final System.Logger LOG = System.getLogger(Roster.class.getName());

    private final Blueprint blueprint;
    private final Events events;
    private final Supplier<WebServer> server;
    private final List<Listener> leaving = new CopyOnWriteArrayList<>();
    private final CountDownLatch hurried;
    private volatile List<Listener> listeners;
    private volatile @Nullable Network network;

    /**
     * A roster of the first listeners.
     *
     * @param server Helidon's view of the server, which is made later
     * @param hurried ends every wait for who has gone
     */
    Roster(
            Blueprint blueprint,
            List<Listener> first,
            Events events,
            Supplier<WebServer> server,
            CountDownLatch hurried) {
        this.blueprint = blueprint;
        this.listeners = List.copyOf(first);
        this.events = events;
        this.server = server;
        this.hurried = hurried;
        first.forEach(listener -> listener.onEvent(events));
    }

    /** What connections of listeners that come will share. */
    void network(Network opened) {
        network = opened;
    }

    @Override
    public List<Listener> listeners() {
        return listeners;
    }

    /** Those in force, and those that have gone and still have connections. */
    List<Listener> everyone() {
        return Stream.concat(listeners.stream(), leaving.stream()).toList();
    }

    /** What the reaper sweeps. */
    List<LongConsumer> sweeps() {
        return everyone().stream().map(listener -> (LongConsumer) listener::sweep).toList();
    }

    /**
     * The listener of that name.
     *
     * @throws IllegalArgumentException if there is none
     */
    Listener get(String name) {
        return find(name)
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "listener: \""
                                                + name
                                                + "\" (expected: one of "
                                                + String.join(
                                                        ", ",
                                                        listeners.stream()
                                                                .map(Listener::name)
                                                                .toList())
                                                + ")"));
    }

    Optional<Listener> find(String name) {
        return listeners.stream().filter(listener -> listener.name().equals(name)).findFirst();
    }

    @Override
    public Prepared prepare(Wish wish) {
        String name = wish.change().listener();
        ListenerConfig next = wish.next();
        if (next == null) {
            return new Departure(get(name), this, wish.drain(), wish.traceId());
        }
        List<ListenSocket> sockets = leavingSockets(wish);
        if (wish.change().kind() == Kind.ADDED) {
            return arrival(name, next, sockets, wish.traceId());
        }
        return get(name).prepare(blueprint.parts(name, next), wish, sockets, server.get());
    }

    private List<ListenSocket> leavingSockets(Wish wish) {
        List<ListenSocket> sockets = new ArrayList<>();
        for (Listener listener : listeners) {
            if (wish.moving().contains(listener.name())) {
                listener.entrance().bound().ifPresent(sockets::add);
            }
        }
        return sockets;
    }

    private Arrival arrival(
            String name, ListenerConfig config, List<ListenSocket> sockets, String traceId) {
        Network shared = network;
        if (shared == null) {
            throw new IllegalStateException("the server has not started");
        }
        Listener coming = blueprint.added(name, config);
        coming.onEvent(events);
        coming.open(sockets);
        try {
            coming.beforeStart();
        } catch (RuntimeException e) {
            coming.stopAccepting();
            throw e;
        }
        return new Arrival(coming, this, shared, server.get(), traceId);
    }

    @Override
    public void order(List<String> names) {
        List<Listener> ordered = new ArrayList<>(listeners);
        ordered.sort((a, b) -> Integer.compare(names.indexOf(a.name()), names.indexOf(b.name())));
        listeners = List.copyOf(ordered);
    }

    void add(Listener listener) {
        listeners = Stream.concat(listeners.stream(), Stream.of(listener)).toList();
    }

    void remove(Listener listener) {
        listeners = listeners.stream().filter(each -> each != listener).toList();
    }

    /** Lets the connections of one that has gone end in a thread of its own. */
    void sendOff(Listener listener, Duration drain, String traceId) {
        leaving.add(listener);
        listener.stopAccepting();
        events.tell(new ServerEvent.ListenerClosed(listener.name()));
        Thread.ofVirtual()
                .name("serve-" + listener.name() + "-leaving")
                .start(() -> end(listener, drain, traceId));
    }

    private void end(Listener listener, Duration drain, String traceId) {
        try {
            new Draining(List.of(listener.pool()), hurried, System::nanoTime).run(drain, traceId);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            try {
                listener.afterStop();
            } catch (RuntimeException e) {
                LOG.log(WARNING, listener.identity() + ": its routes failed to stop", e);
            }
            leaving.remove(listener);
        }
    }
}
