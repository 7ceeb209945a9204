package dev.serve.observe.health;

import dev.serve.api.ListenerView;
import dev.serve.api.Server;
import dev.serve.api.config.HealthConfig;
import dev.serve.api.event.AcceptState;
import dev.serve.api.event.ServerState;
import dev.serve.api.observe.HealthCheck.Probe;
import dev.serve.api.observe.HealthReport;
import dev.serve.api.observe.HealthReport.CheckHealth;
import dev.serve.api.observe.HealthReport.ListenerHealth;
import dev.serve.api.observe.HealthState;
import dev.serve.api.observe.HealthView;
import dev.serve.api.pool.PoolHealth;
import dev.serve.api.pool.PoolMetrics;
import dev.serve.api.pool.PoolView;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Merges pool, listener, process and what the server depends on to the worst of them (K-075). Any
 * thread.
 *
 * <p>A pool that is full is down (K-070), and so is a listener of whose requests more than a tenth
 * failed in the last minute; a twentieth makes it degraded. (Not of a listener that answers probes:
 * their 503 would keep it down.) New work is still to be sent to a server with such a listener:
 * ready is who has started, does not stop, accepts on every listener, has heap left, and whose
 * checks of readiness are not down.
 */
public final class HealthJudge implements HealthView {

    private static final double FAILED_DEGRADED = 0.05;
    private static final double FAILED_DOWN = 0.1;

    /** One failed request of two is no figure: so many in the last minute are. */
    private static final int ENOUGH = 20;

    private static final double HEAP_DEGRADED = 0.8;
    private static final double HEAP_DOWN = 0.9;

    /** Those who ask in the same moment whether it is ready hear the same. */
    private static final long A_MOMENT = TimeUnit.MILLISECONDS.toNanos(100);

    private final Server server;
    private final Checks checks;
    private final Supplier<HealthConfig> config;
    private final Supplier<String> lastChange;
    private final Supplier<HeapUse> heap;
    private final InstantSource clock;
    private volatile @Nullable Seen seen;

    /**
     * A judge of one server.
     *
     * @param config what is in force when it is asked
     * @param lastChange what became of the last other configuration
     */
    public HealthJudge(
            Server server,
            Checks checks,
            Supplier<HealthConfig> config,
            Supplier<String> lastChange,
            Supplier<HeapUse> heap,
            InstantSource clock) {
        this.server = server;
        this.checks = checks;
        this.config = config;
        this.lastChange = lastChange;
        this.heap = heap;
        this.clock = clock;
    }

    /** A verdict that grows worse. One thread. */
    private static final class Verdict {
        private final List<String> reasons = new ArrayList<>();
        private HealthState state = HealthState.UP;

        void add(HealthState more, String reason) {
            state = state.worst(more);
            if (more != HealthState.UP) {
                reasons.add(reason);
            }
        }
    }

    @Override
    public HealthReport report() {
        return report(_ -> true);
    }

    @Override
    public HealthReport report(Probe asked) {
        return report(probe -> probe == asked);
    }

    /** Whether it was ready at a moment. */
    private record Seen(long at, boolean ready) {}

    /**
     * Whether new work may be sent: for those who watch, each of whom asks again and again (the
     * health service of gRPC for each connection).
     */
    public boolean isReady() {
        Seen known = seen;
        long now = System.nanoTime();
        if (known == null || now - known.at() > A_MOMENT) {
            known = new Seen(now, report(Probe.READINESS).ready());
            seen = known;
        }
        return known.ready();
    }

    private HealthReport report(Predicate<Probe> asked) {
        HealthConfig limits = config.get();
        ServerState life = server.state();
        boolean started = life == ServerState.RUNNING || life == ServerState.DRAINING;
        boolean draining = life == ServerState.DRAINING || life == ServerState.STOPPED;
        List<CheckHealth> said = checks.ask(limits, asked);
        List<Present> present = server.listeners().stream().flatMap(this::present).toList();
        List<ListenerHealth> listeners = present.stream().map(this::listener).toList();

        Verdict verdict = new Verdict();
        Verdict unready = new Verdict();
        life(life, verdict);
        life(life, unready);
        if (life == ServerState.RUNNING && !server.isReady()) {
            unready.add(HealthState.DOWN, "an operator has drained the server");
        }
        heap(limits, verdict);
        heap(limits, unready);
        for (CheckHealth check : said) {
            String reason = "check " + check.name() + ": " + check.reason();
            boolean counts = check.probe() != Probe.STARTUP || !started;
            if (counts) {
                verdict.add(check.state(), reason);
            }
            if (check.probe() == Probe.READINESS) {
                unready.add(check.state(), reason);
            }
        }
        for (Present listener : present) {
            if (!draining && listener.view().accepting() == AcceptState.STOPPED) {
                unready.add(HealthState.DOWN, accepting(listener.view()));
            }
        }
        for (ListenerHealth listener : listeners) {
            listener.reasons().forEach(reason -> verdict.add(listener.state(), reason));
        }
        return new HealthReport(
                verdict.state,
                verdict.reasons,
                !isDown(said, Probe.LIVENESS),
                started && !isDown(said, Probe.STARTUP),
                unready.state != HealthState.DOWN,
                draining,
                server.version(),
                lastChange.get(),
                listeners,
                said,
                clock.instant());
    }

