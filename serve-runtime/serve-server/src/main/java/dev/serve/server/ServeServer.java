package dev.serve.server;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import dev.serve.api.Application;
import dev.serve.api.Extension;
import dev.serve.api.ListenerView;
import dev.serve.api.Server;
import dev.serve.api.ServerDefinition;
import dev.serve.api.ShutdownReport;
import dev.serve.api.change.ChangePlan;
import dev.serve.api.change.ChangeResult;
import dev.serve.api.change.ConfigVersion;
import dev.serve.api.config.HistoryConfig;
import dev.serve.api.config.ListenerConfig;
import dev.serve.api.config.Problem;
import dev.serve.api.config.ServerConfig;
import dev.serve.api.config.ShutdownConfig;
import dev.serve.api.config.ShutdownOptions;
import dev.serve.api.event.ServerEvent;
import dev.serve.api.event.ServerState;
import dev.serve.api.event.Subscription;
import dev.serve.api.pool.Ids;
import dev.serve.api.pool.PoolView;
import dev.serve.api.routing.Routes;
import dev.serve.api.spi.Readiness;
import dev.serve.config.ConfigPatch;
import dev.serve.config.ConfigSnapshot;
import dev.serve.server.lifecycle.Changes;
import dev.serve.server.lifecycle.History;
import dev.serve.server.lifecycle.HistoryFiles;
import dev.serve.server.lifecycle.ServerLife;
import dev.serve.server.lifecycle.Shutdown;
import dev.serve.server.lifecycle.Timings;
import io.helidon.common.context.Context;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The server: its listeners, and the one-way life NEW, STARTING, RUNNING, DRAINING, STOPPED, or
 * FAILED.
 */
final class ServeServer implements Server {

    private static final System.Logger LOG = System.getLogger(ServeServer.class.getName());
    private static final ShutdownReport NOTHING_DONE = new ShutdownReport(Duration.ZERO, 0, 0, 0);

    private final ServerDefinition definition;
    private final List<Problem> warnings;
    private final @Nullable Application application;
    private final List<Extension> extensions;
    private final Events events;
    private final Readiness readiness;
    private final ExecutorService executor;
    private final WebServer webServer;
    private final Roster roster;
    private final ServerLife life;
    private final History history;
    private final Changes changes;
    private final Reaper reaper;
    private final PinnedThreads pinned;
    private final CountDownLatch hurried = new CountDownLatch(1);
    private final CompletableFuture<ShutdownReport> report = new CompletableFuture<>();
    private volatile @Nullable Network network;

    ServeServer(
            ServerDefinition definition,
            ConfigSnapshot snapshot,
            @Nullable Application application,
            Blueprint blueprint,
            List<Listener> listeners,
            WebServerConfig webServerConfig,
            Context context,
            Readiness readiness,
            ExecutorService executor) {
        this.definition = definition;
        this.warnings = snapshot.warnings();
        this.application = application;
        this.extensions = definition.extensions();
        this.events = new Events(definition.observers());
        this.readiness = readiness;
        this.executor = executor;
        this.roster = new Roster(blueprint, listeners, events, this::asWebServer, hurried);
        this.life = new ServerLife(events::tell);
        this.history = history(snapshot.config().history());
        this.changes =
                new Changes(life, roster, history, snapshot.config(), this::tell, System::nanoTime);
        this.reaper = new Reaper(roster::sweeps, System::nanoTime);
        this.pinned = new PinnedThreads(event -> events.tellSoon(() -> event));
        this.webServer = new WebServerView(this, context, webServerConfig, this::ownName);
    }

    private static History history(HistoryConfig config) {
        String path = config.path();
        return new History(
                config.versions(),
                InstantSource.system(),
                path == null ? null : new HistoryFiles(Path.of(path)));
    }

    private WebServer asWebServer() {
        return webServer;
    }

