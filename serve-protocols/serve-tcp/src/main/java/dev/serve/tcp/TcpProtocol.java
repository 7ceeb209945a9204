package dev.serve.tcp;

import dev.serve.api.config.ListenerConfig;
import dev.serve.api.routing.Rule;
import dev.serve.api.spi.Door;
import dev.serve.api.spi.ProtocolProvider;
import dev.serve.api.spi.RouteProblem;
import io.helidon.webserver.spi.ServerFeature;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Framed byte streams for the server, under the name {@code tcp}. Alone on a port it takes every
 * connection at once; beside others it takes those that begin with {@code tcp.first-bytes}.
 *
 * <p>Stateless; any thread may call it.
 */
public final class TcpProtocol implements ProtocolProvider {

    /** Name of the protocol. */
    static final String TCP = "tcp";

    /** Made by {@link java.util.ServiceLoader}. */
    public TcpProtocol() {}

    @Override
    public Set<String> protocols() {
        return Set.of(TCP);
    }

    @Override
    public List<RouteProblem> problems(ListenerConfig config, List<Rule> rules) {
        List<RouteProblem> problems = new ArrayList<>();
        List<Rule.Tcp> ours =
                rules.stream()
                        .filter(Rule.Tcp.class::isInstance)
                        .map(Rule.Tcp.class::cast)
                        .toList();
        if (ours.size() != 1) {
            problems.add(
                    RouteProblem.ofCode(
                            "tcp: "
                                    + ours.size()
                                    + " rules (expected: one, routes.tcp(codec, handler))"));
        }
        boolean alone = config.protocols().equals(List.of(TCP));
        if (!alone && config.tcp().firstBytes().isEmpty()) {
            problems.add(
                    new RouteProblem(
                            "tcp.first-bytes",
                            null,
                            "none beside protocols "
                                    + config.protocols()
                                    + " (expected: what tells a connection apart, or a listener of its own)"));
        }
        for (Rule.Tcp rule : ours) {
            if (rule.handler().speaksFirst() && (!alone || !config.tcp().firstBytes().isEmpty())) {
                problems.add(
                        RouteProblem.ofCode(
                                "tcp: a handler that speaks first, where the client's first bytes decide"
                                        + " (expected: a listener of its own, without tcp.first-bytes)"));
            }
            if (config.tcp().heartbeat() != null && rule.codec().heartbeat().isEmpty()) {
                problems.add(
                        new RouteProblem(
                                "tcp.heartbeat",
                                null,
                                config.tcp().heartbeat()
                                        + " with a codec that has no empty frame (expected: none)"));
            }
            try {
                rule.codec().decoder(config.tcp().maxFrameSize());
            } catch (IllegalArgumentException e) {
                problems.add(RouteProblem.ofCode("tcp: " + e.getMessage()));
            }
        }
        return problems;
    }

    @Override
    public ServerFeature feature(String listener, ListenerConfig config, List<Rule> rules) {
        return new TcpFeature(listener, config, rules);
    }

    @Override
    public List<Door> doors(ListenerConfig config) {
        return List.of(new Door(new TcpSelector(), config.tcp().prefixes()));
    }
}
