package dev.serve.http.h2;

import dev.serve.api.config.Http2Config;
import dev.serve.api.config.HttpConfig;
import dev.serve.api.config.PoolConfig;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import org.jspecify.annotations.Nullable;

/**
 * What an HTTP/2 connection allows. Immutable.
 *
 * @param http2 settings of the protocol
 * @param maxRequestLine method, path and query, as long as they would be on HTTP/1.1; longer is 414
 * @param maxHeaderCount the most fields, cookie crumbs counted as one; more is 431
 * @param maxBodySize the largest body, in bytes; larger is 413
 * @param pool deadlines
 * @param server the Server field; null for none
 */
record Http2Settings(
        Http2Config http2,
        long maxRequestLine,
        int maxHeaderCount,
        long maxBodySize,
        PoolConfig pool,
        @Nullable Header server) {

    /** A window below this cannot be told to a client. */
    private static final int LEAST_WINDOW = Frame.FIRST_WINDOW;

    /** What a listener of ours is configured for. */
    static Http2Settings of(Http2Config http2, HttpConfig http, PoolConfig pool) {
        String name = http.serverHeader();
        return new Http2Settings(
                http2,
                http.maxRequestLine(),
                http.maxHeaderCount(),
                http.maxBodySize(),
                pool,
                name == null ? null : HeaderValues.create(HeaderNames.SERVER, name));
    }

    /** Our defaults, with the body limit of a listener of Helidon's. */
    static Http2Settings of(long maxPayloadSize) {
        HttpConfig http = HttpConfig.builder().build();
        return new Http2Settings(
                Http2Config.builder().build(),
                http.maxRequestLine(),
                http.maxHeaderCount(),
                maxPayloadSize < 0 ? Long.MAX_VALUE : maxPayloadSize,
                PoolConfig.builder().build(),
                null);
    }

    int initialWindow() {
        return (int) http2.initialWindowSize();
    }

    int maxFrame() {
        return (int) http2.maxFrameSize();
    }

    /** What the connection may hold of request bodies: three quarters of its memory. */
    int connectionWindow() {
        long share = http2.maxSessionMemory() / 4 * 3;
        return Math.clamp(share, LEAST_WINDOW, Frame.LARGEST_WINDOW);
    }

    /** What it may hold of everything else: heads of requests, answers that wait. */
    long otherMemory() {
        return http2.maxSessionMemory() / 4;
    }

    /** A compressed block is not larger than its list, but for a list that will be answered 431. */
    int maxBlock() {
        return (int) Math.min(Integer.MAX_VALUE / 2, 2 * http2.maxHeaderListSize() + 16_384);
    }
}
