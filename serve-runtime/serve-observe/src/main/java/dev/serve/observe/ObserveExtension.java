package dev.serve.observe;

import dev.serve.api.Extension;
import dev.serve.api.Server;
import dev.serve.api.config.ListenerConfig;
import dev.serve.api.config.LogConfig;
import dev.serve.api.config.ObserveConfig;
import dev.serve.api.config.ServerConfig;
import dev.serve.api.event.ServerEvent;
import dev.serve.api.event.Subscription;
import dev.serve.api.observe.HealthCheck;
import dev.serve.api.observe.HealthView;
import dev.serve.api.observe.MeterHistory;
import dev.serve.api.routing.Routes;
import dev.serve.api.spi.Readiness;
import dev.serve.api.spi.WorkObserver;
import dev.serve.observe.health.Checks;
import dev.serve.observe.health.HealthJudge;
import dev.serve.observe.health.HeapUse;
import dev.serve.observe.health.HelidonCheck;
import dev.serve.observe.history.Recorder;
import dev.serve.observe.http.HealthRoutes;
import dev.serve.observe.http.MetricsRoutes;
import dev.serve.observe.log.AccessLog;
import dev.serve.observe.log.ListenerLog;
import dev.serve.observe.log.LogLevels;
import dev.serve.observe.log.PrintedLog;
import dev.serve.observe.metrics.Meters;
import dev.serve.observe.trace.CallSpans;
import dev.serve.observe.trace.Tracing;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Health, metrics and their history, access log, log levels and traces. It joins by being on the
 * class path; one that is added in code takes its place, and may bring checks of what the server
 * depends on:
 *
 * <pre>{@code
 * Server.builder()
 *         .observe(observe -> observe.listeners(List.of("admin")))
 *         .extension(new ObserveExtension().check(new DatabaseCheck(pool)))
 * }</pre>
 *
 * <p>With {@code observe.tracing.enabled} every exchange has a span, and {@link OpenTelemetry} is
 * found too.
 *
 * <p>Checks are added before the server is built, by one thread; one extension joins one server.
 * Others find by {@link Server#view}: {@link HealthView}, {@link MeterHistory}, and Micrometer's
 * {@link MeterRegistry} to add meters of their own to; what is added to Micrometer's global
 * registry, or by Helidon's API of metrics where its provider for Micrometer is on the class path,
 * is told too.
 */
public final class ObserveExtension implements Extension {

    private static final InstantSource CLOCK = InstantSource.system();

    private final List<HealthCheck> added = new ArrayList<>();
    private boolean configured; // whoever builds the server, before it starts
    private volatile ObserveConfig config = ObserveConfig.builder().build();
    private volatile LogConfig log = LogConfig.builder().build();
    private volatile String lastChange = "";
    private final AccessLog accessLog = new AccessLog(CLOCK);
    private final LogLevels logLevels = new LogLevels();
    private volatile @Nullable Meters meters;
    private volatile @Nullable Tracing tracing;
    private volatile @Nullable PrintedLog printed;
    private volatile @Nullable Running running;

    /**
     * An extension without checks but those that {@link ServiceLoader} finds: ours, and those of
     * Helidon's {@code HealthCheckProvider}.
     */
    public ObserveExtension() {}

    /** What there is of it while the server lives. */
    private record Running(
            Checks checks,
            HealthJudge judge,
            @Nullable Recorder recorder,
            Subscription changes,
            Optional<Readiness> readiness) {}

    /** Adds a check of something that the server depends on. */
    public ObserveExtension check(HealthCheck check) {
        added.add(check);
        return this;
    }

    /** Adds a check of Helidon, such as those of {@code helidon-health-checks}. */
    public ObserveExtension check(io.helidon.health.HealthCheck check) {
        return check(new HelidonCheck(check));
    }

    @Override
    public String name() {
        return "observe";
    }

    @Override
    public void configure(ServerConfig next) {
        config = next.observe();
        log = next.log();
        if (!configured) {
            configured = true;
            if (config.metrics().enabled()) {
                meters = new Meters(config.metrics(), config.tracing().service());
            }
            if (config.tracing().enabled()) {
                tracing = new Tracing(config.tracing(), CLOCK);
            }
        }
        Tracing traced = tracing;
        if (traced != null) {
            traced.configure(config.tracing());
        }
        if (running != null) {
            accessLog.configure(config.accessLog(), config.slow(), log);
            logLevels.configure(log);
            PrintedLog print = printed;
            if (print != null) {
                print.configure(log);
            }
        }
    }

    @Override
    public void routes(String listener, ListenerConfig listenerConfig, Routes routes) {
        Tracing traced = tracing;
        if (traced != null) {
            routes.filter(traced.filter());
        }
        if (!config.listeners().contains(listener)) {
            return;
        }
        new HealthRoutes(() -> view(HealthView.class), this::told).addTo(routes);
        Meters counted = meters;
        if (counted != null) {
            new MetricsRoutes(counted::text, () -> view(MeterHistory.class), CLOCK).addTo(routes);
        }
    }

    @Override
    public Optional<WorkObserver> observer(String listener) {
        List<WorkObserver> all = new ArrayList<>();
        Meters counted = meters;
        if (counted != null) {
            all.add(counted.listener(listener));
        }
        all.add(new ListenerLog(accessLog, listener));
        if (tracing != null) {
            all.add(new CallSpans());
        }
        return Optional.of(WorkObserver.all(all));
    }

    @Override
    public void start(Server server) {
        logLevels.configure(log);
        accessLog.configure(config.accessLog(), config.slow(), log);
        printed = PrintedLog.start(log);
        List<HealthCheck> all = new ArrayList<>(added);
        ServiceLoader.load(HealthCheck.class).forEach(all::add);
        all.addAll(HelidonCheck.provided());
        Checks checks = new Checks(all, System::nanoTime, CLOCK);
        HealthJudge judge =
                new HealthJudge(
                        server,
                        checks,
                        () -> config.health(),
                        () -> lastChange,
                        HeapUse::now,
                        CLOCK);
        Optional<Readiness> readiness = server.view(Readiness.class);
        readiness.ifPresent(known -> known.dependsOn(judge::isReady));
        Subscription changes =
                server.onEvent(Set.of(ServerEvent.ChangeEnded.class), this::changeEnded);
        Meters counted = meters;
        if (counted != null) {
            counted.start(server);
        }
        Recorder recorder = null;
        if (counted != null && config.metrics().history()) {
            recorder = new Recorder(server, CLOCK, counted::tick);
            recorder.start();
        }
        running = new Running(checks, judge, recorder, changes, readiness);
    }

    private void changeEnded(ServerEvent event) {
        if (event instanceof ServerEvent.ChangeEnded(var result)) {
            lastChange = result.message();
            Tracing traced = tracing;
            if (traced != null) {
                traced.changed(result);
            }
        }
    }

    private void told() {
        Running now = running;
        if (now != null) {
            now.readiness().ifPresent(Readiness::told);
        }
    }

    @Override
    public <T> Optional<T> view(Class<T> type) {
        Running now = running;
        Meters counted = meters;
        if (type == HealthView.class && now != null) {
            return Optional.of(type.cast(now.judge()));
        }
        if (type == MeterHistory.class && now != null) {
            return Optional.ofNullable(now.recorder()).map(type::cast);
        }
        if (type == MeterRegistry.class && counted != null) {
            return Optional.of(type.cast(counted.registry()));
        }
        Tracing traced = tracing;
        if (type == OpenTelemetry.class && traced != null) {
            return Optional.of(type.cast(traced.openTelemetry()));
        }
        return Optional.empty();
    }

    @Override
    public void stop() {
        accessLog.close();
        logLevels.close();
        PrintedLog print = printed;
        if (print != null) {
            print.close();
        }
        Tracing traced = tracing;
        if (traced != null) {
            traced.close();
        }
        Running now = running;
        if (now == null) {
            return;
        }
        now.changes().close();
        now.checks().close();
        Recorder recorder = now.recorder();
        if (recorder != null) {
            recorder.close();
        }
        Meters counted = meters;
        if (counted != null) {
            counted.close();
        }
    }
}
