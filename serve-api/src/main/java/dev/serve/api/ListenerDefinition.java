package dev.serve.api;

import dev.serve.api.config.ListenerConfig;
import dev.serve.api.routing.Routes;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * One listener as a builder describes it. Immutable.
 *
 * @param name its name
 * @param config its configuration, which other sources may change
 * @param fixed keys below the listener that no other source changes, such as {@code port}
 * @param routing what adds its routes, in order
 * @param selectors engines that take the place of the protocols' own; empty for those
 */
public record ListenerDefinition(
        String name,
        ListenerConfig config,
        Set<String> fixed,
        List<Consumer<Routes>> routing,
        List<ServerConnectionSelector> selectors) {

    /** Copies the collections. */
    public ListenerDefinition {
        fixed = Set.copyOf(fixed);
        routing = List.copyOf(routing);
        selectors = List.copyOf(selectors);
    }
}
