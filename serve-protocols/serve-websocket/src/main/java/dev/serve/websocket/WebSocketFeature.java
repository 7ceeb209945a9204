package dev.serve.websocket;

import dev.serve.api.config.ListenerConfig;
import dev.serve.api.config.WebSocketConfig;
import dev.serve.api.routing.Filter;
import dev.serve.api.routing.Rule;
import dev.serve.api.routing.Scope;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.spi.ServerFeature;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Puts the WebSocket rules of one listener onto its HTTP routing: sessions begin with a request,
 * which passes the listener's filters, and then every message passes them. Our server sets it up
 * once for each table of routes. Immutable.
 */
public final class WebSocketFeature implements ServerFeature {

    private static final String TYPE = "serve-websocket";

    private final String listener;
    private final ListenerConfig config;
    private final List<Rule> rules;
    private final OpenRoutes open;

    WebSocketFeature(String listener, ListenerConfig config, List<Rule> rules, OpenRoutes open) {
        this.listener = listener;
        this.config = config;
        this.rules = List.copyOf(rules);
        this.open = open;
    }

    /**
     * Adds the routes.
     *
     * @throws IllegalArgumentException if a rule cannot be served
     * @throws java.util.NoSuchElementException if the context does not know the listener
     */
    @Override
    public void setup(ServerFeatureContext context) {
        HttpRouting.Builder routing = context.socket(listener).httpRouting();
        Set<String> routes = new HashSet<>();
        for (Rule rule : rules) {
            switch (rule) {
                case Rule.WebSocket(var scope, var pattern, var endpoint, var change) ->
                        add(
                                routing,
                                scope,
                                pattern,
                                known(routes, scope, pattern, endpoint),
                                change,
                                Upgrade.always(EndpointHandling.of(endpoint, filters(pattern))));
                case Rule.HelidonWebSocket(var scope, var pattern, var each, var change) ->
                        add(
                                routing,
                                scope,
                                pattern,
                                known(routes, scope, pattern, each),
                                change,
                                new HelidonUpgrade(each, filters(pattern)));
                default -> {}
            }
        }
        open.routes(routes);
    }

    /**
     * What a route is known by from table to table: its endpoint may be made anew each time, by the
     * same code.
     */
    private static String known(Set<String> routes, Scope scope, String pattern, Object endpoint) {
        String name =
                pattern
                        + " "
                        + scope.conditions().stream().map(Scope.Condition::text).toList()
                        + " "
                        + endpoint.getClass().getName();
        routes.add(name);
        return name;
    }

    private void add(
            HttpRouting.Builder routing,
            Scope scope,
            String pattern,
            String route,
            Consumer<WebSocketConfig.Builder> change,
            Upgrade upgrade) {
        WebSocketConfig settings = WebSocketRules.settings(config, change);
        routing.route(
                new WebSocketRoute(
                        scope,
                        pattern,
                        WebSocketRules.hasPage(rules, pattern),
                        new Handshake(
                                listener,
                                open,
                                route,
                                open.settings(pattern, config, settings),
                                upgrade)));
    }

    /** The filters whose scope holds the route; their conditions are asked of each request. */
    private MessageFilters filters(String pattern) {
        List<MessageFilters.Scoped> filters = new ArrayList<>();
        for (Rule rule : rules) {
            if (rule instanceof Rule.Filtering(Scope around, Filter filter)
                    && isBelow(pattern, around.prefix())) {
                filters.add(new MessageFilters.Scoped(around, filter));
            }
        }
        return new MessageFilters(config, filters);
    }

    private static boolean isBelow(String pattern, String prefix) {
        return prefix.isEmpty() || pattern.equals(prefix) || pattern.startsWith(prefix + "/");
    }

    @Override
    public String name() {
        return TYPE;
    }

    @Override
    public String type() {
        return TYPE;
    }
}
