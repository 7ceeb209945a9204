package dev.serve.http.h1;

import dev.serve.api.routing.Routes;
import dev.serve.http.HttpEngines;
import dev.serve.http.HttpFeature;
import dev.serve.testing.RawClient;
import io.helidon.common.socket.SocketOptions;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http1.spi.Http1Upgrader;
import java.util.function.Consumer;

/** Our engine in a plain Helidon server, on a port of its own. */
final class EngineServer implements AutoCloseable {

    private final WebServer server;

    private EngineServer(WebServer server) {
        this.server = server;
    }

    static EngineServer with(Consumer<Routes> routes, Http1Upgrader... upgraders) {
        return of(server -> server.addFeature(HttpFeature.create(routes)), upgraders);
    }

    static EngineServer of(Consumer<WebServerConfig.Builder> setUp, Http1Upgrader... upgraders) {
        WebServerConfig.Builder builder =
                WebServer.builder()
                        .host("127.0.0.1")
                        .port(0)
                        .shutdownHook(false)
                        .featuresDiscoverServices(false)
                        .protocolsDiscoverServices(false)
                        .addConnectionSelector(HttpEngines.http1(upgraders))
                        .connectionOptions(SocketOptions.builder().tcpNoDelay(true).build());
        setUp.accept(builder);
        return new EngineServer(builder.build().start());
    }

    int port() {
        return server.port();
    }

    RawClient connect() {
        return RawClient.tcp(port());
    }

    @Override
    public void close() {
        server.stop();
    }
}
