package dev.serve.websocket;

import dev.serve.api.config.ListenerConfig;
import dev.serve.api.config.WebSocketConfig;
import dev.serve.api.routing.Filter;
import dev.serve.api.routing.Rule;
import dev.serve.api.routing.Scope;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The WebSocket routes of one table, compiled; {@link OpenRoutes#inForce} makes open sessions keep
 * to it. Immutable.
 *
 * @param routes in the order of the rules
 * @param known what they are known by from table to table
 * @param config the listener's configuration
 * @param settings those of the routes, by their patterns
 */
record WebSocketTable(
        List<WebSocketRoute> routes,
        Set<String> known,
        ListenerConfig config,
        Map<String, WebSocketConfig> settings) {

    WebSocketTable {
        routes = List.copyOf(routes);
        known = Set.copyOf(known);
        settings = Map.copyOf(settings);
    }

    /**
     * Compiles the rules that are for sessions.
     *
     * @throws IllegalArgumentException if a rule cannot be served
     */
    static WebSocketTable of(
            String listener, ListenerConfig config, List<Rule> rules, OpenRoutes open) {
        Compiler compiler = new Compiler(listener, config, rules, open);
        rules.forEach(compiler::add);
        return new WebSocketTable(compiler.routes, compiler.known, config, compiler.settings);
    }

    /** Goes through the rules of one table; of one thread. */
    private static final class Compiler {
        private final List<WebSocketRoute> routes = new ArrayList<>();
        private final Set<String> known = new HashSet<>();
        private final Map<String, WebSocketConfig> settings = new HashMap<>();
        private final String listener;
        private final ListenerConfig config;
        private final List<Rule> rules;
        private final OpenRoutes open;

        Compiler(String listener, ListenerConfig config, List<Rule> rules, OpenRoutes open) {
            this.listener = listener;
            this.config = config;
            this.rules = rules;
            this.open = open;
        }

        void add(Rule rule) {
            switch (rule) {
                case Rule.WebSocket(var scope, var pattern, var endpoint, var change) ->
                        add(
                                scope,
                                pattern,
                                endpoint,
                                change,
                                Upgrade.always(EndpointHandling.of(endpoint, filters(pattern))));
                case Rule.HelidonWebSocket(var scope, var pattern, var each, var change) ->
                        add(
                                scope,
                                pattern,
                                each,
                                change,
                                new HelidonUpgrade(each, filters(pattern)));
                default -> {}
            }
        }

        private void add(
                Scope scope,
                String pattern,
                Object endpoint,
                Consumer<WebSocketConfig.Builder> change,
                Upgrade upgrade) {
            String name = name(scope, pattern, endpoint);
            WebSocketConfig changed = WebSocketRules.settings(config, change);
            known.add(name);
            settings.put(pattern, changed);
            routes.add(
                    new WebSocketRoute(
                            scope,
                            pattern,
                            WebSocketRules.hasPage(rules, pattern),
                            new Handshake(
                                    listener,
                                    open,
                                    name,
                                    open.settings(pattern, config, changed),
                                    upgrade)));
        }

        /**
         * What a route is known by from table to table: its endpoint may be made anew each time, by
         * the same code.
         */
        private static String name(Scope scope, String pattern, Object endpoint) {
            return pattern
                    + " "
                    + scope.conditions().stream().map(Scope.Condition::text).toList()
                    + " "
                    + endpoint.getClass().getName();
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
    }
}
