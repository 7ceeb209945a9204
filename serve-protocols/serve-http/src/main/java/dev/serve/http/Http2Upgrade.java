package dev.serve.http;

import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.HttpPrologue;
import io.helidon.http.WritableHeaders;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.spi.Http1Upgrader;
import io.helidon.webserver.http2.Http2Config;
import io.helidon.webserver.http2.Http2Upgrader;
import io.helidon.webserver.spi.ServerConnection;
import org.jspecify.annotations.Nullable;

/**
 * The upgrade from HTTP/1.1 to HTTP/2, by Helidon; asked for only when exactly one HTTP2-Settings
 * is there and listed in Connection (RFC 7540 section 3.2.1). Without it the request is served over
 * HTTP/1.1, where Helidon would answer 500. Not over TLS, where ALPN settles the protocol (section
 * 3.3).
 */
final class Http2Upgrade implements Http1Upgrader {

    private static final HeaderName HTTP2_SETTINGS = HeaderNames.create("HTTP2-Settings");

    private static final Header LISTED =
            HeaderValues.create(HeaderNames.CONNECTION, "HTTP2-Settings");

    private final Http2Upgrader upgrader;

    Http2Upgrade(Http2Config config) {
        this.upgrader = Http2Upgrader.create(config);
    }

    @Override
    public String supportedProtocol() {
        return upgrader.supportedProtocol();
    }

    @Override
    public @Nullable ServerConnection upgrade(
            ConnectionContext ctx, HttpPrologue prologue, WritableHeaders<?> headers) {
        return !ctx.isSecure()
                        && headers.contains(HTTP2_SETTINGS)
                        && headers.get(HTTP2_SETTINGS).valueCount() == 1
                        && headers.containsToken(LISTED)
                ? upgrader.upgrade(ctx, prologue, headers)
                : null;
    }
}
