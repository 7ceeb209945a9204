package dev.serve.server;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import dev.serve.api.Application;
import dev.serve.api.Extension;
import dev.serve.api.ListenerView;
import dev.serve.api.Server;
import dev.serve.api.ServerDefinition;
import dev.serve.api.ShutdownReport;
import dev.serve.api.config.ListenerConfig;
import dev.serve.api.config.Problem;
import dev.serve.api.config.ServerConfig;
import dev.serve.api.event.ServerEvent;
import dev.serve.api.event.ServerState;
import dev.serve.api.pool.Ids;
import dev.serve.api.pool.PoolView;
import dev.serve.api.routing.Routes;
import dev.serve.config.ConfigDiff;
import dev.serve.config.ConfigSnapshot;
import io.helidon.common.context.Context;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The server: its listeners, and the one-way life NEW, STARTING, RUNNING, DRAINING, STOPPED, or
 * FAILED.
 */
final class ServeServer implements Server {

    private static final System.Logger LOG = System.getLogger(ServeServer.class.getName());

    private final ServerConfig config;
    private final List<Problem> warnings;
    private final @Nullable Application application;
    private final Blueprint blueprint;
    private final List<Listener> listeners;
    private final List<Extension> extensions;
    private final Events events;
    private final ExecutorService executor;
    private final WebServer webServer;
    private final Stopping stopping;
    private final Reaper reaper;
    private final AtomicReference<ServerState> state = new AtomicReference<>(ServerState.NEW);
    private final CompletableFuture<ShutdownReport> report = new CompletableFuture<>();
    private volatile @Nullable Network network;
    private final ReentrantLock changes = new ReentrantLock();

    ServeServer(
            ServerDefinition definition,
            ConfigSnapshot snapshot,
            @Nullable Application application,
            Blueprint blueprint,
            List<Listener> listeners,
            WebServerConfig webServerConfig,
            Context context,
            ExecutorService executor) {
        this.config = snapshot.config();
        this.warnings = snapshot.warnings();
        this.application = application;
        this.blueprint = blueprint;
        this.listeners = List.copyOf(listeners);
        this.extensions = definition.extensions();
        this.events = new Events(definition.observers());
        this.listeners.forEach(listener -> listener.onEvent(events));
        this.executor = executor;
        this.stopping =
                new Stopping(this.listeners, snapshot.config().shutdown(), System::nanoTime);
        this.reaper =
                new Reaper(
                        this.listeners.stream()
                                .map(listener -> (LongConsumer) listener::sweep)
                                .toList(),
                        System::nanoTime);
        this.webServer = new WebServerView(this, context, webServerConfig, this::ownName);
    }

    @Override
    public Server start() {
        if (!move(ServerState.NEW, ServerState.STARTING)) {
            throw new IllegalStateException("a server starts once; this one is " + state.get());
        }
        warnings.forEach(warning -> LOG.log(WARNING, warning.toString()));
        List<Extension> started = new ArrayList<>();
        try {
            if (application != null) {
                prepare(application);
            }
            listeners.forEach(Listener::open);
            listeners.forEach(Listener::beforeStart);
            for (Extension extension : extensions) {
                start(extension);
                started.add(extension);
            }
            reaper.start();
            Network opened = Network.open();
            network = opened;
            listeners.forEach(listener -> listener.accept(opened));
            listeners.forEach(listener -> listener.afterStart(webServer));
        } catch (RuntimeException e) {
            undo(started);
            throw e;
        }
        move(ServerState.STARTING, ServerState.RUNNING);
        String traceId = Ids.trace();
        for (Listener listener : listeners) {
            LOG.log(INFO, "{0} {1}: serves {2}", listener.identity(), traceId, listener.address());
            events.tell(new ServerEvent.ListenerOpened(listener.name(), listener.address()));
        }
        return this;
    }

    private void prepare(Application prepared) {
        try {
            prepared.prepare(config);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(
                    "application \"" + prepared.name() + "\" cannot start: " + e.getMessage(), e);
        }
    }

    private void start(Extension extension) {
        try {
            extension.start(this);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(
                    "extension \"" + extension.name() + "\" cannot start: " + e.getMessage(), e);
        }
    }

    /** Closes what a failed start had opened, so that nothing stays half started. */
    private void undo(List<Extension> started) {
        listeners.forEach(Listener::stopAccepting);
        String traceId = Ids.trace();
        listeners.forEach(listener -> listener.pool().drain(traceId));
        listeners.forEach(listener -> listener.pool().abort(traceId));
        stop(started);
        reaper.close();
        closeNetwork();
        executor.shutdownNow();
        move(ServerState.STARTING, ServerState.FAILED);
    }

