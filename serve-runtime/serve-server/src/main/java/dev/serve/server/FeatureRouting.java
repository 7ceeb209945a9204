package dev.serve.server;

import dev.serve.api.routing.RouteView;
import io.helidon.common.Weighted;
import io.helidon.common.Weights;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.ErrorHandler;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.HttpFeature;
import io.helidon.webserver.http.HttpRoute;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.HttpSecurity;
import io.helidon.webserver.http.HttpService;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What one feature adds to one listener's HTTP routing, kept so that it can be put into every table
 * of routes that follows: a feature is set up once, its routes are compiled with each table, at the
 * feature's weight.
 */
final class FeatureRouting implements HttpRouting.Builder {

    private final double weight;
    private final List<Consumer<HttpRouting.Builder>> own;
    private final List<Supplier<? extends HttpFeature>> features;

    FeatureRouting(double weight) {
        this(weight, List.of(), List.of());
    }

    private FeatureRouting(
            double weight,
            List<Consumer<HttpRouting.Builder>> own,
            List<Supplier<? extends HttpFeature>> features) {
        this.weight = weight;
        this.own = new ArrayList<>(own);
        this.features = new ArrayList<>(features);
    }

    /**
     * Adds everything to a routing that is being built.
     *
     * @param views told of every rule
     * @param lifecycle whether starts and stops of the table reach what the feature added
     */
    void addTo(HttpRouting.Builder routing, Consumer<RouteView> views, Lifecycle lifecycle) {
        if (!own.isEmpty()) {
            routing.addFeature(
                    new Replayed(
                            weight,
                            builder -> own.forEach(step -> step.accept(builder)),
                            views,
                            lifecycle));
        }
        for (Supplier<? extends HttpFeature> supplier : features) {
            HttpFeature feature = supplier.get();
            routing.addFeature(
                    new Delegated(Weights.find(feature, weight), feature, views, lifecycle));
        }
    }

    @Override
    public HttpRouting.Builder register(HttpService... services) {
        return step(builder -> builder.register(services));
    }

    @Override
    public HttpRouting.Builder register(String path, HttpService... services) {
        return step(builder -> builder.register(path, services));
    }

    @Override
    public HttpRouting.Builder route(HttpRoute route) {
        return step(builder -> builder.route(route));
    }

    @Override
    public HttpRouting.Builder addFilter(Filter filter) {
        return step(builder -> builder.addFilter(filter));
    }

    @Override
    public HttpRouting.Builder addFeature(Supplier<? extends HttpFeature> feature) {
        features.add(feature);
        return this;
    }

    @Override
    public <T extends Throwable> HttpRouting.Builder error(
            Class<T> type, ErrorHandler<? super T> handler) {
        return step(builder -> builder.error(type, handler));
    }

    @Override
    public HttpRouting.Builder maxReRouteCount(int maxReRouteCount) {
        return step(builder -> builder.maxReRouteCount(maxReRouteCount));
    }

    @Override
    public HttpRouting.Builder security(HttpSecurity security) {
        return step(builder -> builder.security(security));
    }

    @Override
    public HttpRouting.Builder copy() {
        return new FeatureRouting(weight, own, features);
    }

    @Override
    public HttpRouting build() {
        HttpRouting.Builder routing = HttpRouting.builder();
        addTo(routing, view -> {}, Lifecycle.OWN);
        return routing.build();
    }

    private FeatureRouting step(Consumer<HttpRouting.Builder> step) {
        own.add(step);
        return this;
    }

    /** The rules a feature added directly. */
    private record Replayed(
            double weight,
            Consumer<HttpRouting.Builder> steps,
            Consumer<RouteView> views,
            Lifecycle lifecycle)
            implements HttpFeature, Weighted {

        @Override
        public void setup(HttpRouting.Builder routing) {
            steps.accept(new RecordingRouting(routing, views, lifecycle));
        }
    }

    /** A feature that a feature added. */
    private record Delegated(
            double weight, HttpFeature feature, Consumer<RouteView> views, Lifecycle lifecycle)
            implements HttpFeature, Weighted {

        @Override
        public void setup(HttpRouting.Builder routing) {
            feature.setup(new RecordingRouting(routing, views, lifecycle));
        }

        @Override
        public String socket() {
            return feature.socket();
        }

        @Override
        public boolean socketRequired() {
            return feature.socketRequired();
        }

        @Override
        public void beforeStart() {
            if (lifecycle == Lifecycle.OWN) {
                feature.beforeStart();
            }
        }

        @Override
        public void afterStart(WebServer webServer) {
            if (lifecycle == Lifecycle.OWN) {
                feature.afterStart(webServer);
            }
        }

        @Override
        public void afterStop() {
            if (lifecycle == Lifecycle.OWN) {
                feature.afterStop();
            }
        }
    }
}
