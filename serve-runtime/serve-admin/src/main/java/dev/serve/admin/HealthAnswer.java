package dev.serve.admin;

import dev.serve.api.ListenerView;
import dev.serve.api.Server;
import dev.serve.api.event.AcceptState;
import dev.serve.api.observe.HealthReport;
import dev.serve.api.observe.HealthState;
import dev.serve.api.observe.HealthView;
import dev.serve.api.pool.HealthStatus;
import dev.serve.api.pool.PoolHealth;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The health of the server, as the extension that judges it says; where there is none, that of the
 * pools.
 */
final class HealthAnswer {

    private HealthAnswer() {}

    static Answer of(Call call) {
        String wanted = ServerOperations.wanted(call);
        Fields health =
                call.server()
                        .view(HealthView.class)
                        .map(view -> judged(view.report(), wanted))
                        .orElseGet(() -> ofPools(call.server(), wanted));
        return Answer.json(health);
    }

    private static Fields judged(HealthReport report, @Nullable String wanted) {
        List<HealthReport.ListenerHealth> listeners =
                report.listeners().stream()
                        .filter(listener -> wanted == null || wanted.equals(listener.name()))
                        .toList();
        // Of one that is asked for it is its own, whatever ails the others.
        boolean own = wanted != null && !listeners.isEmpty();
        return new Fields()
                .with("state", own ? listeners.getFirst().state() : report.state())
                .with("reasons", own ? listeners.getFirst().reasons() : report.reasons())
                .with("live", report.live())
                .with("started", report.started())
                .with("ready", report.ready())
                .with("draining", report.draining())
                .with("version", report.configVersion())
                .with("lastChange", report.lastChange())
                .with("listeners", listeners.stream().map(HealthAnswer::listener).toList())
                .with("checks", report.checks().stream().map(HealthAnswer::check).toList())
                .with("at", report.at());
    }

    private static Fields listener(HealthReport.ListenerHealth listener) {
        return new Fields()
                .with("name", listener.name())
                .with("state", listener.state())
                .with("reasons", listener.reasons())
                .with("pool", Views.health(listener.pool()));
    }

    private static Fields check(HealthReport.CheckHealth check) {
        return new Fields()
                .with("name", check.name())
                .with("probe", check.probe())
                .with("state", check.state())
                .with("reason", check.reason())
                .with("details", check.details())
                .with("tookMillis", Views.millis(check.took()))
                .with("at", check.at());
    }

    private static Fields ofPools(Server server, @Nullable String wanted) {
        List<OfPool> listeners =
                Views.each(server, (view, pool) -> OfPool.of(view, pool.health())).stream()
                        .filter(listener -> wanted == null || wanted.equals(listener.name()))
                        .toList();
        return new Fields()
                .with(
                        "state",
                        listeners.stream()
                                .map(OfPool::state)
                                .reduce(HealthState.UP, HealthState::worst))
                .with("ready", server.isReady())
                .with("version", server.version())
                .with("listeners", listeners.stream().map(OfPool::fields).toList());
    }

    /** A listener of which nothing is known but its pool. */
    private record OfPool(String name, HealthState state, PoolHealth pool) {

        static OfPool of(ListenerView view, PoolHealth pool) {
            return new OfPool(view.name(), HealthAnswer.state(view, pool), pool);
        }

        Fields fields() {
            return new Fields()
                    .with("name", name)
                    .with("state", state)
                    .with(
                            "reasons",
                            pool.status() == HealthStatus.HEALTHY
                                    ? List.of()
                                    : List.of(pool.message()))
                    .with("pool", Views.health(pool));
        }
    }

    private static HealthState state(ListenerView view, PoolHealth pool) {
        HealthState ofPool =
                switch (pool.status()) {
                    case HEALTHY -> HealthState.UP;
                    case DEGRADED -> HealthState.DEGRADED;
                    case OVERLOADED -> HealthState.DOWN;
                };
        return ofPool.worst(
                view.accepting() == AcceptState.STOPPED ? HealthState.DOWN : HealthState.UP);
    }
}
