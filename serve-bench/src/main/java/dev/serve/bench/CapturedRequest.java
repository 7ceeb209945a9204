package dev.serve.bench;

import dev.serve.api.spi.WorkObserver;
import io.helidon.common.buffers.BufferData;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.BiConsumer;

/**
 * A real request in the middle of being handled: it was sent over loopback to a plain Helidon
 * server, has been answered, and its handler waits until this is closed. Meanwhile it can be routed
 * any number of times; the handler does nothing then.
 */
final class CapturedRequest implements AutoCloseable {

    private final CompletableFuture<ConnectionContext> connected = new CompletableFuture<>();
    private final CompletableFuture<ServerRequest> requested = new CompletableFuture<>();
    private final CompletableFuture<ServerResponse> answered = new CompletableFuture<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private boolean captured;
    private final WebServer server;
    private final ConnectionContext connection;
    private final RoutingRequest request;
    private final RoutingResponse response;
    private final HttpRouting routing;

    /**
     * Starts a server and sends it {@code GET path}.
     *
     * @param routes adds the routes, all with the handler given, to the server
     */
    CapturedRequest(String path, BiConsumer<WebServerConfig.Builder, Handler> routes) {
        WebServerConfig.Builder builder =
                WebServer.builder()
                        .host(InetAddress.getLoopbackAddress().getHostAddress())
                        .port(0)
                        .shutdownHook(false)
                        .protocolsDiscoverServices(false)
                        .addConnectionSelector(new Selector());
        routes.accept(builder, this::handle);
        server = builder.build().start();
        send(path);
        connection = connected.join();
        request = (RoutingRequest) requested.join();
        response = (RoutingResponse) answered.join();
        routing = connection.router().routing(HttpRouting.class, HttpRouting.empty());
    }

    private void send(String path) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            String head = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            String status = new String(in.readNBytes(12), StandardCharsets.US_ASCII);
            if (!status.endsWith("204")) {
                throw new IllegalStateException(
                        path + " was answered " + status + " (expected: 204)");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void handle(ServerRequest request, ServerResponse response)
            throws InterruptedException {
        if (captured) {
            return;
        }
        captured = true;
        response.status(204).send();
        requested.complete(request);
        answered.complete(response);
        closed.await();
    }

    /** The connection it came on. */
    ConnectionContext connection() {
        return connection;
    }

    /** Routes it once more, and gives what it was answered with. */
    RoutingResponse route() {
        routing.route(connection, request, response);
        return response;
    }

    /** Tells somebody of its end, and gives what it was answered with. */
    RoutingResponse end(WorkObserver observer, long nanos) {
        observer.requestEnded(connection, request, response, false, nanos);
        return response;
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop();
    }

    /** Helidon's HTTP/1.1, whose connection is remembered. */
    private final class Selector implements ServerConnectionSelector {

        private final ServerConnectionSelector http1 =
                Http1ConnectionSelector.builder().config(Http1Config.create()).build();

        @Override
        public int bytesToIdentifyConnection() {
            return http1.bytesToIdentifyConnection();
        }

        @Override
        public Support supports(BufferData data) {
            return http1.supports(data);
        }

        @Override
        public Set<String> supportedApplicationProtocols() {
            return http1.supportedApplicationProtocols();
        }

        @Override
        public ServerConnection connection(ConnectionContext ctx) {
            connected.complete(ctx);
            return http1.connection(ctx);
        }
    }
}
