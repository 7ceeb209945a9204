package dev.serve.admin;

import dev.serve.api.ListenerView;
import dev.serve.api.Server;
import dev.serve.api.config.ShutdownOptions;
import dev.serve.api.config.ValueTypes;
import dev.serve.api.pool.ConnectionView;
import dev.serve.api.pool.PoolView;
import io.helidon.http.Method;
import io.helidon.http.Status;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The server as a whole: its state, its listeners, drain and stop. Stateless. */
final class ServerOperations {

    private static final String TAG = "server";
    private static final String LISTENERS = "listeners";

    private ServerOperations() {}

    static List<Operation> all(Audit audit) {
        return List.of(
                Operation.look(
                        "/session", TAG, "Who you are: name and role.", ServerOperations::session),
                Operation.look(
                        "/state", TAG, "The server at this moment.", ServerOperations::state),
                Operation.look(
                                "/health",
                                TAG,
                                "The health of the server, merged to the worst, with reasons.",
                                HealthAnswer::of)
                        .query("listener", "string", "Of this listener alone.")
                        .says(404, "There is no such listener."),
                Operation.look(
                        "/listeners", LISTENERS, "The listeners.", ServerOperations::listeners),
                Operation.look(
                                "/listeners/{listener}",
                                LISTENERS,
                                "A listener, with the figures of its pool.",
                                ServerOperations::listener)
                        .says(404, "There is no such listener."),
                Operation.look(
                                "/listeners/{listener}/routes",
                                LISTENERS,
                                "The routes that a listener answers, in order.",
                                ServerOperations::routes)
                        .says(404, "There is no such listener."),
                Operation.look(
                        "/generations",
                        LISTENERS,
                        "By listener, its generation, its table of routes, and connections that drain.",
                        ServerOperations::generations),
                Operation.look(
                        "/audit",
                        TAG,
                        "The last commands, the latest first.",
                        call ->
                                Answer.json(
                                        audit.latest().stream().map(Audit.Entry::fields).toList())),
                Operation.command(
                        Method.POST,
                        "/drain",
                        TAG,
                        "Says that the server is not ready, and goes on serving.",
                        call -> ready(call, false)),
                Operation.command(
                        Method.POST,
                        "/undrain",
                        TAG,
                        "Takes a drain back.",
                        call -> ready(call, true)),
                Operation.command(
                                Method.POST,
                                "/shutdown",
                                TAG,
                                "Stops the server: {\"timeout\": \"10s\", \"drain-delay\": \"0s\", \"now\": true}, all optional.",
                                ServerOperations::shutdown)
                        .done(202, "It stops."));
    }

    private static Answer session(Call call) {
        return Answer.json(
                new Fields().with("name", call.caller().name()).with("role", call.caller().role()));
    }

