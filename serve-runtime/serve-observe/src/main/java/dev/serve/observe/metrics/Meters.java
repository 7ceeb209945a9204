package dev.serve.observe.metrics;

import dev.serve.api.ListenerView;
import dev.serve.api.Server;
import dev.serve.api.change.ChangeResult;
import dev.serve.api.config.ListenerConfig;
import dev.serve.api.event.ServerEvent;
import dev.serve.api.event.ServerState;
import dev.serve.api.event.Subscription;
import dev.serve.api.routing.RouteView;
import io.micrometer.core.instrument.Counter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The registry of one server, and all that is counted in it. {@link #listener} may be called before
 * the server is there; {@link #start} binds what is looked at in it. Any thread.
 */
public final class Meters implements AutoCloseable {

    private static final Set<Class<? extends ServerEvent>> EVENTS =
            Set.of(
                    ServerEvent.ChangeEnded.class,
                    ServerEvent.RoutesSwapped.class,
                    ServerEvent.ShutdownStepBegan.class,
                    ServerEvent.StateChanged.class);

    private final PrometheusMeterRegistry registry =
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Map<String, ListenerMeters> listeners = new ConcurrentHashMap<>();
    private final Certificates certificates = new Certificates(System::nanoTime);
    private final int maxRoutes;

    /** Guarded by this object's monitor, with the next. */
    private final Map<String, PoolMeters> pools = new HashMap<>();

    private @Nullable ShutdownTimes shutdown;
    private @Nullable Server server;
    private @Nullable Subscription subscription;

    /**
     * An empty registry.
     *
     * @param maxRoutes routes of a listener that have meters of their own
     */
    public Meters(int maxRoutes) {
        this.maxRoutes = maxRoutes;
    }

    /** The registry, to add meters to. */
    public PrometheusMeterRegistry registry() {
        return registry;
    }

    /** The meters of a listener, which are the same when it comes again. */
    public ListenerMeters listener(String name) {
        return listeners.computeIfAbsent(
                name,
                _ ->
                        new ListenerMeters(
                                registry,
                                name,
                                maxRoutes,
                                facts -> SecurityScore.of(facts, daysLeft(name))));
    }

    private double daysLeft(String listener) {
        Server of = server();
        ListenerConfig config = of == null ? null : of.config().listeners().get(listener);
        return config == null ? Double.NaN : certificates.daysLeft(config);
    }

    private synchronized @Nullable Server server() {
        return server;
    }

    /** Looks at a server from now on. */
    public void start(Server started) {
        Subscription told = started.onEvent(EVENTS, this::happened);
        long began = System.nanoTime();
        synchronized (this) {
            server = started;
            subscription = told;
            shutdown = new ShutdownTimes(registry, System::nanoTime);
        }
        new JvmMeters(registry).bind();
        Gauges gauges = new Gauges(registry);
        gauges.gauge(MeterName.CONFIG_VERSION, started::version);
        gauges.gauge(MeterName.SERVER_STATE, () -> state(started.state()));
        gauges.gauge(
                MeterName.UPTIME,
                () -> (System.nanoTime() - began) / (double) TimeUnit.SECONDS.toNanos(1));
        look(started);
    }

    private void happened(ServerEvent event) {
        switch (event) {
            case ServerEvent.ChangeEnded(ChangeResult result) -> {
                changes(result).increment();
                lookAgain();
            }
            case ServerEvent.RoutesSwapped _ -> lookAgain();
            case ServerEvent.ShutdownStepBegan(var step) -> {
                ShutdownTimes times = shutdown();
                if (times != null) {
                    times.begins(step);
                }
            }
            case ServerEvent.StateChanged(var _, ServerState to) -> {
                ShutdownTimes times = shutdown();
                if (times != null && to == ServerState.STOPPED) {
                    times.end();
                }
            }
            default -> {
                // Not asked for.
            }
        }
    }

    private synchronized @Nullable ShutdownTimes shutdown() {
        return shutdown;
    }

    private Counter changes(ChangeResult result) {
        String outcome =
                switch (result) {
                    case ChangeResult.Applied _ -> "applied";
                    case ChangeResult.Restarted _ -> "restarted";
                    case ChangeResult.Refused _ -> "refused";
                    case ChangeResult.Stale _ -> "stale";
                    case ChangeResult.RolledBack _ -> "rolled-back";
                };
        return Counter.builder(MeterName.CONFIG_CHANGES.id())
                .description(MeterName.CONFIG_CHANGES.doc())
                .tag("outcome", outcome)
                .register(registry);
    }

    private static int state(ServerState state) {
        return switch (state) {
            case NEW -> 0;
            case STARTING -> 1;
            case RUNNING -> 2;
            case DRAINING -> 3;
            case STOPPED -> 4;
            case FAILED -> 5;
        };
    }

    private void lookAgain() {
        Server known = server();
        if (known != null) {
            look(known);
        }
    }

    /** Listeners and their routes come and go. */
    private synchronized void look(Server of) {
        Set<String> gone = new HashSet<>(pools.keySet());
        for (ListenerView view : of.listeners()) {
            gone.remove(view.name());
            ListenerMeters meters = listener(view.name());
            meters.known(
                    view.routes().stream().map(RouteView::pattern).collect(Collectors.toSet()));
            boolean secure = view.config().tls() != null;
            PoolMeters present = pools.get(view.name());
            if (present == null || present.isSecure() != secure) {
                forget(view.name());
                pools.put(view.name(), pool(of, view.name(), meters, secure));
            }
        }
        gone.forEach(this::forget);
    }

    private PoolMeters pool(Server of, String name, ListenerMeters meters, boolean secure) {
        return new PoolMeters(
                registry, name, () -> of.pool(name), meters, secure, () -> daysLeft(name));
    }

    private synchronized void forget(String name) {
        PoolMeters pool = pools.remove(name);
        if (pool != null) {
            pool.close();
        }
    }

    /** Looks at nothing any longer; what was counted can still be read. */
    @Override
    public void close() {
        Subscription told;
        synchronized (this) {
            told = subscription;
        }
        if (told != null) {
            told.close();
        }
    }
}
