package dev.serve.http;

import dev.serve.api.config.HttpConfig;
import dev.serve.http.h1.Http1Selector;
import dev.serve.http.h2.Http2Selector;
import dev.serve.http.h2.Http2Upgrade;
import io.helidon.webserver.http1.spi.Http1Upgrader;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.util.List;

/**
 * Our engines for servers that are not ours. In a plain Helidon server:
 *
 * <pre>{@code
 * WebServer.builder()
 *         .protocolsDiscoverServices(false)
 *         .addConnectionSelector(HttpEngines.http1())
 *         .routing(routing -> routing.get("/hello", (req, res) -> res.send("hello")))
 *         .build()
 *         .start();
 * }</pre>
 *
 * <p>There the engine has neither the deadlines of our listeners nor their sockets: half of its
 * speed, and the reading on after a last answer, come with those.
 */
public final class HttpEngines {

    private HttpEngines() {}

    /**
     * HTTP/1.1 (RFC 9112) with the defaults of {@link HttpConfig}; the largest body is the
     * listener's {@code max-payload-size}.
     *
     * @param upgraders the protocols that connections are handed over to when clients ask for it,
     *     such as Helidon's {@code WsUpgrader}
     */
    public static ServerConnectionSelector http1(Http1Upgrader... upgraders) {
        return Http1Selector.withDefaults(List.of(upgraders));
    }

    /** HTTP/1.1 with limits of one's own. */
    public static ServerConnectionSelector http1(HttpConfig config, Http1Upgrader... upgraders) {
        return Http1Selector.of(config, List.of(upgraders));
    }

    /**
     * HTTP/2 (RFC 9113) by ALPN and by prior knowledge, with the defaults of {@link
     * dev.serve.api.config.Http2Config}; the largest body is the listener's {@code
     * max-payload-size}.
     */
    public static ServerConnectionSelector http2() {
        return Http2Selector.withDefaults();
    }

    /** The way from HTTP/1.1 to {@link #http2()} (RFC 7540 section 3.2), for {@link #http1}. */
    public static Http1Upgrader http2Upgrade() {
        return Http2Upgrade.withDefaults();
    }
}
