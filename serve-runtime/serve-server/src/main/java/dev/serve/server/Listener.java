package dev.serve.server;

import static java.lang.System.Logger.Level.WARNING;

import dev.serve.api.ListenerException;
import dev.serve.api.ListenerView;
import dev.serve.api.config.ListenerConfig;
import dev.serve.api.config.ListenerKeys;
import dev.serve.api.event.AcceptState;
import dev.serve.api.event.ServerEvent;
import dev.serve.api.pool.Ids;
import dev.serve.api.routing.Routes;
import dev.serve.config.ConfigDiff;
import dev.serve.pool.Admission;
import dev.serve.pool.ConnectionPool;
import dev.serve.pool.Lease;
import dev.serve.pool.PoolCounts;
import dev.serve.pool.PoolIdentity;
import dev.serve.pool.Waiter;
import io.helidon.webserver.WebServer;
import java.io.IOException;
import java.net.SocketAddress;
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

    private static final System.Logger LOG = System.getLogger(Listener.class.getName());

    private final String name;
    private final FeatureParts features;
    private final LiveRouting routing;
    private final ConnectionPool pool;
    private final OldGenerations old;
    private volatile Parts parts;
    private List<Consumer<Routes>> code;
    private volatile @Nullable Generation generation;
    private volatile @Nullable ListenSocket socket;
    private volatile @Nullable Acceptor acceptor;
    private volatile @Nullable Network network;
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
        this.pool =
                new ConnectionPool(
                        new PoolIdentity(
                                name,
                                Ids.server(parts.config().protocols().getFirst()),
                                event -> events.tell(event)),
                        parts.config().pool(),
                        System::nanoTime,
                        InstantSource.system());
        this.old = new OldGenerations(pool);
    }

    String name() {
        return name;
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
        socket = bind(parts.config());
    }

    private Generation generation(long number, Parts next) {
        return Generation.load(name, number, next, new ListenerRouter(routing, features.others()));
    }

    private ListenSocket bind(ListenerConfig config) {
        try {
            return ListenSocket.open(config, socket);
        } catch (IOException | RuntimeException e) {
            throw new ListenerException(name, config.addressText(), "cannot bind", e);
        }
    }

    private ListenSocket bindAgain(ListenSocket gone) throws IOException {
        ListenSocket again = ListenSocket.again(config(), gone);
        if (socket == gone) {
            socket = again;
        }
        return again;
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
        network = shared;
        accept();
    }

    private void accept() {
        Acceptor started =
                new Acceptor(name, opened(), this::bindAgain, this::accepted, this::tell);
        // Shown to the reaper when it lives: a thread that has not begun looks like a dead one.
        started.start();
        acceptor = started;
    }

    void afterStart(WebServer server) {
        features.afterStart(server);
        routing.table().routing().afterStart(server);
    }

    private void tell(ServerEvent event) {
        if (event instanceof ServerEvent.AcceptingChanged changed) {
            pool.trouble(changed.to() == AcceptState.ACCEPTING ? null : changed.reason());
        }
        events.tell(event);
    }

    private void accepted(SocketChannel channel) {
        switch (pool.admit(peer(channel), new Arrival(channel))) {
            case Admission.Admitted(Lease lease) -> serve(channel, lease);
            case Admission.Refused refused -> closeQuietly(channel);
            case Admission.Waiting() -> {
                // The pool will tell the arrival.
            }
        }
    }

    /** Null where its own address says nothing: behind a proxy that will name it. */
    private @Nullable SocketAddress peer(SocketChannel channel) {
        try {
            return config().proxyProtocol() ? null : channel.getRemoteAddress();
        } catch (IOException e) {
            // Gone already: its first read will tell.
            return null;
        }
    }

    /** A socket that waits for its place. */
    private final class Arrival implements Waiter {

        private final SocketChannel channel;

        private Arrival(SocketChannel channel) {
            this.channel = channel;
        }

        @Override
        public void admitted(Lease lease) {
            serve(channel, lease);
        }

        @Override
        public void refused(Admission.Refused refused) {
            closeQuietly(channel);
        }
    }

    private void serve(SocketChannel channel, Lease lease) {
        try {
            Generation current = current();
            Connection connection = new Connection(shared(), name, channel, lease, current);
            lease.local(channel.getLocalAddress());
            lease.attach(connection);
            old.joins(connection);
            Thread.ofVirtual().name("serve-" + name + "-conn-" + lease.number()).start(connection);
        } catch (IOException e) {
            // The peer is gone already.
            lease.close();
            closeQuietly(channel);
        } catch (RuntimeException | Error e) {
            lease.close();
            closeQuietly(channel);
            throw e;
        }
    }

    private static void closeQuietly(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.log(WARNING, "a refused connection could not be closed", e);
        }
    }

    /**
     * Puts a new table of code-made routes in force; nothing is changed when it cannot be compiled
     * or started.
     */
    long swap(List<Consumer<Routes>> next, WebServer server) {
        RouteTable table = table(parts, next, server);
        code = List.copyOf(next);
        routing.swap(table);
        return table.version();
    }

    private RouteTable table(Parts of, List<Consumer<Routes>> by, WebServer server) {
        RouteTable table = of.compiler().table(routing.table().version() + 1, by);
        table.routing().beforeStart();
        table.routing().afterStart(server);
        return table;
    }

    /**
     * Puts a configuration in force. Everything that can fail comes first and leaves all as it was;
     * a new address is bound, and accepts before the old one stops. When a key says so, connections
     * of earlier generations are told to end with their next answer, and cut when the drain timeout
     * has passed.
     *
     * @return what differs from the configuration before
     * @throws IllegalArgumentException if a route cannot be compiled or a key cannot be changed
     * @throws ListenerException if keys cannot be loaded or the new address cannot be bound
     */
    ConfigDiff reconfigure(Parts next, Duration drainTimeout, WebServer server) {
        ConfigDiff diff = ConfigDiff.between(ListenerKeys.SCHEMA, parts.config(), next.config());
        refuseBoundOptions(diff, next.config());
        Generation before = current();
        Generation after = generation(before.number() + 1, next);
        RouteTable table = table(next, code, server);
        boolean moves = diff.touches("host", "port", "path", "mode", "backlog", "reuse-address");
        ListenSocket bound = moves ? bind(next.config()) : null;

        parts = next;
        pool.update(next.config().pool(), Ids.trace());
        generation = after;
        routing.swap(table);
        if (bound != null) {
            Acceptor leaving = acceptor;
            socket = bound;
            accept();
            if (leaving != null) {
                leaving.close();
            }
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
        Acceptor running = acceptor;
        if (running != null) {
            running.check(nowNanos);
        }
    }

    /** Lets nobody in any longer; connections that are inside stay. */
    void stopAccepting() {
        Acceptor running = acceptor;
        if (running != null) {
            running.close();
            return;
        }
        ListenSocket bound = socket;
        if (bound != null) {
            try {
                bound.close();
            } catch (IOException e) {
                LOG.log(WARNING, "listener " + name + ": its socket could not be closed", e);
            }
        }
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

    private Network shared() {
        Network shared = network;
        if (shared == null) {
            throw new IllegalStateException("accepted before the network was there");
        }
        return shared;
    }

    private ListenSocket opened() {
        ListenSocket bound = socket;
        if (bound == null) {
            throw new IllegalStateException(
                    "listener \"" + name + "\" is not bound (expected: after start)");
        }
        return bound;
    }

    /** The bound TCP port. */
    int port() {
        int port = opened().port();
        if (port < 0) {
            throw new IllegalArgumentException(
                    "listener \""
                            + name
                            + "\" is "
                            + config().addressText()
                            + " (expected: a TCP listener)");
        }
        return port;
    }

    /** The bound address as text, the configured one before that. */
    String address() {
        ListenSocket bound = socket;
        return bound == null ? config().addressText() : bound.address();
    }

    ListenerView view() {
        PoolCounts counts = pool.counts();
        ListenSocket bound = socket;
        Acceptor running = acceptor;
        return new ListenerView(
                name,
                config(),
                address(),
                bound == null ? -1 : bound.port(),
                running == null ? AcceptState.STOPPED : running.state(),
                routing.table().views(),
                counts.active(),
                counts.refused(),
                counts.requestsInFlight(),
                pool.closed());
    }
}