    /** A listener that has not gone meanwhile: one that goes accepts nobody, and is well. */
    private record Present(ListenerView view, PoolView pool) {}

    private Stream<Present> present(ListenerView view) {
        return server.findPool(view.name()).map(pool -> new Present(view, pool)).stream();
    }

    private static boolean isDown(List<CheckHealth> said, Probe probe) {
        return said.stream()
                .anyMatch(check -> check.probe() == probe && check.state() == HealthState.DOWN);
    }

    private static void life(ServerState life, Verdict verdict) {
        switch (life) {
            case RUNNING -> {
                // As it should be.
            }
            case NEW, STARTING -> verdict.add(HealthState.DOWN, "the server has not started yet");
            case DRAINING -> verdict.add(HealthState.DOWN, "the server is stopping");
            case STOPPED -> verdict.add(HealthState.DOWN, "the server has stopped");
            case FAILED -> verdict.add(HealthState.DOWN, "the server could not start");
        }
    }

    private void heap(HealthConfig limits, Verdict verdict) {
        HeapUse use = heap.get();
        Long limit = limits.memoryLimit();
        if (limit != null && use.used() > limit) {
            verdict.add(
                    HealthState.DOWN,
                    "heap: "
                            + mebibytes(use.used())
                            + " in use (observe.health.memory-limit: "
                            + mebibytes(limit)
                            + ")");
        }
        double share = use.share();
        if (share > HEAP_DEGRADED) {
            verdict.add(
                    share > HEAP_DOWN ? HealthState.DOWN : HealthState.DEGRADED,
                    "heap: " + percent(share) + " of " + mebibytes(use.max()) + " in use");
        }
    }

    private ListenerHealth listener(Present listener) {
        ListenerView view = listener.view();
        PoolHealth pool = listener.pool().health();
        Verdict verdict = new Verdict();
        String prefix = "listener \"" + view.name() + "\": ";
        if (view.accepting() != AcceptState.ACCEPTING && server.state() != ServerState.DRAINING) {
            verdict.add(
                    view.accepting() == AcceptState.STOPPED
                            ? HealthState.DOWN
                            : HealthState.DEGRADED,
                    accepting(view));
        }
        switch (pool.status()) {
            case HEALTHY -> {
                // Room for more.
            }
            case DEGRADED -> verdict.add(HealthState.DEGRADED, prefix + pool.message());
            case OVERLOADED -> verdict.add(HealthState.DOWN, prefix + pool.message());
        }
        PoolMetrics metrics = listener.pool().metrics();
        boolean counts =
                metrics.requests() >= ENOUGH
                        && metrics.requestsPerSecond() * 60 >= ENOUGH
                        && !server.config().observe().listeners().contains(view.name());
        if (counts && metrics.errorRate() > FAILED_DEGRADED) {
            verdict.add(
                    metrics.errorRate() > FAILED_DOWN ? HealthState.DOWN : HealthState.DEGRADED,
                    prefix
                            + percent(metrics.errorRate())
                            + " of the requests of the last minute failed");
        }
        return new ListenerHealth(
                view.name(),
                view.config().protocols(),
                view.address(),
                view.port(),
                verdict.state,
                verdict.reasons,
                pool);
    }

    private static String accepting(ListenerView view) {
        return "listener \""
                + view.name()
                + "\": "
                + (view.accepting() == AcceptState.STOPPED
                        ? "nobody can connect"
                        : "no descriptor is left");
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", share * 100);
    }

    private static String mebibytes(long bytes) {
        return (bytes >> 20) + " MiB";
    }
}
