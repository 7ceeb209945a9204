package dev.serve.http;

import dev.serve.api.config.ListenerConfig;
import dev.serve.api.routing.Routes;
import dev.serve.api.routing.Rule;
import dev.serve.api.spi.RouteProblem;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.spi.ServerFeature;
import java.util.List;
import java.util.function.Consumer;

/**
 * Puts the rules of one listener onto its HTTP routing. Our server sets it up once for each table
 * of routes; a plain Helidon server takes one made by {@link #create}:
 *
 * <pre>{@code
 * WebServer.builder()
 *         .addFeature(HttpFeature.create(routes -> routes
 *                 .filter(new AccessLog())
 *                 .get("/hello", (req, res) -> res.send("hello"))))
 *         .build()
 *         .start();
 * }</pre>
 *
 * <p>Immutable.
 */
public final class HttpFeature implements ServerFeature {

    private static final String TYPE = "serve-http";

    private final String listener;
    private final ListenerConfig config;
    private final List<Rule> rules;

    HttpFeature(String listener, ListenerConfig config, List<Rule> rules) {
        this.listener = listener;
        this.config = config;
        this.rules = List.copyOf(rules);
    }

    /**
     * Routes for the default socket of a plain Helidon server, event streams included. Filters see
     * a configuration of defaults with that socket's host and port.
     */
    public static HttpFeature create(Consumer<Routes> routes) {
        Routes table = Routes.create();
        routes.accept(table);
        ListenerConfig config =
                ListenerConfig.builder()
                        .port(0)
                        .protocols(List.of(HttpProtocol.HTTP, HttpProtocol.SSE))
                        .build();
        return new HttpFeature(WebServer.DEFAULT_SOCKET_NAME, config, table.rules());
    }

    /**
     * Compiles the rules onto the listener's routing.
     *
     * @throws IllegalArgumentException if a rule cannot be served, with all that is wrong
     * @throws java.util.NoSuchElementException if the context does not know the listener
     */
    @Override
    public void setup(ServerFeatureContext context) {
        SocketBuilders socket = context.socket(listener);
        ListenerConfig seen = listener.equals(WebServer.DEFAULT_SOCKET_NAME) ? at(socket) : config;
        List<RouteProblem> problems = RouteProblems.of(seen, rules);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(
                    "listener \"" + listener + "\": " + RouteProblem.text(problems));
        }
        new RuleCompiler(listener, seen, socket.httpRouting()).compile(rules);
    }

    @Override
    public String name() {
        return TYPE;
    }

    @Override
    public String type() {
        return TYPE;
    }

    private ListenerConfig at(SocketBuilders socket) {
        return config.toBuilder()
                .host(socket.listener().host())
                .port(Math.max(0, socket.listener().port()))
                .build();
    }
}
