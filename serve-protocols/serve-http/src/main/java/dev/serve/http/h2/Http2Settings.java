package dev.serve.http.h2;

import dev.serve.api.config.GrpcConfig;
import dev.serve.api.config.Http2Config;
import dev.serve.api.config.HttpConfig;
import dev.serve.api.config.ListenerConfig;
import dev.serve.api.config.PoolConfig;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import java.time.Duration;
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
 * @param grpc more deadlines, of connections that carry gRPC; null where none does
 */
record Http2Settings(
        Http2Config http2,
        long maxRequestLine,
        int maxHeaderCount,
        long maxBodySize,
        PoolConfig pool,
        @Nullable Header server,
        @Nullable GrpcConfig grpc) {

    /** A window below this cannot be told to a client. */
    private static final int LEAST_WINDOW = Frame.FIRST_WINDOW;

    private static final String GRPC = "grpc";

    /** What a listener of ours is configured for. */
    static Http2Settings of(ListenerConfig config) {
        HttpConfig http = config.http();
        String name = http.serverHeader();
        return new Http2Settings(
                config.http2(),
                http.maxRequestLine(),
                http.maxHeaderCount(),
                http.maxBodySize(),
                config.pool(),
                name == null ? null : HeaderValues.create(HeaderNames.SERVER, name),
                config.protocols().contains(GRPC) ? config.grpc() : null);
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
                null,
                null);
    }

    /** How long the peer may be silent before it is sent a PING. */
    Duration keepAliveTime() {
        return grpc == null
                ? http2.keepAliveTime()
                : least(http2.keepAliveTime(), grpc.keepAliveTime());
    }

    /** How long its answer may take. */
    Duration pingTimeout() {
        return grpc == null ? http2.pingTimeout() : least(http2.pingTimeout(), grpc.pingTimeout());
    }

    /** How long the connection may be without a stream. */
    Duration idleTime() {
        Duration idle = grpc == null ? null : grpc.maxConnectionIdle();
        return idle == null ? pool.keepAliveTimeout() : least(pool.keepAliveTimeout(), idle);
    }

    /** After how long it is to end; null for never. */
    @Nullable Duration age() {
        return grpc == null ? null : grpc.maxConnectionAge();
    }

    /** How long its streams may go on then. */
    Duration ageGrace() {
        return grpc == null ? Duration.ZERO : grpc.ageGrace();
    }

    private static Duration least(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
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
