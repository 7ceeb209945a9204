package dev.serve.api.spi;

import dev.serve.api.routing.RouteView;
import io.helidon.webserver.http.HttpRoute;

/** A Helidon route that can say what it answers, so that a recorded table is complete. */
public interface DescribedRoute extends HttpRoute {

    /** What it answers; its pattern is the whole one, the prefixes of services included. */
    RouteView view();

    /** Whether listings of routes show it; false for what answers in place of missing routes. */
    default boolean isListed() {
        return true;
    }
}
