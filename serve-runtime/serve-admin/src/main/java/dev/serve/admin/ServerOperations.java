package dev.serve.admin;

import dev.serve.api.ListenerView;
import dev.serve.api.Server;
import dev.serve.api.config.ShutdownOptions;
import dev.serve.api.config.ValueTypes;
import dev.serve.api.pool.PoolView;
import io.helidon.http.Method;
import io.helidon.http.Status;
import java.time.Duration;
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
                        "/session",
                        TAG,
                        "Who you are: name and role.",
                        Content.SESSION,
                        call -> Answer.json(Views.SESSION.write(call.caller()))),
                Operation.look(
                        "/state",
                        TAG,
                        "The server at this moment.",
                        Content.STATE,
                        call -> Answer.json(Views.STATE.write(call.server()))),
                Operation.look(
                                "/health",
                                TAG,
                                "The health of the server, merged to the worst, with reasons.",
                                Content.HEALTH,
                                HealthAnswer::of)
                        .query("listener", "string", "Of this listener alone.")
                        .says(404, "There is no such listener."),
                Operation.look(
                        "/listeners",
                        LISTENERS,
                        "The listeners.",
                        Content.LISTENERS,
                        call ->
                                Answer.json(
                                        Shape.list(Views.LISTENER)
                                                .write(call.server().listeners()))),
                Operation.look(
                                "/listeners/{listener}",
                                LISTENERS,
                                "A listener, with the figures of its pool.",
                                Content.LISTENER,
                                ServerOperations::listener)
                        .says(404, "There is no such listener."),
                Operation.look(
                                "/listeners/{listener}/routes",
                                LISTENERS,
                                "The routes that a listener answers, in order.",
                                Content.ROUTES,
                                ServerOperations::routes)
                        .says(404, "There is no such listener."),
                Operation.look(
                        "/generations",
                        LISTENERS,
                        "By listener, its generation, its table of routes, and connections that drain.",
                        Content.GENERATIONS,
                        call -> Answer.json(Views.each(call.server(), Views.GENERATION))),
                Operation.look(
                        "/audit",
                        TAG,
                        "The last commands, the latest first.",
                        Content.AUDIT,
                        call -> Answer.json(Shape.list(Audit.Entry.SHAPE).write(audit.latest()))),
                Operation.command(
                        Method.POST,
                        "/drain",
                        TAG,
                        "Says that the server is not ready, and goes on serving.",
                        Content.READY,
                        call -> ready(call, false)),
                Operation.command(
                        Method.POST,
                        "/undrain",
                        TAG,
                        "Takes a drain back.",
                        Content.READY,
                        call -> ready(call, true)),
                Operation.command(
                                Method.POST,
                                "/shutdown",
                                TAG,
                                "Stops the server: {\"timeout\": \"10s\", \"drain-delay\": \"0s\", \"now\": true}, all optional.",
                                Content.STOPPING,
                                ServerOperations::shutdown)
                        .takes(Content.SHUTDOWN_OPTIONS, Json.TYPE)
                        .done(202, "It stops."));
    }

    private static Answer listener(Call call) {
        return Answer.json(
                Views.LISTENER_WITH_POOL.write(new Views.Listened(named(call), pool(call))));
    }

    private static Answer routes(Call call) {
        return Answer.json(Shape.list(Views.ROUTE).write(named(call).routes()));
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
        return Answer.json(Views.READY.write(call.server()));
    }

    static ObjectShape<?> shutdownOptions() {
        return Shape.object("ShutdownOptions")
                .may("timeout", Shape.TEXT)
                .may("drain-delay", Shape.TEXT)
                .may("now", Shape.BOOLEAN);
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
                                        "%s: unknown (expected: %s)"
                                                .formatted(
                                                        option.getKey(),
                                                        String.join(
                                                                ", ", shutdownOptions().names())));
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
        return Answer.json(Status.ACCEPTED_202, Views.STOPPING.write(server));
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
