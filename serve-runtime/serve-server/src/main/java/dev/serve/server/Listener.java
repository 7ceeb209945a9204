package dev.serve.server;

import static java.lang.System.Logger.Level.WARNING;

import dev.serve.api.ListenerException;
import dev.serve.api.ListenerView;
import dev.serve.api.config.ConfigException;
import dev.serve.api.config.ListenerConfig;
import dev.serve.api.routing.RouteView;
import dev.serve.api.routing.Routes;
import dev.serve.api.spi.Door;
import dev.serve.pool.Admission;
import dev.serve.pool.ConnectionPool;
import dev.serve.pool.Lease;
import dev.serve.pool.PoolCounts;
import io.helidon.webserver.ListenerContext;
import io.helidon.webserver.WebServer;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One listener: an address, a pool and a generation. Everything that does not need the network is
 * made when it is constructed; {@link #open} loads keys and binds, {@link #accept} lets connections
 * in.
 */
final class Listener {

    private static final System.Logger LOG = System.getLogger(Listener.class.getName());

    private final String name;
    private final ListenerConfig config;
    private final ListenerContext context;
    private final RouteCompiler compiler;
    private final ListenerRouter router;
    private final Detector detector;
    private final ConnectionPool pool;
    private volatile @Nullable Generation generation;
    private volatile @Nullable ListenSocket socket;
    private @Nullable Acceptor acceptor;

    Listener(
            String name,
            ListenerConfig config,
            ListenerContext context,
            RouteCompiler compiler,
            List<Door> doors) {
        this.name = name;
        this.config = config;
        this.context = context;
        this.compiler = compiler;
        this.router = new ListenerRouter(new LiveRouting(compiler.first()), compiler.others());
        this.detector = new Detector(doors);
        this.pool = new ConnectionPool(name, config.pool(), System::nanoTime);
    }

    String name() {
        return name;
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
        try {
            LoadedTls tls =
                    config.tls() == null
                            ? null
                            : TlsLoader.load(name, config.tls(), InstantSource.system());
            generation = new Generation(config, context, router, detector, tls);
        } catch (ConfigException | IllegalArgumentException e) {
            throw new ListenerException(
                    name, config.addressText(), "cannot use the TLS keys of", e);
        }
        try {
            socket = ListenSocket.open(config);
        } catch (IOException | RuntimeException e) {
            throw new ListenerException(name, config.addressText(), "cannot bind", e);
        }
    }

    /** Starts what the routes hold; before the first connection. */
    void beforeStart() {
        compiler.shared().beforeStart();
        router.beforeStart();
    }

    /** Lets connections in. */
    void accept() {
        Acceptor started = new Acceptor(name, opened(), this::accepted);
        acceptor = started;
        started.start();
    }

    void afterStart(WebServer server) {
        compiler.shared().afterStart(server);
        router.afterStart(server);
    }

    private void accepted(SocketChannel channel) {
        switch (pool.admit()) {
            case Admission.Admitted(Lease lease) -> serve(channel, lease);
            case Admission.Refused(Admission.Reason ignored) -> closeQuietly(channel);
        }
    }

    private void serve(SocketChannel channel, Lease lease) {
        try {
            Generation current = generation;
            if (current == null) {
                throw new IllegalStateException("accepted before it was opened");
            }
            Connection connection = new Connection(name, channel, lease, current);
            lease.attach(connection);
            Thread.ofVirtual().name("serve-" + name + "-conn-" + lease.id()).start(connection);
        } catch (RuntimeException e) {
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
    long swap(List<Consumer<Routes>> code, WebServer server) {
        RouteTable next = compiler.next(code);
        next.routing().beforeStart();
        next.routing().afterStart(server);
        router.http().swap(next);
        return next.version();
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
        router.afterStop();
        compiler.shared().afterStop();
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
                            + config.addressText()
                            + " (expected: a TCP listener)");
        }
        return port;
    }

    /** The bound address as text, the configured one before that. */
    String address() {
        ListenSocket bound = socket;
        return bound == null ? config.addressText() : bound.address();
    }

    ListenerView view() {
        PoolCounts counts = pool.counts();
        ListenSocket bound = socket;
        List<RouteView> routes = router.http().table().views();
        return new ListenerView(
                name,
                config,
                address(),
                bound == null ? -1 : bound.port(),
                routes,
                counts.active(),
                counts.refused(),
                counts.requestsInFlight(),
                pool.closed());
    }
}