    @Override
    public Server start() {
        if (!life.move(ServerState.NEW, ServerState.STARTING)) {
            throw new IllegalStateException("a server starts once; this one is " + life.state());
        }
        warnings.forEach(warning -> LOG.log(WARNING, warning.toString()));
        List<Listener> listeners = roster.listeners();
        List<Extension> started = new ArrayList<>();
        Timings timings = new Timings(System::nanoTime, events::tell);
        try {
            if (application != null) {
                timings.measure("application", () -> prepare(application));
            }
            timings.measure(
                    "listeners", () -> listeners.forEach(listener -> listener.open(List.of())));
            timings.measure("routes", () -> listeners.forEach(Listener::beforeStart));
            for (Extension extension : extensions) {
                timings.measure("extension " + extension.name(), () -> start(extension));
                started.add(extension);
            }
            timings.measure("acceptors", this::accept);
        } catch (RuntimeException e) {
            undo(started);
            throw e;
        }
        changes.begin(definition.source());
        life.move(ServerState.STARTING, ServerState.RUNNING);
        String traceId = Ids.trace();
        for (Listener listener : listeners) {
            LOG.log(INFO, "{0} {1}: serves {2}", listener.identity(), traceId, listener.address());
            events.tell(new ServerEvent.ListenerOpened(listener.name(), listener.address()));
        }
        LOG.log(INFO, () -> traceId + ": started in " + timings);
        return this;
    }

    private void accept() {
        reaper.start();
        pinned.start();
        Network opened = Network.open();
        network = opened;
        roster.network(opened);
        roster.listeners().forEach(listener -> listener.accept(opened));
        roster.listeners().forEach(listener -> listener.afterStart(webServer));
    }