    @Override
    public ShutdownReport stop() {
        if (move(ServerState.NEW, ServerState.STOPPED)) {
            executor.shutdownNow();
            report.complete(new ShutdownReport(Duration.ZERO, 0, 0, 0));
        } else if (move(ServerState.RUNNING, ServerState.DRAINING)) {
            runStop();
        } else if (state.get() == ServerState.FAILED) {
            return new ShutdownReport(Duration.ZERO, 0, 0, 0);
        } else if (state.get() == ServerState.STARTING) {
            throw new IllegalStateException(
                    "the server is still starting (expected: stop after start has returned)");
        }
        return report.join();
    }

    @Override
    public ShutdownReport stopNow() {
        stopping.hurry();
        return stop();
    }

    private void runStop() {
        String traceId = Ids.trace();
        LOG.log(INFO, "{0}: stopping; at most {1}", traceId, stopping.timeout());
        ShutdownReport done = new ShutdownReport(Duration.ZERO, 0, 0, 0);
        try {
            extensions.forEach(this::drain);
            done =
                    stopping.run(
                            traceId,
                            () ->
                                    listeners.forEach(
                                            listener ->
                                                    events.tell(
                                                            new ServerEvent.ListenerClosed(
                                                                    listener.name()))));
        } catch (InterruptedException e) {
            // Everything is closed by now; only the wait was cut short.
            Thread.currentThread().interrupt();
        } finally {
            for (Listener listener : listeners) {
                guarded(
                        traceId + ": stopping the routes of " + listener.identity(),
                        listener::afterStop);
            }
            stop(extensions);
            reaper.close();
            closeNetwork();
            events.close();
            executor.shutdownNow();
            move(ServerState.DRAINING, ServerState.STOPPED);
            LOG.log(INFO, "{0}: stopped: {1}", traceId, done);
            report.complete(done);
        }
    }

    private void closeNetwork() {
        Network opened = network;
        if (opened != null) {
            opened.close();
        }
    }

    private void drain(Extension extension) {
        guarded(
                "draining extension " + extension.name(),
                () -> extension.drain(stopping.timeout()));
    }

    private static void stop(List<Extension> started) {
        for (Extension extension : started.reversed()) {
            guarded("stopping extension " + extension.name(), extension::stop);
        }
    }

    /** A part that fails to stop must not keep the others from stopping. */
    private static void guarded(String what, Runnable step) {
        try {
            step.run();
        } catch (RuntimeException e) {
            LOG.log(WARNING, what + " failed", e);
        }
    }

    private boolean move(ServerState from, ServerState to) {
        if (!state.compareAndSet(from, to)) {
            return false;
        }
        events.tell(new ServerEvent.StateChanged(from, to));
        return true;
    }

    @Override
    public long routing(String name, Consumer<Routes> routes) {
        Listener listener = listener(name);
        changes.lock();
        try {
            long version = listener.swap(List.of(routes), webServer);
            events.tell(new ServerEvent.RoutesSwapped(name, version));
            return version;
        } finally {
            changes.unlock();
        }
    }

    @Override
    public void reconfigure(String name, Consumer<ListenerConfig.Builder> change) {
        Listener listener = listener(name);
        changes.lock();
        try {
            if (state.get() != ServerState.RUNNING) {
                throw new IllegalStateException(
                        "listener \""
                                + name
                                + "\" of a server that is "
                                + state.get()
                                + " (expected: RUNNING)");
            }
            ListenerConfig.Builder builder = listener.config().toBuilder();
            change.accept(builder);
            Parts next = blueprint.parts(name, builder.build());
            Duration drain = next.config().drainTimeout();
            String traceId = Ids.trace();
            ConfigDiff diff =
                    listener.reconfigure(
                            next,
                            drain == null ? config.shutdown().timeout() : drain,
                            webServer,
                            traceId);
            LOG.log(
                    INFO,
                    "{0} {1}: reconfigured: {2}",
                    listener.identity(),
                    traceId,
                    diff.changes());
            events.tell(
                    new ServerEvent.ListenerReconfigured(
                            name, listener.address(), diff.keys(), diff.needsRestart()));
        } finally {
            changes.unlock();
        }
    }

    @Override
    public int port(String name) {
        return listener(name).port();
    }

    @Override
    public PoolView pool(String name) {
        return listener(name).pool();
    }

    @Override
    public ServerState state() {
        return Objects.requireNonNull(state.get());
    }

    @Override
    public ServerConfig config() {
        Map<String, ListenerConfig> current = new LinkedHashMap<>();
        listeners.forEach(listener -> current.put(listener.name(), listener.config()));
        return config.toBuilder().listeners(current).build();
    }

    @Override
    public List<ListenerView> listeners() {
        return listeners.stream().map(Listener::view).toList();
    }

    private Listener listener(String name) {
        return listeners.stream()
                .filter(listener -> listener.name().equals(name))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "listener: \""
                                                + name
                                                + "\" (expected: one of "
                                                + String.join(", ", config.listeners().keySet())
                                                + ")"));
    }

    /** Our name for a socket that Helidon names: its default socket is our first listener. */
    private String ownName(String socketName) {
        return WebServer.DEFAULT_SOCKET_NAME.equals(socketName)
                ? listeners.getFirst().name()
                : socketName;
    }
}
