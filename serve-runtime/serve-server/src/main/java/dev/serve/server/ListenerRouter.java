package dev.serve.server;

import io.helidon.webserver.Router;
import io.helidon.webserver.Routing;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Helidon's view of a listener's routings: the live HTTP routing, what features added of other
 * kinds, and what protocols have in the table in force. Immutable; who made the routings starts and
 * stops them.
 */
record ListenerRouter(LiveRouting http, List<? extends Routing> others) implements Router {

    @Override
    public <T extends Routing> @Nullable T routing(Class<T> type, @Nullable T defaultValue) {
        if (type == HttpRouting.class) {
            return type.cast(http);
        }
        return Stream.concat(others.stream(), http.table().others().stream())
                .filter(routing -> routing.routingType().equals(type))
                .map(type::cast)
                .findFirst()
                .orElse(defaultValue);
    }

    @Override
    public List<? extends Routing> routings() {
        return Stream.concat(Stream.of(http), others.stream()).toList();
    }

    @Override
    public void beforeStart() {}

    @Override
    public void afterStart(WebServer server) {}

    @Override
    public void afterStop() {}
}
