package dev.serve.http;

import dev.serve.api.config.ListenerConfig;
import dev.serve.api.routing.Rule;
import dev.serve.api.spi.Door;
import dev.serve.api.spi.ProtocolProvider;
import dev.serve.api.spi.RouteProblem;
import dev.serve.http.h1.Http1Selector;
import dev.serve.http.h2.Http2Selector;
import dev.serve.http.h2.Http2Upgrade;
import io.helidon.webserver.spi.ServerFeature;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * HTTP for the server: {@code http} is HTTP/1.1 (RFC 9112) and HTTP/2 (RFC 9113; by ALPN, by
 * upgrade and by prior knowledge), {@code sse} allows event streams on the listener.
 *
 * <p>Both are served by our engines. Stateless; any thread may call it.
 */
public final class HttpProtocol implements ProtocolProvider {

    /** Name of the protocol for requests and answers. */
    static final String HTTP = "http";

    /** Name of the protocol for event streams. */
    static final String SSE = "sse";

    /** Made by {@link java.util.ServiceLoader}. */
    public HttpProtocol() {}

    @Override
    public Set<String> protocols() {
        return Set.of(HTTP, SSE);
    }

    @Override
    public List<RouteProblem> problems(ListenerConfig config, List<Rule> rules) {
        return RouteProblems.of(config, rules);
    }

    @Override
    public ServerFeature feature(String listener, ListenerConfig config, List<Rule> rules) {
        return new HttpFeature(listener, config, rules);
    }

    @Override
    public List<Door> doors(ListenerConfig config) {
        List<Door> doors = new ArrayList<>();
        doors.add(Door.of(Http2Selector.of(config)));
        if (config.http2().allowHttp1()) {
            doors.add(Door.of(Http1Selector.of(config.http(), List.of(Http2Upgrade.of(config)))));
        }
        return doors;
    }
}
