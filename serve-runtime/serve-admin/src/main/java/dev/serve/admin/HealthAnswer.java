package dev.serve.admin;

import static dev.serve.admin.Shape.BOOLEAN;
import static dev.serve.admin.Shape.INTEGER;
import static dev.serve.admin.Shape.TEXT;
import static dev.serve.admin.Shape.TIME;
import static dev.serve.admin.Shape.list;
import static dev.serve.admin.Shape.map;
import static dev.serve.admin.Shape.words;

import dev.serve.api.ListenerView;
import dev.serve.api.Server;
import dev.serve.api.event.AcceptState;
import dev.serve.api.observe.HealthCheck;
import dev.serve.api.observe.HealthReport;
import dev.serve.api.observe.HealthReport.CheckHealth;
import dev.serve.api.observe.HealthState;
import dev.serve.api.observe.HealthView;
import dev.serve.api.pool.HealthStatus;
import dev.serve.api.pool.PoolHealth;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The health of the server, as the extension that judges it says; where there is none, that of the
 * pools. Immutable.
 *
 * @param report what is known beyond the pools; null where nobody judges
 */
record HealthAnswer(
        HealthState state,
        boolean ready,
        long version,
        List<OfListener> listeners,
        @Nullable List<String> reasons,
        @Nullable HealthReport report) {

    /** The health of a listener. */
    private record OfListener(
            String name, HealthState state, List<String> reasons, PoolHealth pool) {

        static final ObjectShape<OfListener> SHAPE =
                Shape.<OfListener>object("ListenerHealth")
                        .with("name", TEXT, OfListener::name)
                        .with("state", words(HealthState.class), OfListener::state)
                        .with("reasons", list(TEXT), OfListener::reasons)
                        .with("pool", Views.HEALTH, OfListener::pool);

        static OfListener of(ListenerView view, PoolHealth pool) {
            List<String> reasons =
                    pool.status() == HealthStatus.HEALTHY ? List.of() : List.of(pool.message());
            return new OfListener(view.name(), HealthAnswer.state(view, pool), reasons, pool);
        }

        static OfListener of(HealthReport.ListenerHealth judged) {
            return new OfListener(judged.name(), judged.state(), judged.reasons(), judged.pool());
        }
    }

    private static final ObjectShape<CheckHealth> CHECK =
            Shape.<CheckHealth>object("CheckHealth")
                    .with("name", TEXT, CheckHealth::name)
                    .with("probe", words(HealthCheck.Probe.class), CheckHealth::probe)
                    .with("state", words(HealthState.class), CheckHealth::state)
                    .with("reason", TEXT, CheckHealth::reason)
                    .with("details", map(TEXT), CheckHealth::details)
                    .with("tookMillis", Views.MILLIS, CheckHealth::took)
                    .with("at", TIME, CheckHealth::at);

    static final ObjectShape<HealthAnswer> SHAPE =
            Shape.<HealthAnswer>object("Health")
                    .with("state", words(HealthState.class), HealthAnswer::state)
                    .withSome("reasons", list(TEXT), HealthAnswer::reasons)
                    .withSome("live", BOOLEAN, each -> each.judged(HealthReport::live))
                    .withSome("started", BOOLEAN, each -> each.judged(HealthReport::started))
                    .with("ready", BOOLEAN, HealthAnswer::ready)
                    .withSome("draining", BOOLEAN, each -> each.judged(HealthReport::draining))
                    .with("version", INTEGER, HealthAnswer::version)
                    .withSome("lastChange", TEXT, each -> each.judged(HealthReport::lastChange))
                    .with("listeners", list(OfListener.SHAPE), HealthAnswer::listeners)
                    .withSome("checks", list(CHECK), each -> each.judged(HealthReport::checks))
                    .withSome("at", TIME, each -> each.judged(HealthReport::at));

    private <V> @Nullable V judged(Function<HealthReport, V> get) {
        return report == null ? null : get.apply(report);
    }

    static Answer of(Call call) {
        String wanted = ServerOperations.wanted(call);
        HealthAnswer health =
                call.server()
                        .view(HealthView.class)
                        .map(view -> judged(view.report(), wanted))
                        .orElseGet(() -> ofPools(call.server(), wanted));
        return Answer.json(SHAPE.write(health));
    }

    private static HealthAnswer judged(HealthReport report, @Nullable String wanted) {
        List<OfListener> listeners =
                report.listeners().stream()
                        .filter(listener -> wanted == null || wanted.equals(listener.name()))
                        .map(OfListener::of)
                        .toList();
        // Of one that is asked for it is its own, whatever ails the others.
        boolean own = wanted != null && !listeners.isEmpty();
        return new HealthAnswer(
                own ? listeners.getFirst().state() : report.state(),
                report.ready(),
                report.configVersion(),
                listeners,
                own ? listeners.getFirst().reasons() : report.reasons(),
                report);
    }

    private static HealthAnswer ofPools(Server server, @Nullable String wanted) {
        List<OfListener> listeners =
                Views.each(server, (view, pool) -> OfListener.of(view, pool.health())).stream()
                        .filter(listener -> wanted == null || wanted.equals(listener.name()))
                        .toList();
        HealthState worst =
                listeners.stream()
                        .map(OfListener::state)
                        .reduce(HealthState.UP, HealthState::worst);
        return new HealthAnswer(worst, server.isReady(), server.version(), listeners, null, null);
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
