package dev.serve.api.config;

import java.util.function.Consumer;

/**
 * Makes listeners in koatty_serve's words and with its defaults, for who comes from there.
 * Stateless.
 *
 * <pre>{@code
 * Server.builder()
 *     .listener("web", ConfigHelper.createHttpConfig(http -> http
 *             .hostname("127.0.0.1")
 *             .port(8080)
 *             .connectionPool(pool -> pool.maxConnections(500))),
 *         listener -> listener.routing(routes))
 * }</pre>
 *
 * <p>A port below 1024, or one where another service is looked for, is no error: it is warned of
 * when the server reads its configuration. All serve HTTP/1.1 and HTTP/2, which a client chooses.
 */
public final class ConfigHelper {

    private ConfigHelper() {}

    /**
     * A plain HTTP listener; hostname localhost, port 3000.
     *
     * @throws IllegalArgumentException if a value is out of range
     */
    public static ListenerConfig createHttpConfig(Consumer<HttpServerOptions> options) {
        HttpServerOptions http = new HttpServerOptions();
        options.accept(http);
        return http.config();
    }

    /**
     * An HTTPS listener; hostname localhost, port 443, {@code ssl} required.
     *
     * @throws IllegalArgumentException if a value is out of range, or {@code ssl} does not hold
     *     together
     */
    public static ListenerConfig createHttpsConfig(Consumer<HttpsServerOptions> options) {
        HttpsServerOptions https = new HttpsServerOptions();
        options.accept(https);
        return https.config();
    }

    /**
     * A listener for HTTP/2 over TLS, and HTTP/1.1 unless {@code ssl} says otherwise; hostname
     * localhost, port 443, {@code ssl} required.
     *
     * @throws IllegalArgumentException if a value is out of range, or {@code ssl} does not hold
     *     together
     */
    public static ListenerConfig createHttp2Config(Consumer<Http2ServerOptions> options) {
        Http2ServerOptions http2 = new Http2ServerOptions();
        options.accept(http2);
        return http2.config();
    }

    /**
     * A listener for WebSocket, and HTTP/1.1 and HTTP/2 beside it, with which sessions begin;
     * hostname localhost, port 3000, plain unless {@code ssl} is given.
     *
     * @throws IllegalArgumentException if a value is out of range, or {@code ssl} does not hold
     *     together
     */
    public static ListenerConfig createWebSocketConfig(Consumer<WebSocketServerOptions> options) {
        WebSocketServerOptions webSocket = new WebSocketServerOptions();
        options.accept(webSocket);
        return webSocket.config();
    }

    /**
     * A listener for gRPC; hostname localhost, port 50051, plain unless {@code ssl} is given.
     *
     * @throws IllegalArgumentException if a value is out of range, or {@code ssl} does not hold
     *     together
     */
    public static ListenerConfig createGrpcConfig(Consumer<GrpcServerOptions> options) {
        GrpcServerOptions grpc = new GrpcServerOptions();
        options.accept(grpc);
        return grpc.config();
    }
}
