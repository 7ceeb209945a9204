package dev.serve.admin;

import dev.serve.api.Extension;
import dev.serve.api.Server;
import dev.serve.api.config.AdminConfig;
import dev.serve.api.config.ListenerConfig;
import dev.serve.api.config.Overflow;
import dev.serve.api.config.ServerConfig;
import dev.serve.api.routing.Routes;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Serves the admin API below {@code /api/v1} and the dashboard at {@code /}, on the listener that
 * {@code admin.listener} names; nothing without that key. It joins a server by being on the class
 * path.
 *
 * <pre>{@code
 * Server.builder()
 *         .listener("web", web -> web.port(8080))
 *         .listener("admin", admin -> admin.port(9900).protocols("http", "sse"))
 *         .set("admin.listener", "admin")
 * }</pre>
 *
 * <p>One for each server. Any thread.
 */
public final class Admin implements Extension {

    private static final String EVENTS = "/events";

    private volatile AdminConfig config = AdminConfig.builder().build();
    private volatile @Nullable Server server;
    private volatile @Nullable Sampler sampler;
    private final InstantSource clock = InstantSource.system();
    private final Audit audit = new Audit(clock, System::nanoTime);
    private final Events events = new Events(clock);
    private final Dashboard dashboard = new Dashboard();
    private final Api api = new Api(() -> server, () -> config, audit);
    private final Operation stream =
            Operation.look(
                            EVENTS,
                            "runtime",
                            "Live counters once a second, and what happens, as server-sent events.",
                            Content.TEXT,
                            call -> Answer.nothing())
                    .says(200, "The stream.");
    private final List<Operation> operations = operations();

    /** Found by {@link java.util.ServiceLoader}. */
    public Admin() {}

    private List<Operation> operations() {
        List<Operation> all = new ArrayList<>(ServerOperations.all(audit));
        all.addAll(ConfigOperations.all());
        all.addAll(ConnectionOperations.all());
        all.addAll(RuntimeOperations.all(clock));
        all.addAll(LogOperations.all());
        all.add(stream);
        all.add(
                Operation.look(
                        "/openapi.json",
                        "server",
                        "This description.",
                        Content.OBJECT,
                        call -> Answer.json(OpenApi.of(operations))));
        return List.copyOf(all);
    }

    @Override
    public String name() {
        return "admin";
    }

    @Override
    public void configure(ServerConfig next) {
        config = next.admin();
    }

    @Override
    public void routes(String listener, ListenerConfig ofListener, Routes routes) {
        if (!listener.equals(config.listener())) {
            return;
        }
        dashboard.addTo(routes);
        for (Operation operation : operations) {
            if (!operation.path().equals(EVENTS)) { // has an admission of its own, below
                routes.route(
                        Set.of(operation.method()),
                        Operation.ROOT + operation.path(),
                        (request, response) -> api.serve(operation, request, response));
            }
        }
        routes.get(
                Operation.ROOT + EVENTS,
                (request, response) -> api.admitStream(stream, request, response));
        routes.sse(
                Operation.ROOT + EVENTS,
                (request, to) -> {
                    Sampler from = sampler;
                    if (from != null) {
                        new LiveStream(events, from, () -> api.admits(stream, request)).serve(to);
                    }
                },
                sse -> sse.overflow(Overflow.DROP_OLDEST));
        routes.any("/api/*", (request, response) -> api.unknown(operations, request, response));
    }

    @Override
    public void start(Server started) {
        server = started;
        sampler = new Sampler(started, clock, System::nanoTime);
        events.listenTo(started);
    }

    @Override
    public void stop() {
        events.close();
        server = null;
        sampler = null;
    }
}
