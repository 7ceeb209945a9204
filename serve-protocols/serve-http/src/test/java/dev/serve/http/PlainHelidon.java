package dev.serve.http;

import dev.serve.api.routing.Routes;
import io.helidon.common.socket.SocketOptions;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Consumer;

/** Our routes on a plain Helidon server on a port of its own, and a client for it. */
final class PlainHelidon implements AutoCloseable {

    private final WebServer server;
    private final HttpClient client;

    private PlainHelidon(WebServer server) {
        this.server = server;
        this.client =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(Duration.ofSeconds(5))
                        .build();
    }

    /** A server with these routes. */
    static PlainHelidon with(Consumer<Routes> routes) {
        return of(server -> server.addFeature(HttpFeature.create(routes)));
    }

    /** A server set up by hand. */
    static PlainHelidon of(Consumer<WebServerConfig.Builder> setUp) {
        WebServerConfig.Builder builder =
                WebServer.builder()
                        .host("127.0.0.1")
                        .port(0)
                        .shutdownHook(false)
                        .featuresDiscoverServices(false)
                        .connectionOptions(SocketOptions.builder().tcpNoDelay(true).build());
        setUp.accept(builder);
        return new PlainHelidon(builder.build().start());
    }

    int port() {
        return server.port();
    }

    /** Sends GET; headers are name, value, name, value. */
    HttpResponse<String> get(String path, String... headers) {
        return send("GET", path, headers);
    }

    /** Sends a request without a body. */
    HttpResponse<String> send(String method, String path, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                        .timeout(Duration.ofSeconds(10))
                        .method(method, HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request.build());
    }

    /** Sends any request. */
    HttpResponse<String> send(HttpRequest request) {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new AssertionError(request + " got no answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** A connection for bytes. */
    RawConnection connect() {
        return RawConnection.to(port());
    }

    @Override
    public void close() {
        client.shutdownNow();
        server.stop();
    }
}