    private static Answer state(Call call) {
        Server server = call.server();
        Instant started = Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime());
        return Answer.json(
                new Fields()
                        .with("state", server.state())
                        .with("ready", server.isReady())
                        .with("version", server.version())
                        .with("application", server.config().application())
                        .with("pid", ProcessHandle.current().pid())
                        .with("started", started)
                        .with("java", Runtime.version().toString())
                        .with("listeners", server.listeners().size()));
    }

    private static Answer listeners(Call call) {
        return Answer.json(call.server().listeners().stream().map(Views::listener).toList());
    }

    private static Answer listener(Call call) {
        ListenerView view = named(call);
        PoolView pool = pool(call);
        return Answer.json(
                Views.listener(view)
                        .with("pool", Views.metrics(pool.metrics()))
                        .with("health", Views.health(pool.health()))
                        .with("inWork", pool.inWork())
                        .with("calls", pool.calls()));
    }

    private static Answer routes(Call call) {
        return Answer.json(named(call).routes().stream().map(Views::route).toList());
    }

    private static Answer generations(Call call) {
        return Answer.json(
                Views.each(
                        call.server(),
                        (view, pool) ->
                                new Fields()
                                        .with("listener", view.name())
                                        .with("generation", view.generation())
                                        .with("routesVersion", view.routesVersion())
                                        .with("address", view.address())
                                        .with("connections", view.connections())
                                        .with("draining", draining(pool))));
    }

    private static long draining(PoolView pool) {
        return pool.connections().stream().filter(ConnectionView::draining).count();
    }

    /**
     * The listener that the path names.
     *
     * @throws ApiProblem if there is none
     */
    static ListenerView named(Call call) {
        String name = call.path("listener");
        return call.server().listeners().stream()
                .filter(view -> view.name().equals(name))
                .findFirst()
                .orElseThrow(() -> unknown(call.server(), name));
    }

    /**
     * The pool of the listener that the path names.
     *
     * @throws ApiProblem if there is none
     */
    static PoolView pool(Call call) {
        String name = call.path("listener");
        return call.server().findPool(name).orElseThrow(() -> unknown(call.server(), name));
    }

    /**
     * The listener that {@code listener} in the query names; null without.
     *
     * @throws ApiProblem if there is none of that name
     */
    static @Nullable String wanted(Call call) {
        String name = call.query("listener").orElse(null);
        if (name != null && call.server().findPool(name).isEmpty()) {
            throw unknown(call.server(), name);
        }
        return name;
    }

    private static ApiProblem unknown(Server server, String name) {
        return ApiProblem.notFound(
                "no listener \"%s\" (expected: one of %s)"
                        .formatted(
                                name,
                                server.listeners().stream().map(ListenerView::name).toList()));
    }

    private static Answer ready(Call call, boolean ready) {
        if (ready) {
            call.server().undrain();
        } else {
            call.server().drain();
        }
        call.outcome(call.server().isReady() ? "ready" : "not ready");
        return Answer.json(new Fields().with("ready", call.server().isReady()));
    }

    private static Answer shutdown(Call call) {
        Map<String, @Nullable Object> wanted = call.json();
        ShutdownOptions options = ShutdownOptions.AS_CONFIGURED;
        for (Map.Entry<String, @Nullable Object> option : wanted.entrySet()) {
            options =
                    switch (option.getKey()) {
                        case "timeout" -> options.timeout(duration(option));
                        case "drain-delay" -> options.drainDelay(duration(option));
                        case "now" -> {
                            if (!(option.getValue() instanceof Boolean)) {
                                throw ApiProblem.badRequest(
                                        "now: \"%s\" (expected: true or false)"
                                                .formatted(option.getValue()));
                            }
                            yield options;
                        }
                        default ->
                                throw ApiProblem.badRequest(
                                        option.getKey()
                                                + ": unknown (expected: timeout, drain-delay, now)");
                    };
        }
        try {
            options.over(call.server().config().shutdown());
        } catch (IllegalArgumentException e) {
            throw ApiProblem.badRequest(String.valueOf(e.getMessage()));
        }
        ShutdownOptions chosen = options;
        Server server = call.server();
        Runnable stop =
                Boolean.TRUE.equals(wanted.get("now"))
                        ? server::stopNow
                        : () -> server.gracefulShutdown(chosen);
        // In a thread of its own: it waits for requests in flight, of which this is one, or cuts
        // them, so that the answer has to be out before.
        call.afterwards(() -> Thread.ofVirtual().name("serve-admin-shutdown").start(stop));
        call.outcome("stopping");
        return Answer.json(Status.ACCEPTED_202, new Fields().with("stopping", true));
    }

    private static Duration duration(Map.Entry<String, @Nullable Object> option) {
        try {
            return ValueTypes.DURATION.parse(String.valueOf(option.getValue()));
        } catch (IllegalArgumentException e) {
            throw ApiProblem.badRequest(
                    "%s: \"%s\" (expected: %s)"
                            .formatted(
                                    option.getKey(),
                                    option.getValue(),
                                    ValueTypes.DURATION.expected()));
        }
    }
}
