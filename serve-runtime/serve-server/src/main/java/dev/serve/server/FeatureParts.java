package dev.serve.server;

import io.helidon.webserver.Routing;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import java.util.List;

/**
 * What Helidon features put on one listener, once: it outlives every table of routes and every
 * generation, so its life is that of the listener.
 */
final class FeatureParts {

    /** A routing that nobody is routed by: it carries the life of what features added to HTTP. */
    private final HttpRouting http;

    private final List<? extends Routing> others;

    FeatureParts(List<FeatureRouting> http, List<? extends Routing> others) {
        HttpRouting.Builder routing = HttpRouting.builder();
        http.forEach(feature -> feature.addTo(routing, view -> {}, Lifecycle.OWN));
        this.http = routing.build();
        this.others = List.copyOf(others);
    }

    /** Routings of other kinds than HTTP. */
    List<? extends Routing> others() {
        return others;
    }

    void beforeStart() {
        http.beforeStart();
        others.forEach(Routing::beforeStart);
    }

    void afterStart(WebServer server) {
        http.afterStart(server);
        others.forEach(routing -> routing.afterStart(server));
    }

    void afterStop() {
        others.forEach(Routing::afterStop);
        http.afterStop();
    }
}
