package dev.serve.websocket;

import dev.serve.api.config.ListenerConfig;
import dev.serve.api.routing.Rule;
import dev.serve.api.spi.Door;
import dev.serve.api.spi.ProtocolProvider;
import dev.serve.api.spi.RouteProblem;
import io.helidon.webserver.spi.ServerFeature;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * WebSocket for the server, under the name {@code websocket}. It needs {@code http} beside it,
 * which hands over the connections and streams whose clients ask for it.
 *
 * <p>One object serves one server: it keeps the open sessions of each listener, which outlive every
 * table of routes. Any thread may call it.
 */
public final class WebSocketProtocol implements ProtocolProvider {

    /** Name of the protocol. */
    static final String WEBSOCKET = "websocket";

    private static final String HTTP = "http";

    private final Map<String, OpenRoutes> open = new ConcurrentHashMap<>();

    /** Made by {@link java.util.ServiceLoader}. */
    public WebSocketProtocol() {}

    @Override
    public Set<String> protocols() {
        return Set.of(WEBSOCKET);
    }

    /**
     * Whatever the rules: clients are told when a connection begins, and the next table may have a
     * session's route. Without one, they are answered 404.
     */
    @Override
    public Set<String> connectProtocols(List<Rule> rules) {
        return Set.of(WEBSOCKET);
    }

    @Override
    public List<RouteProblem> problems(ListenerConfig config, List<Rule> rules) {
        List<RouteProblem> problems = new ArrayList<>();
        if (!config.protocols().contains(HTTP)) {
            problems.add(
                    new RouteProblem(
                            "protocols",
                            String.join(", ", config.protocols()),
                            "http beside websocket, whose sessions begin with a request"));
        }
        WebSocketRules.problems(config, rules).stream()
                .map(RouteProblem::ofCode)
                .forEach(problems::add);
        return problems;
    }

    @Override
    public ServerFeature feature(String listener, ListenerConfig config, List<Rule> rules) {
        return new WebSocketFeature(
                listener, config, rules, open.computeIfAbsent(listener, _ -> new OpenRoutes()));
    }

    @Override
    public List<Door> doors(ListenerConfig config) {
        return List.of();
    }
}
