package dev.serve.server;

import io.helidon.common.Builder;
import io.helidon.common.Weighted;
import io.helidon.common.Weights;
import io.helidon.service.registry.ServiceRegistry;
import io.helidon.service.registry.ServiceRegistryConfig;
import io.helidon.service.registry.ServiceRegistryManager;
import io.helidon.webserver.ListenerConfig;
import io.helidon.webserver.Routing;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.spi.ServerFeature;
import io.helidon.webserver.spi.ServerFeature.RoutingBuilders;
import io.helidon.webserver.spi.ServerFeature.ServerFeatureContext;
import io.helidon.webserver.spi.ServerFeature.SocketBuilders;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What Helidon features find when they are set up on our listeners. The first listener is also the
 * one that Helidon calls {@code @default}: a feature without sockets of its own goes there and to
 * all others, or there alone, as it does on Helidon.
 */
final class FeatureContext implements ServerFeatureContext {

    /**
     * Without services: features come from the application alone, and to look for others reads a
     * file of each jar (a fifth of a start).
     */
    private static final ServiceRegistry NO_SERVICES =
            ServiceRegistryManager.create(
                            ServiceRegistryConfig.builder()
                                    .discoverServices(false)
                                    .discoverServicesFromServiceLoader(false)
                                    .build())
                    .registry();

    private final WebServerConfig serverConfig;
    private final Map<String, Socket> sockets = new LinkedHashMap<>();
    private final String first;
    private double weight = Weighted.DEFAULT_WEIGHT;

    /** A context over listeners, by name and in order; at least one. */
    FeatureContext(Map<String, ListenerConfig> listeners) {
        this.first = listeners.keySet().iterator().next();
        WebServerConfig.Builder builder =
                WebServer.builder()
                        .serviceRegistry(NO_SERVICES)
                        .featuresDiscoverServices(false)
                        .protocolsDiscoverServices(false)
                        .concurrencyLimitDiscoverServices(false);
        listeners.forEach(
                (name, config) -> {
                    sockets.put(name, new Socket(config));
                    if (name.equals(first)) {
                        builder.from(config);
                    } else {
                        builder.putSocket(name, config);
                    }
                });
        this.serverConfig = builder.buildPrototype();
    }

    /** Another context, with one more listener, on which these features are set up anew. */
    FeatureContext with(String name, ListenerConfig config, List<ServerFeature> features) {
        Map<String, ListenerConfig> all = new LinkedHashMap<>();
        sockets.forEach((known, socket) -> all.put(known, socket.listener()));
        all.put(name, config);
        FeatureContext context = new FeatureContext(all);
        context.setUp(features);
        return context;
    }

    /** Sets features up, in the order of their weights. */
    void setUp(List<ServerFeature> features) {
        List<ServerFeature> ordered = new ArrayList<>(features);
        Weights.sort(ordered);
        ordered.forEach(this::setUp);
    }

    /** Sets a feature up; what it adds is kept at its weight. */
    void setUp(ServerFeature feature) {
        weight = Weights.find(feature, Weighted.DEFAULT_WEIGHT);
        sockets.values().forEach(Socket::next);
        feature.setup(this);
    }

    /** What features added to the HTTP routing of a listener, in the order they were set up. */
    List<FeatureRouting> http(String listener) {
        return known(listener).http;
    }

    /** Routings of other kinds that features put on a listener. */
    List<? extends Routing> others(String listener) {
        return known(listener).others.values().stream()
                .map(builder -> (Routing) builder.build())
                .toList();
    }

    @Override
    public WebServerConfig serverConfig() {
        return serverConfig;
    }

    @Override
    public Set<String> sockets() {
        Set<String> names = new LinkedHashSet<>(sockets.keySet());
        names.remove(first);
        return names;
    }

    @Override
    public boolean socketExists(String name) {
        return WebServer.DEFAULT_SOCKET_NAME.equals(name) || sockets.containsKey(name);
    }

    @Override
    public SocketBuilders socket(String name) {
        return known(WebServer.DEFAULT_SOCKET_NAME.equals(name) ? first : name);
    }

    private Socket known(String name) {
        Socket socket = sockets.get(name);
        if (socket == null) {
            throw new NoSuchElementException(
                    "no listener \"" + name + "\" (expected: one of " + sockets.keySet() + ")");
        }
        return socket;
    }

    private final class Socket implements SocketBuilders, RoutingBuilders {
        private final ListenerConfig config;
        private final List<FeatureRouting> http = new ArrayList<>();
        private final Map<Class<?>, Builder<?, ?>> others = new LinkedHashMap<>();
        private boolean fresh = true;

        Socket(ListenerConfig config) {
            this.config = config;
        }

        void next() {
            fresh = true;
        }

        @Override
        public ListenerConfig listener() {
            return config;
        }

        @Override
        public HttpRouting.Builder httpRouting() {
            if (fresh) {
                http.add(new FeatureRouting(weight));
                fresh = false;
            }
            return http.getLast();
        }

        @Override
        public RoutingBuilders routingBuilders() {
            return this;
        }

        @Override
        public boolean hasRouting(Class<?> builderType) {
            return isHttp(builderType) || others.containsKey(builderType);
        }

        @Override
        public <T extends Builder<T, ?>> T routingBuilder(Class<T> builderType) {
            if (isHttp(builderType)) {
                return builderType.cast(httpRouting());
            }
            Builder<?, ?> builder = others.get(builderType);
            if (builder == null) {
                throw new NoSuchElementException("no routing builder of " + builderType.getName());
            }
            return builderType.cast(builder);
        }

        @Override
        public <T extends Builder<T, ?>> T routingBuilder(
                Class<T> builderType, Supplier<T> supplier) {
            if (!hasRouting(builderType)) {
                others.put(builderType, supplier.get());
            }
            return routingBuilder(builderType);
        }

        private static boolean isHttp(Class<?> builderType) {
            return HttpRouting.Builder.class.equals(builderType);
        }
    }
}
