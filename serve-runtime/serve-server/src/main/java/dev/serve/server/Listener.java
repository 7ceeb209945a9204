package dev.serve.server;

import dev.serve.api.ListenerException;
import dev.serve.api.ListenerView;
import dev.serve.api.change.Impact;
import dev.serve.api.change.KeyChange;
import dev.serve.api.config.ListenerConfig;
import dev.serve.api.config.PoolConfig;
import dev.serve.api.event.AcceptState;
import dev.serve.api.event.ServerEvent;
import dev.serve.api.pool.Ids;
import dev.serve.api.routing.Routes;
import dev.serve.api.spi.WorkObserver;
import dev.serve.pool.ConnectionPool;
import dev.serve.pool.PoolCounts;
import dev.serve.pool.PoolIdentity;
import dev.serve.server.lifecycle.LiveListener;
import dev.serve.server.lifecycle.Site;
import io.helidon.webserver.WebServer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One listener: an address, a pool and a generation. {@link #open} loads keys and binds, {@link
 * #accept} lets connections in, {@link #prepare} makes the next generation beside the live one, and
 * {@link Swap} swaps one reference.
 *
 * <p>Methods that change it are called by one thread at a time.
 */
final class Listener implements LiveListener {

    private final String name;
    private final FeatureParts features;
    private final LiveRouting routing;
    private final PoolIdentity identity;
    private final ConnectionPool pool;
    private final OldGenerations old;
    private final Entrance entrance;
    private final AtomicBoolean stopped = new AtomicBoolean();
    private volatile Parts parts;
    private List<Consumer<Routes>> code;
    private volatile @Nullable Generation generation;
    private volatile @Nullable Reception reception;
    private volatile Events events = new Events(List.of());

    /**
     * A listener with its first table of routes.
     *
     * @param code what makes the code-made rules
     * @param work told of work as it ends
     * @throws IllegalArgumentException if a rule cannot be compiled, with every problem
     */
    Listener(
            String name,
            Parts parts,
            FeatureParts features,
            List<Consumer<Routes>> code,
            WorkObserver work) {
        this.name = name;
        this.parts = parts;
        this.features = features;
        this.code = List.copyOf(code);
        this.routing = new LiveRouting(parts.compiler().table(1, code), work);
        this.identity =
                new PoolIdentity(
                        name,
                        Ids.server(parts.config().protocols().getFirst()),
                        event -> events.tellSoon(event),
                        work);
        this.pool =
                new ConnectionPool(
                        identity, parts.config().pool(), System::nanoTime, InstantSource.system());
        this.old = new OldGenerations(pool);
        this.entrance = new Entrance(identity, parts.config(), this::accepted, this::tell);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public PoolIdentity identity() {
        return identity;
    }

    @Override
    public ListenerConfig config() {
        return parts.config();
    }

    @Override
    public ConnectionPool pool() {
        return pool;
    }

    /**
     * Loads keys and binds the address.
     *
     * @param leaving sockets of this server that give their address up
     * @throws ListenerException if either fails, with listener, address and cause
     */
    void open(Collection<ListenSocket> leaving) {
        generation = generation(1, parts);
        entrance.open(leaving);
    }

    private Generation generation(long number, Parts next) {
        // For whoever serves a request and asks how full the listener is.
        next.context().context().register(pool);
        return Generation.load(name, number, next, new ListenerRouter(routing, features.others()));
    }

    /** Who is told what happens without having been asked for; before it opens. */
    void onEvent(Events observers) {
        events = observers;
    }

    /** Starts what the routes hold; before the first connection. */
    void beforeStart() {
        features.beforeStart();
        routing.table().routing().beforeStart();
    }

    /** Lets connections in; they share what the network has. */
    void accept(Network shared) {
        reception = new Reception(name, pool, old, this::current, shared);
        entrance.accept();
    }

    void afterStart(WebServer server) {
        features.afterStart(server);
        routing.table().routing().afterStart(server);
    }

    private void tell(ServerEvent event) {
        if (event instanceof ServerEvent.AcceptingChanged changed) {
            pool.trouble(changed.to() == AcceptState.ACCEPTING ? null : changed.reason());
        }
        events.tellSoon(() -> event);
    }

    private void accepted(SocketChannel channel) {
        Reception ready = reception;
        if (ready == null) {
            throw new IllegalStateException("accepted before it was told to");
        }
        ready.receive(channel);
    }

    /**
     * Puts a new table of code-made routes in force; nothing is changed when it cannot be compiled
     * or started.
     */
    long swap(List<Consumer<Routes>> next, WebServer server) {
        RouteTable before = routing.table();
        RouteTable table = compiled(parts, next);
        start(table, server);
        code = List.copyOf(next);
        routing.put(table);
        before.retire();
        return table.version();
    }

    private RouteTable compiled(Parts of, List<Consumer<Routes>> by) {
        return of.compiler().table(routing.table().version() + 1, by);
    }

    private static void start(RouteTable table, WebServer server) {
        table.routing().beforeStart();
        table.routing().afterStart(server);
    }

    /**
     * Prepares the next generation: everything that can fail is done, and nothing changed. A new
     * address is bound.
     *
     * @param leaving sockets of this server that give their address up with the same change
     * @throws IllegalArgumentException if a route cannot be compiled
     * @throws ListenerException if keys cannot be loaded or the new address cannot be bound
     */
    Swap prepare(Parts next, Site.Wish wish, Collection<ListenSocket> leaving, WebServer server) {
        State before = new State(parts, current(), routing.table());
        Generation generation = generation(before.generation().number() + 1, next);
        RouteTable table = compiled(next, code);
        boolean moves = wish.moving().contains(name) && wish.change().impact() != Impact.NOTHING;
        ListenSocket bound = moves ? entrance.bind(next.config(), leaving) : null;
        try {
            start(table, server);
        } catch (RuntimeException e) {
            if (bound != null) {
                entrance.closeQuietly(bound);
            }
            throw e;
        }
        return new Swap(this, wish, before, new State(next, generation, table), bound);
    }

    /**
     * What makes a listener go by one configuration. Immutable.
     *
     * @param parts what the configuration comes to
     * @param generation what a new connection needs
     * @param table its routes
     */
    record State(Parts parts, Generation generation, RouteTable table) {}

    /** Puts a state in force; the one before it is not ended yet. */
    void put(State state, String traceId) {
        PoolConfig limits = state.parts().config().pool();
        if (!limits.equals(config().pool())) {
            pool.update(limits, traceId);
        }
        parts = state.parts();
        generation = state.generation();
        routing.put(state.table());
    }

    Entrance entrance() {
        return entrance;
    }

    /** Connections of a generation and all before it are to leave. */
    void retire(long generationNumber, Duration drain) {
        old.retire(generationNumber, drain);
    }

    /** Tells those who listen. */
    void tellNow(ServerEvent event) {
        events.tell(event);
    }

    @Override
    public List<KeyChange> changedContents() {
        return current().contents().changed(KeyContents.of(config().tls()));
    }

    @Override
    public void announceEnd() {
        routing.announceEnd();
    }

    /** Keeps the deadlines of connections and of old generations. One caller at a time. */
    void sweep(long nowNanos) {
        pool.sweep(nowNanos);
        old.sweep(nowNanos);
        entrance.check(nowNanos);
    }

    @Override
    public void stopAccepting() {
        entrance.close();
    }

    @Override
    public void afterStop() {
        if (stopped.compareAndSet(false, true)) {
            routing.table().retire();
            features.afterStop();
        }
    }

    private Generation current() {
        Generation current = generation;
        if (current == null) {
            throw new IllegalStateException(
                    "listener \"" + name + "\" is not open (expected: after start)");
        }
        return current;
    }

    /** The bound TCP port. */
    int port() {
        return entrance.port();
    }

    /** The bound address as text, the configured one before that. */
    @Override
    public String address() {
        return entrance.address();
    }

    ListenerView view() {
        PoolCounts counts = pool.counts();
        Generation opened = generation;
        RouteTable table = routing.table();
        return new ListenerView(
                name,
                config(),
                address(),
                entrance.portOrNone(),
                entrance.state(),
                opened == null ? 0 : opened.number(),
                table.version(),
                table.views(),
                counts.active(),
                counts.refused(),
                counts.requestsInFlight(),
                pool.closed());
    }
}
