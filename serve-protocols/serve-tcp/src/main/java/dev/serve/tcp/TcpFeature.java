package dev.serve.tcp;

import dev.serve.api.config.ListenerConfig;
import dev.serve.api.routing.Rule;
import io.helidon.webserver.spi.ServerFeature;
import java.util.List;

/**
 * Puts the TCP rule of one listener onto it, with the filters that every frame passes. Our server
 * sets it up once for each table of routes; a plain Helidon server has no listener for it.
 * Immutable.
 */
public final class TcpFeature implements ServerFeature {

    private static final String TYPE = "serve-tcp";

    private final String listener;
    private final ListenerConfig config;
    private final List<Rule> rules;

    TcpFeature(String listener, ListenerConfig config, List<Rule> rules) {
        this.listener = listener;
        this.config = config;
        this.rules = List.copyOf(rules);
    }

    /**
     * Adds the routing.
     *
     * @throws java.util.NoSuchElementException if the context does not know the listener
     */
    @Override
    public void setup(ServerFeatureContext context) {
        TcpRouting.Builder routing =
                context.socket(listener)
                        .routingBuilders()
                        .routingBuilder(TcpRouting.Builder.class, TcpRouting.Builder::new);
        for (Rule rule : rules) {
            if (rule instanceof Rule.Tcp(_, var codec, var handler)) {
                routing.serves(codec, handler, FrameFilters.of(config, rules));
            }
        }
    }

    @Override
    public String name() {
        return TYPE;
    }

    @Override
    public String type() {
        return TYPE;
    }
}
