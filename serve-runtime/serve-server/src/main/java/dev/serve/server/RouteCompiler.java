package dev.serve.server;

import dev.serve.api.config.ListenerConfig;
import dev.serve.api.routing.RouteView;
import dev.serve.api.routing.Routes;
import dev.serve.api.routing.Rule;
import dev.serve.api.spi.ProtocolProvider;
import dev.serve.api.spi.RouteProblem;
import io.helidon.webserver.ListenerContext;
import io.helidon.webserver.http.HttpRouting;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Compiles the tables of routes of one listener under one configuration: what features added once,
 * and the rules of code and configuration anew for each table, put together at their weights as
 * Helidon does it.
 */
final class RouteCompiler {

    private final String listener;
    private final ListenerConfig config;
    private final ListenerContext context;
    private final List<ProtocolProvider> protocols;
    private final List<FeatureRouting> features;
    private final Consumer<Routes> before;

    /**
     * A compiler; nothing is compiled yet.
     *
     * @param features what Helidon features added to the HTTP routing
     * @param before rules ahead of the code-made ones: of extensions and of the application
     */
    RouteCompiler(
            String listener,
            ListenerConfig config,
            ListenerContext context,
            List<ProtocolProvider> protocols,
            List<FeatureRouting> features,
            Consumer<Routes> before) {
        this.listener = listener;
        this.config = config;
        this.context = context;
        this.protocols = protocols;
        this.features = features;
        this.before = before;
    }

    /**
     * Compiles a table.
     *
     * @param version counts the tables of the listener, from 1
     * @param code what makes the code-made rules
     * @throws RouteException if a rule cannot be compiled, with every problem
     */
    RouteTable table(long version, List<Consumer<Routes>> code) {
        Routes routes = Routes.create();
        before.accept(routes);
        code.forEach(part -> part.accept(routes));
        config.routes().forEach(routes::add);
        List<Rule> rules = routes.rules();

        List<RouteProblem> problems = new ArrayList<>();
        protocols.forEach(protocol -> problems.addAll(protocol.problems(config, rules)));
        if (!problems.isEmpty()) {
            throw new RouteException(problems);
        }
        FeatureContext protocolContext = new FeatureContext(Map.of(listener, context.config()));
        protocols.forEach(
                protocol -> protocolContext.setUp(protocol.feature(listener, config, rules)));

        List<RouteView> views = new ArrayList<>();
        HttpRouting.Builder routing = HttpRouting.builder();
        features.forEach(feature -> feature.addTo(routing, views::add, Lifecycle.SHARED));
        protocolContext
                .http(listener)
                .forEach(feature -> feature.addTo(routing, views::add, Lifecycle.OWN));
        return new RouteTable(
                version,
                routing.build(),
                views,
                connectProtocols(rules),
                protocolContext.others(listener));
    }

    private Set<String> connectProtocols(List<Rule> rules) {
        Set<String> names = new TreeSet<>();
        protocols.forEach(protocol -> names.addAll(protocol.connectProtocols(rules)));
        return names;
    }
}
