package dev.serve.server;

import dev.serve.api.Application;
import dev.serve.api.Extension;
import dev.serve.api.ListenerDefinition;
import dev.serve.api.ServerDefinition;
import dev.serve.api.config.ListenerConfig;
import dev.serve.api.routing.Routes;
import dev.serve.api.spi.Door;
import dev.serve.api.spi.ProtocolProvider;
import dev.serve.api.spi.WorkObserver;
import io.helidon.common.context.Context;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * What the listeners of a server are made of, and stays when a listener is configured anew:
 * protocols, application, extensions, and what Helidon features added. Any thread.
 */
final class Blueprint {

    private final ServerDefinition definition;
    private final Protocols protocols;
    private final FeatureContext features;
    private final @Nullable Application application;
    private final @Nullable String adminListener;
    private final HelidonListener.Shared shared;

    /** What Helidon features added to the HTTP routing, by listener. */
    private final Map<String, List<FeatureRouting>> featured = new ConcurrentHashMap<>();

    Blueprint(
            ServerDefinition definition,
            Protocols protocols,
            FeatureContext features,
            @Nullable Application application,
            @Nullable String adminListener,
            Context root,
            ExecutorService executor) {
        this.definition = definition;
        this.protocols = protocols;
        this.features = features;
        this.application = application;
        this.adminListener = adminListener;
        this.shared = new HelidonListener.Shared(root, executor);
    }

    /**
     * A listener with its first table of routes.
     *
     * @throws IllegalArgumentException if a rule cannot be compiled, with every problem
     */
    Listener listener(String name, ListenerConfig config) {
        return listener(name, config, features);
    }

    private Listener listener(String name, ListenerConfig config, FeatureContext setUp) {
        selectors(name).ifPresent(handedIn -> ForeignEngines.warn(name, handedIn));
        featured.put(name, setUp.http(name));
        return new Listener(
                name,
                parts(name, config),
                new FeatureParts(setUp.http(name), setUp.others(name)),
                defined(name).map(ListenerDefinition::routing).orElse(List.of()),
                WorkObserver.all(
                        definition.extensions().stream()
                                .flatMap(extension -> extension.observer(name).stream())
                                .toList()));
    }

    /**
     * A listener that comes while the server runs. Helidon features are set up once more, on a
     * context that has it beside the first ones, and what they add to it is taken.
     *
     * @throws IllegalArgumentException if a rule cannot be compiled, with every problem
     */
    Listener added(String name, ListenerConfig config) {
        try {
            return listener(
                    name,
                    config,
                    features.with(
                            name,
                            HelidonListener.helidonConfig(name, config),
                            definition.features()));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("listener \"" + name + "\": " + e.getMessage(), e);
        }
    }

    /**
     * The parts of a listener under a configuration.
     *
     * @throws IllegalArgumentException if it names a protocol that is not there
     */
    Parts parts(String name, ListenerConfig config) {
        List<ProtocolProvider> providers = protocols.of(config);
        for (String protocol : config.protocols()) {
            if (!protocols.names().contains(protocol)) {
                throw new IllegalArgumentException(
                        "listeners.%s.protocols: \"%s\" (expected: one of %s)"
                                .formatted(name, protocol, String.join(", ", protocols.names())));
            }
        }
        HelidonListener context = HelidonListener.of(name, config, shared);
        RouteCompiler compiler =
                new RouteCompiler(
                        name,
                        config,
                        context,
                        providers,
                        featured.getOrDefault(name, List.of()),
                        routes -> routesAhead(name, config, routes));
        return new Parts(config, context, compiler, new Detector(doors(name, config, providers)));
    }

    private void routesAhead(String name, ListenerConfig config, Routes routes) {
        for (Extension extension : definition.extensions()) {
            extension.routes(name, config, routes);
        }
        // What the admin API is served by is nobody's but the operator's.
        if (application != null && !name.equals(adminListener)) {
            application.routes(name, config, routes);
        }
    }

    private List<Door> doors(String name, ListenerConfig config, List<ProtocolProvider> providers) {
        return selectors(name)
                .map(handedIn -> handedIn.stream().map(Door::of).toList())
                .orElseGet(
                        () ->
                                providers.stream()
                                        .flatMap(provider -> provider.doors(config).stream())
                                        .toList());
    }

    /** Engines that were handed in instead of ours. */
    private Optional<List<ServerConnectionSelector>> selectors(String name) {
        return defined(name)
                .map(ListenerDefinition::selectors)
                .filter(handedIn -> !handedIn.isEmpty());
    }

    /** A listener of the configuration alone was not described in code. */
    private Optional<ListenerDefinition> defined(String name) {
        return definition.listeners().stream()
                .filter(listener -> listener.name().equals(name))
                .findFirst();
    }
}