    private void prepare(Application prepared) {
        try {
            prepared.prepare(changes.config());
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
        List<Listener> listeners = roster.listeners();
        listeners.forEach(Listener::stopAccepting);
        String traceId = Ids.trace();
        listeners.forEach(listener -> listener.pool().drain(traceId));
        listeners.forEach(listener -> listener.pool().abort(traceId));
        for (Extension extension : started.reversed()) {
            guarded("stopping extension " + extension.name(), extension::stop);
        }
        reaper.close();
        pinned.close();
        closeNetwork();
        executor.shutdownNow();
        life.move(ServerState.STARTING, ServerState.FAILED);
    }

    @Override
    public ShutdownReport gracefulShutdown(ShutdownOptions options) {
        ShutdownConfig how = options.over(changes.config().shutdown());
        if (life.move(ServerState.NEW, ServerState.STOPPED)) {
            executor.shutdownNow();
            report.complete(NOTHING_DONE);
        } else if (changes.alone(() -> life.move(ServerState.RUNNING, ServerState.DRAINING))) {
            runStop(how);
        } else if (life.state() == ServerState.FAILED) {
            return NOTHING_DONE;
        } else if (life.state() == ServerState.STARTING) {
            throw new IllegalStateException(
                    "the server is still starting (expected: stop after start has returned)");
        }
        return report.join();
    }

    @Override
    public ShutdownReport stopNow() {
        hurried.countDown();
        return stop();
    }

    private void runStop(ShutdownConfig how) {
        String traceId = Ids.trace();
        ShutdownReport done = NOTHING_DONE;
        try {
            done =
                    new Shutdown(
                                    roster.everyone(),
                                    how,
                                    hurried,
                                    new Endings(),
                                    events::tell,
                                    System::nanoTime)
                            .run(traceId);
        } finally {
            events.close();
            life.move(ServerState.DRAINING, ServerState.STOPPED);
            // As one text: behind SLF4J, the {} that a report may have would be filled in once
            // more.
            LOG.log(INFO, traceId + ": stopped: " + done);
            report.complete(done);
        }
    }

    /** What a stop ends besides connections. */
    private final class Endings implements Shutdown.Parts {

        @Override
        public void drain(Duration left) {
            guarded("telling that it is not ready", readiness::end);
            extensions.forEach(
                    extension ->
                            guarded(
                                    "draining extension " + extension.name(),
                                    () -> extension.drain(left)));
        }

        @Override
        public void whenTold(int times, Runnable then) {
            readiness.whenTold(times, then);
        }

        @Override
        public List<Ending> endings() {
            List<Ending> endings = new ArrayList<>();
            for (Listener listener : roster.everyone()) {
                // Of no effect when it has stopped accepting before.
                endings.add(new Ending("stopping " + listener.identity(), listener::stopAccepting));
                endings.add(
                        new Ending(
                                "stopping the routes of " + listener.identity(),
                                listener::afterStop));
            }
            for (Extension extension : extensions.reversed()) {
                endings.add(new Ending("stopping extension " + extension.name(), extension::stop));
            }
            endings.add(new Ending("ending the reaper", reaper::close));
            endings.add(new Ending("ending the watch over pinned threads", pinned::close));
            endings.add(new Ending("closing the network", ServeServer.this::closeNetwork));
            endings.add(new Ending("ending threads", executor::shutdownNow));
            return endings;
        }
    }

    private void closeNetwork() {
        Network opened = network;
        if (opened != null) {
            opened.close();
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

    @Override
    public long routing(String name, Consumer<Routes> routes) {
        return changes.alone(
                () -> {
                    long version = roster.get(name).swap(List.of(routes), webServer);
                    events.tell(new ServerEvent.RoutesSwapped(name, version));
                    return version;
                });
    }

    @Override
    public void reconfigure(String name, Consumer<ListenerConfig.Builder> change) {
        roster.get(name);
        changes.renew(name, change);
    }

    @Override
    public ChangePlan plan(ServerConfig next, String source) {
        return changes.plan(next, source);
    }

    @Override
    public ChangeResult apply(ChangePlan plan) {
        return changes.apply(plan);
    }

    @Override
    public ChangeResult updateConfig(Consumer<ServerConfig.Builder> change) {
        return changes.update(change);
    }

    @Override
    public ChangeResult updateConfig(Map<String, ?> part) {
        return changes.update(part);
    }

    @Override
    public ChangeResult rollback(long version) {
        return changes.rollback(version);
    }

    @Override
    public long version() {
        return changes.version();
    }

    @Override
    public List<ConfigVersion> history() {
        return history.all();
    }

    /** Who joins the server is told of a configuration in force before everybody else. */
    private void tell(ServerEvent event) {
        if (event instanceof ServerEvent.ChangeEnded(ChangeResult result) && result.isInForce()) {
            extensions.forEach(
                    extension ->
                            guarded(
                                    "configuring extension " + extension.name(),
                                    () -> extension.configure(result.plan().next())));
        }
        events.tell(event);
    }

    @Override
    public Subscription onEvent(
            Set<Class<? extends ServerEvent>> types, Consumer<? super ServerEvent> observer) {
        return events.add(types, observer);
    }

    @Override
    public <T> Optional<T> view(Class<T> type) {
        return type == Readiness.class
                ? Optional.of(type.cast(readiness))
                : extensions.stream()
                        .flatMap(extension -> extension.view(type).stream())
                        .findFirst();
    }

    @Override
    public ServerConfig patched(Map<String, ?> part) {
        return ConfigPatch.apply(changes.config(), part);
    }

    @Override
    public ServerConfig parsed(String yaml) {
        return Assembly.parsed(definition, yaml);
    }

    @Override
    public void drain() {
        readiness.withdraw(true);
    }

    @Override
    public void undrain() {
        readiness.withdraw(false);
    }

    @Override
    public boolean isReady() {
        return state() == ServerState.RUNNING && !readiness.isWithdrawn();
    }

    @Override
    public int port(String name) {
        return roster.get(name).port();
    }

    @Override
    public PoolView pool(String name) {
        return roster.get(name).pool();
    }

    @Override
    public Optional<PoolView> findPool(String name) {
        return roster.find(name).map(Listener::pool);
    }

    @Override
    public ServerState state() {
        return life.state();
    }

    @Override
    public ServerConfig config() {
        return changes.config();
    }

    @Override
    public List<ListenerView> listeners() {
        return roster.listeners().stream().map(Listener::view).toList();
    }

    /** Our name for a socket that Helidon names: its default socket is our first listener. */
    private String ownName(String socketName) {
        return WebServer.DEFAULT_SOCKET_NAME.equals(socketName)
                ? roster.listeners().getFirst().name()
                : socketName;
    }
}
