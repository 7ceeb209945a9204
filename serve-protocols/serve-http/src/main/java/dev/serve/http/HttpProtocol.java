package dev.serve.http;

import dev.serve.api.config.Http2Config;
import dev.serve.api.config.ListenerConfig;
import dev.serve.api.routing.Rule;
import dev.serve.api.spi.Door;
import dev.serve.api.spi.ProtocolProvider;
import dev.serve.http.h1.Http1Selector;
import io.helidon.webserver.http2.Http2ConnectionSelector;
import io.helidon.webserver.spi.ServerFeature;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * HTTP for the server: {@code http} is HTTP/1.1 (RFC 9112) and HTTP/2 (RFC 9113; by ALPN, by
 * upgrade and by prior knowledge), {@code sse} allows event streams on the listener.
 *
 * <p>HTTP/1.1 is served by our engine, HTTP/2 by Helidon's. Stateless; any thread may call it.
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
    public List<String> problems(ListenerConfig config, List<Rule> rules) {
        return RouteProblems.of(config, rules);
    }

    @Override
    public ServerFeature feature(String listener, ListenerConfig config, List<Rule> rules) {
        return new HttpFeature(listener, config, rules);
    }

    @Override
    public List<Door> doors(ListenerConfig config) {
        io.helidon.webserver.http2.Http2Config http2 = http2(config.http2());
        List<Door> doors = new ArrayList<>();
        doors.add(Door.of(Http2ConnectionSelector.builder().http2Config(http2).build()));
        if (config.http2().allowHttp1()) {
            doors.add(Door.of(Http1Selector.of(config.http(), List.of(new Http2Upgrade(http2)))));
        }
        return doors;
    }

    private static io.helidon.webserver.http2.Http2Config http2(Http2Config config) {
        return io.helidon.webserver.http2.Http2Config.builder()
                .maxConcurrentStreams(config.maxConcurrentStreams())
                .maxHeaderListSize(config.maxHeaderListSize())
                .maxFrameSize(Math.toIntExact(config.maxFrameSize()))
                .initialWindowSize(Math.toIntExact(config.initialWindowSize()))
                .validateResponseHeaders(true)
                .sendErrorDetails(false)
                .build();
    }
}
