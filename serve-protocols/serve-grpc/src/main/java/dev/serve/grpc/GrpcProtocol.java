package dev.serve.grpc;

import dev.serve.api.config.ListenerConfig;
import dev.serve.api.routing.Rule;
import dev.serve.api.spi.Door;
import dev.serve.api.spi.ProtocolProvider;
import dev.serve.api.spi.RouteProblem;
import dev.serve.grpc.call.Counts;
import io.helidon.webserver.spi.ServerFeature;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * gRPC for the server, under the name {@code grpc}; the HTTP/2 engine carries it.
 *
 * <p>One object serves one server: it keeps the counts of each listener, which outlive every table
 * of routes. Any thread may call it.
 */
public final class GrpcProtocol implements ProtocolProvider {

    /** Name of the protocol. */
    static final String GRPC = "grpc";

    private static final String HTTP = "http";

    private final Map<String, Counts> counts = new ConcurrentHashMap<>();

    /** Made by {@link java.util.ServiceLoader}. */
    public GrpcProtocol() {}

    @Override
    public Set<String> protocols() {
        return Set.of(GRPC);
    }

    @Override
    public Set<String> carriers() {
        return Set.of(HTTP);
    }

    @Override
    public List<RouteProblem> problems(ListenerConfig config, List<Rule> rules) {
        List<String> problems = new ArrayList<>();
        Map<String, Set<String>> seen = new HashMap<>();
        for (Rule rule : rules) {
            if (rule instanceof Rule.Grpc(var scope, var service)) {
                String name = service.getServiceDescriptor().getName();
                String conditions = scope.conditions().toString();
                if (!seen.computeIfAbsent(name, _ -> new HashSet<>()).add(conditions)) {
                    problems.add("grpc: service " + name + " twice (expected: once)");
                }
            }
        }
        if (config.grpc().json()) {
            problems.addAll(Ways.problems(rules));
        }
        return problems.stream().map(RouteProblem::ofCode).toList();
    }

    @Override
    public ServerFeature feature(String listener, ListenerConfig config, List<Rule> rules) {
        return new GrpcFeature(
                listener, config, rules, counts.computeIfAbsent(listener, _ -> new Counts()));
    }

    @Override
    public List<Door> doors(ListenerConfig config) {
        return List.of();
    }
}
