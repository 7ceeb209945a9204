package dev.serve.api.spi;

import dev.serve.api.config.ListenerConfig;
import dev.serve.api.routing.Rule;
import io.helidon.webserver.spi.ServerFeature;
import java.util.List;
import java.util.Set;

/**
 * A protocol that listeners can speak; found by {@link java.util.ServiceLoader}. The server knows
 * protocols by this interface only.
 *
 * <p>Methods may be called by any thread, for several listeners at once.
 */
public interface ProtocolProvider {

    /** The names it serves under {@code protocols}, such as {@code http}. */
    Set<String> protocols();

    /**
     * Protocols that it runs on: a listener that names one of {@link #protocols} speaks these too.
     */
    default Set<String> carriers() {
        return Set.of();
    }

    /**
     * Says what is wrong with a table of routes on a listener; empty when nothing is. Asked of
     * every protocol of the listener before anything is bound.
     *
     * @param rules the rules of code, then those of {@link ListenerConfig#routes}, one for each
     */
    default List<RouteProblem> problems(ListenerConfig config, List<Rule> rules) {
        return List.of();
    }

    /**
     * The protocols to which these rules hand over streams of HTTP/2 by extended CONNECT (RFC 8441
     * section 3), in lower case. Clients are told that they may ask when there is one.
     */
    default Set<String> connectProtocols(List<Rule> rules) {
        return Set.of();
    }

    /**
     * The feature that puts the routes of one listener onto its {@code RoutingBuilders}. It is set
     * up once for each table, on a context that knows this listener alone.
     */
    ServerFeature feature(String listener, ListenerConfig config, List<Rule> rules);

    /**
     * The engines of the listener, in order of preference for ALPN. Made anew for each generation
     * of a listener.
     */
    List<Door> doors(ListenerConfig config);
}
