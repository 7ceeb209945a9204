package dev.serve.observe.metrics;

import dev.serve.api.ListenerView;
import dev.serve.api.Server;
import dev.serve.api.change.ChangeResult;
import dev.serve.api.config.ListenerConfig;
import dev.serve.api.config.MetricsConfig;
import dev.serve.api.event.ServerEvent;
import dev.serve.api.event.ServerState;
import dev.serve.api.event.Subscription;
import dev.serve.api.pool.PoolView;
import dev.serve.api.routing.RouteView;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The registry of one server, and all that is counted in it. {@link #listener} may be called before
 * the server is there. What is only looked at when somebody asks, as most of it is, is registered
 * when somebody does for the first time: nothing is lost by that, and a JVM that has just begun
 * takes long for it. Any thread.
 */
public final class Meters implements AutoCloseable {

    private static final double A_DAY = TimeUnit.DAYS.toSeconds(1);

    private static final Set<Class<? extends ServerEvent>> EVENTS =
            Set.of(
                    ServerEvent.ChangeEnded.class,
                    ServerEvent.RoutesSwapped.class,
                    ServerEvent.ShutdownStepBegan.class,
                    ServerEvent.StateChanged.class,
                    ServerEvent.ThreadPinned.class);

    private final MetricsConfig config;
    private final String service;
    private final SecondsClock clock = new SecondsClock();
    private final TracedTimers timers = new TracedTimers();
    private final PrometheusMeterRegistry page;
    private final MeterRegistry registry;

    // Kept here: counters hold what they look at weakly.
    private final JvmMeters jvm;
    private final Gauges gauges;
    private final Map<String, ListenerMeters> listeners = new ConcurrentHashMap<>();
    private final Certificates certificates = new Certificates(InstantSource.system());

    /** Guarded by this object's monitor, with the next. */
    private final Map<String, PoolMeters> pools = new HashMap<>();

    private @Nullable ShutdownTimes shutdown;
    private @Nullable Server server;
    private @Nullable Subscription subscription;
    private @Nullable OtlpMeters sent;
    private long began;
    private boolean asked;
    private boolean looking;

    /**
     * An empty registry.
     *
     * @param service what the server is called where its meters are sent to
     */
    public Meters(MetricsConfig config, String service) {
        this.config = config;
        this.service = service;
        page =
                new PrometheusMeterRegistry(
                        new Page(), timers, config.history() ? clock : Clock.SYSTEM);
        registry = config.otlpEndpoint() == null ? page : new CompositeMeterRegistry();
        jvm = new JvmMeters(registry);
        gauges = new Gauges(registry);
        if (registry instanceof CompositeMeterRegistry both) {
            both.add(page);
        }
    }

    /** As OpenMetrics 1.0 has it: exemplars of buckets and counters alone. */
    private record Page() implements PrometheusConfig {

        @Override
        public @Nullable String get(String key) {
            return null;
        }

        @Override
        public Properties prometheusProperties() {
            return new Properties();
        }
    }

    /** The registry, to add meters to. */
    public MeterRegistry registry() {
        ask();
        return registry;
    }

    /** Somebody wants to see all that there is. */
    private synchronized void ask() {
        asked = true;
        Server known = server;
        if (known != null && !looking) {
            looking = true;
            long from = began;
            jvm.bind();
            pinned(); // is told as zero before there is one
            gauges.gauge(MeterName.CONFIG_VERSION, known::version);
            gauges.gauge(MeterName.SERVER_STATE, () -> state(known.state()));
            gauges.gauge(
                    MeterName.UPTIME,
                    () -> (System.nanoTime() - from) / (double) TimeUnit.SECONDS.toNanos(1));
            look(known);
        }
    }

    /** All meters as text in the format of a media type. */
    public String text(String mediaType) {
        ask();
        return page.scrape(mediaType);
    }

    /** About a second has passed; to be called where {@code observe.metrics.history} is on. */
    public void tick() {
        clock.tick();
    }

    /** The meters of a listener, which are the same when it comes again. */
    public ListenerMeters listener(String name) {
        return listeners.computeIfAbsent(
                name,
                _ ->
                        new ListenerMeters(
                                registry,
                                timers,
                                name,
                                config.maxRoutes(),
                                facts -> SecurityScore.of(facts, secondsLeft(name) / A_DAY)));
    }

    private double secondsLeft(String name) {
        Server of = server();
        ListenerConfig listener = of == null ? null : of.config().listeners().get(name);
        return listener == null ? Double.NaN : certificates.secondsLeft(listener);
    }

    private synchronized @Nullable Server server() {
        return server;
    }

    /**
     * Looks at a server from now on, and takes in what is added to Micrometer's registry of the
     * process: by its own API, or by Helidon's where its provider is on the class path.
     */
    public void start(Server started) {
        Subscription told = started.onEvent(EVENTS, this::happened);
        boolean wanted;
        synchronized (this) {
            server = started;
            subscription = told;
            shutdown = new ShutdownTimes(registry, System::nanoTime);
            began = System.nanoTime();
            // What is sent is asked for from the beginning.
            wanted = asked || config.otlpEndpoint() != null;
        }
        look(started);
        if (wanted) {
            ask();
        }
        String endpoint = config.otlpEndpoint();
        if (registry instanceof CompositeMeterRegistry both && endpoint != null) {
            OtlpMeters sending = new OtlpMeters(endpoint, config.otlpInterval(), service);
            both.add(sending.registry());
            synchronized (this) {
                sent = sending;
            }
        }
        Metrics.addRegistry(registry);
    }

    /**
     * Not a switch: it is run at each start, and no cache of classes keeps what its first run
     * makes.
     */
    void happened(ServerEvent event) {
        if (event instanceof ServerEvent.StateChanged(var _, ServerState to)) {
            ShutdownTimes times = shutdown();
            if (times != null && to == ServerState.STOPPED) {
                times.end();
            }
        } else if (event instanceof ServerEvent.ChangeEnded(ChangeResult result)) {
            changes(result).increment();
            if (result.isInForce()) {
                certificates.forget();
            }
            lookAgain();
        } else if (event instanceof ServerEvent.RoutesSwapped) {
            lookAgain();
        } else if (event instanceof ServerEvent.ThreadPinned pin) {
            pinned().record(pin.time().toNanos(), null);
        } else if (event instanceof ServerEvent.ShutdownStepBegan(var step)) {
            ShutdownTimes times = shutdown();
            if (times != null) {
                times.begins(step);
            }
        }
    }

    private TracedTimer pinned() {
        return timers.timer(registry, MeterName.JVM_VIRTUAL_PINNED);
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

    /** Listeners and their routes come and go; their pools are seen once somebody has asked. */
    private synchronized void look(Server of) {
        Set<String> gone = new HashSet<>(pools.keySet());
        for (ListenerView view : of.listeners()) {
            gone.remove(view.name());
            ListenerMeters meters = listener(view.name());
            meters.known(
                    view.routes().stream().map(RouteView::pattern).collect(Collectors.toSet()));
            if (!looking) {
                continue;
            }
            boolean secure = view.config().tls() != null;
            PoolMeters present = pools.get(view.name());
            Optional<PoolView> pool = of.findPool(view.name());
            if (pool.isPresent() && (present == null || !present.isOf(pool.get(), secure))) {
                forget(view.name());
                pools.put(view.name(), pool(pool.get(), view.name(), meters, secure));
            }
        }
        gone.forEach(this::forget);
    }

    private PoolMeters pool(PoolView pool, String name, ListenerMeters meters, boolean secure) {
        return new PoolMeters(registry, name, pool, meters, secure, () -> secondsLeft(name));
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
        OtlpMeters sending;
        synchronized (this) {
            told = subscription;
            sending = sent;
        }
        Metrics.removeRegistry(registry);
        if (told != null) {
            told.close();
        }
        if (sending != null) {
            sending.close();
        }
    }
}
