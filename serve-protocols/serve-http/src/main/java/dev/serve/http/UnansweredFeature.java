package dev.serve.http;

import io.helidon.common.Weighted;
import io.helidon.webserver.http.HttpFeature;
import io.helidon.webserver.http.HttpRouting;

/** Puts {@link UnansweredRoute} behind all other routes of a listener. */
record UnansweredFeature(Offers offers) implements HttpFeature, Weighted {

    private static final double BEHIND_ALL = 0.001;

    @Override
    public void setup(HttpRouting.Builder routing) {
        routing.route(new UnansweredRoute(offers));
    }

    @Override
    public double weight() {
        return BEHIND_ALL;
    }
}
