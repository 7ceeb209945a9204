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
import java.util.Optional;

/**
 * The health of the server, as the extension that judges it says; where there is none, that of the
 * pools.
 */
final class HealthAnswer {

    private HealthAnswer() {}

    static Answer of(Call call) {
        Fields health =
                call.server()
                        .view(HealthView.class)
                        .map(view -> judged(view.report(), call))
                        .orElseGet(() -> ofPools(call.server(), call));
        return Answer.json(health);
    }

    private static Fields judged(HealthReport report, Call call) {
        List<Fields> listeners =
                report.listeners().stream()
                        .filter(listener -> isWanted(listener.name(), call))
                        .map(
                                listener ->
                                        new Fields()
                                                .with("name", listener.name())
                                                .with("state", listener.state())
                                                .with("reasons", listener.reasons())
                                                .with("pool", Views.health(listener.pool())))
                        .toList();
        return new Fields()
                .with("state", report.state())
                .with("reasons", report.reasons())
                .with("live", report.live())
                .with("started", report.started())
                .with("ready", report.ready())
                .with("draining", report.draining())
                .with("version", report.configVersion())
                .with("lastChange", report.lastChange())
                .with("listeners", listeners)
                .with("checks", report.checks().stream().map(HealthAnswer::check).toList())
                .with("at", report.at());
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

    private static Fields ofPools(Server server, Call call) {
        List<ListenerView> views =
                server.listeners().stream().filter(view -> isWanted(view.name(), call)).toList();
        HealthState worst =
                views.stream()
                        .map(view -> state(view, server.pool(view.name()).health()))
                        .reduce(HealthState.UP, HealthState::worst);
        return new Fields()
                .with("state", worst)
                .with("ready", server.isReady())
                .with("version", server.version())
                .with(
                        "listeners",
                        views.stream()
                                .map(view -> listener(view, server.pool(view.name()).health()))
                                .toList());
    }

    private static Fields listener(ListenerView view, PoolHealth pool) {
        return new Fields()
                .with("name", view.name())
                .with("state", state(view, pool))
                .with(
                        "reasons",
                        pool.status() == HealthStatus.HEALTHY ? List.of() : List.of(pool.message()))
                .with("pool", Views.health(pool));
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

    private static boolean isWanted(String listener, Call call) {
        Optional<String> wanted = call.query("listener");
        return wanted.isEmpty() || wanted.get().equals(listener);
    }
}
