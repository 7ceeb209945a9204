package dev.serve.samples.echo;

import dev.serve.api.Application;
import dev.serve.api.config.ListenerConfig;
import dev.serve.api.config.ServerConfig;
import dev.serve.api.config.TlsConfig;
import dev.serve.api.routing.Routes;
import dev.serve.api.tcp.FrameCodec;
import dev.serve.api.tcp.TcpConnection;
import dev.serve.testing.DevCertificates;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Adds its routes to every listener, by the listener's protocols. Named {@code echo} in a
 * configuration file.
 */
public final class EchoApplication implements Application {

    /** Where its development certificates are made, below the directory the server starts in. */
    static final Path CERTIFICATES = Path.of("run", "certs");

    /** Found by {@link java.util.ServiceLoader}. */
    public EchoApplication() {}

    @Override
    public String name() {
        return "echo";
    }

    /**
     * Makes the development certificates when a listener names files in {@code run/certs}; whatever
     * else a configuration names is left alone.
     */
    @Override
    public void prepare(ServerConfig config) {
        boolean named =
                config.listeners().values().stream()
                        .map(ListenerConfig::tls)
                        .filter(Objects::nonNull)
                        .anyMatch(EchoApplication::namesOurs);
        if (named) {
            DevCertificates.createIn(CERTIFICATES);
        }
    }

    @Override
    public void routes(String listener, ListenerConfig config, Routes routes) {
        if (config.protocols().contains("http")) {
            HttpRoutes.addTo(routes, listener, config);
        }
        if (config.protocols().contains("websocket")) {
            WebSocketRoutes.addTo(routes);
        }
        if (config.protocols().contains("grpc")) {
            GrpcRoutes.addTo(routes);
        }
        if (config.protocols().contains("sse")) {
            EventRoutes.addTo(routes);
        }
        if (config.protocols().contains("tcp")) {
            routes.tcp(FrameCodec.lengthPrefixed(), TcpConnection::send);
        }
    }

    static boolean namesOurs(TlsConfig tls) {
        return Stream.of(tls.key(), tls.cert(), tls.ca(), tls.store())
                .filter(Objects::nonNull)
                .filter(value -> !value.contains("-----BEGIN"))
                .anyMatch(value -> Path.of(value).normalize().startsWith(CERTIFICATES));
    }
}
