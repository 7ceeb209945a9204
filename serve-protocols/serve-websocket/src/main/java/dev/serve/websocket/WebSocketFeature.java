package dev.serve.websocket;

import dev.serve.api.config.ListenerConfig;
import dev.serve.api.routing.Rule;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpFeature;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.spi.ServerFeature;
import java.util.List;

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
        WebSocketTable table = WebSocketTable.of(listener, config, rules, open);
        table.routes().forEach(routing::route);
        routing.addFeature(new InForce(open, table));
    }

    @Override
    public String name() {
        return TYPE;
    }

    @Override
    public String type() {
        return TYPE;
    }

    /** Adds nothing; it is told when the table is started, and all that can fail has been done. */
    private record InForce(OpenRoutes open, WebSocketTable table) implements HttpFeature {

        @Override
        public void setup(HttpRouting.Builder routing) {}

        @Override
        public void afterStart(WebServer server) {
            open.inForce(table);
        }
    }
}
