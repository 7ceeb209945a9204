package dev.serve.server;

import dev.serve.api.ListenerException;
import dev.serve.api.ListenerView;
import dev.serve.api.config.ListenerConfig;
import dev.serve.api.config.ListenerKeys;
import dev.serve.api.event.AcceptState;
import dev.serve.api.event.ServerEvent;
import dev.serve.api.pool.Ids;
import dev.serve.api.routing.Routes;
import dev.serve.config.ConfigDiff;
import dev.serve.pool.ConnectionPool;
import dev.serve.pool.PoolCounts;
import dev.serve.pool.PoolIdentity;
import io.helidon.webserver.WebServer;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One listener: an address, a pool and a generation. {@link #open} loads keys and binds, {@link
 * #accept} lets connections in, {@link #reconfigure} puts the next generation beside the live one
 * and swaps one reference.
 *
 * <p>Methods that change it are called by one thread at a time.
 */
final class Listener {

    private final String name;
    private final FeatureParts features;
    private final LiveRouting routing;
    private final PoolIdentity identity;
    private final ConnectionPool pool;
    private final OldGenerations old;
    private final Entrance entrance;
    private volatile Parts parts;
    private List<Consumer<Routes>> code;
    private volatile @Nullable Generation generation;
    private volatile @Nullable Reception reception;
    private volatile Events events = new Events(List.of());

    /**
     * A listener with its first table of routes.
     *
     * @param code what makes the code-made rules
     * @throws IllegalArgumentException if a rule cannot be compiled, with every problem
     */
    Listener(String name, Parts parts, FeatureParts features, List<Consumer<Routes>> code) {
        this.name = name;
        this.parts = parts;
        this.features = features;
        this.code = List.copyOf(code);
        this.routing = new LiveRouting(parts.compiler().table(1, code));
        this.identity =
                new PoolIdentity(
                        name,
                        Ids.server(parts.config().protocols().getFirst()),
                        event -> events.tellSoon(event));
        this.pool =
                new ConnectionPool(
                        identity, parts.config().pool(), System::nanoTime, InstantSource.system());
        this.old = new OldGenerations(pool);
        this.entrance = new Entrance(identity, parts.config(), this::accepted, this::tell);
    }

    String name() {
        return name;
    }

    /** How log lines of it begin. */
    PoolIdentity identity() {
        return identity;
    }

    ListenerConfig config() {
        return parts.config();
    }

    ConnectionPool pool() {
        return pool;
    }

    /**
     * Loads keys and binds the address.
     *
     * @throws ListenerException if either fails, with listener, address and cause
     */
    void open() {
        generation = generation(1, parts);
        entrance.open();
    }

    private Generation generation(long number, Parts next) {
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
        RouteTable table = compiled(parts, next);
        start(table, server);
        code = List.copyOf(next);
        routing.swap(table);
        return table.version();
    }

    private RouteTable compiled(Parts of, List<Consumer<Routes>> by) {
        return of.compiler().table(routing.table().version() + 1, by);
    }

    private static void start(RouteTable table, WebServer server) {
        table.routing().beforeStart();
        table.routing().afterStart(server);
    }

    /** Starts a table of an address that is bound; it is bound no longer if that fails. */
    private static void start(RouteTable table, WebServer server, @Nullable ListenSocket bound) {
        try {
            start(table, server);
        } catch (RuntimeException e) {
            if (bound != null) {
                try {
                    bound.close();
                } catch (IOException also) {
                    e.addSuppressed(also);
                }
            }
            throw e;
        }
    }

    /**
     * Puts a configuration in force. Everything that can fail comes first and leaves all as it was;
     * a new address is bound, and accepts before the old one stops. When a key says so, connections
     * of earlier generations are told to end with their next answer, and cut when the drain timeout
     * has passed.
     *
     * @param traceId what this change is called
     * @return what differs from the configuration before
     * @throws IllegalArgumentException if a route cannot be compiled or a key cannot be changed
     * @throws ListenerException if keys cannot be loaded or the new address cannot be bound
     */
    ConfigDiff reconfigure(Parts next, Duration drainTimeout, WebServer server, String traceId) {
        ConfigDiff diff = ConfigDiff.between(ListenerKeys.SCHEMA, parts.config(), next.config());
        refuseBoundOptions(diff, next.config());
        Generation before = current();
        Generation after = generation(before.number() + 1, next);
        RouteTable table = compiled(next, code);
        boolean moves = diff.touches("host", "port", "path", "mode", "backlog", "reuse-address");
        ListenSocket bound = moves ? entrance.bind(next.config()) : null;
        start(table, server, bound);

        parts = next;
        pool.update(next.config().pool(), traceId);
        generation = after;
        routing.swap(table);
        if (bound != null) {
            entrance.move(next.config(), bound);
        }
        if (diff.needsRestart()) {
            old.retire(before.number(), drainTimeout);
        }
        return diff;
    }

    /** A TCP address that is kept cannot be bound a second time, and listen() is said once. */
    private void refuseBoundOptions(ConfigDiff diff, ListenerConfig next) {
        boolean sameTcpAddress = !next.isUnix() && !diff.touches("host", "port", "path");
        if (sameTcpAddress && diff.touches("backlog", "reuse-address")) {
            throw new IllegalArgumentException(
                    "listeners.%s.backlog and reuse-address: cannot change while %s is bound (expected: another port, or a new start)"
                            .formatted(name, address()));
        }
    }

    /** Keeps the deadlines of connections and of old generations. One caller at a time. */
    void sweep(long nowNanos) {
        pool.sweep(nowNanos);
        old.sweep(nowNanos);
        entrance.check(nowNanos);
    }

    /** Lets nobody in any longer; connections that are inside stay. */
    void stopAccepting() {
        entrance.close();
    }

    /** Stops what the routes hold; after the last connection. */
    void afterStop() {
        routing.table().retire();
        features.afterStop();
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
    String address() {
        return entrance.address();
    }

    ListenerView view() {
        PoolCounts counts = pool.counts();
        return new ListenerView(
                name,
                config(),
                address(),
                entrance.portOrNone(),
                entrance.state(),
                routing.table().views(),
                counts.active(),
                counts.refused(),
                counts.requestsInFlight(),
                pool.closed());
    }
}
