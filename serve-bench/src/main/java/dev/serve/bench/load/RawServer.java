package dev.serve.bench.load;

import io.helidon.common.configurable.Resource;
import io.helidon.common.tls.TlsConfig;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A stock Helidon server as a program of its own: its defaults, and TCP_NODELAY as ours has it. See
 * {@link Announcement} for how it talks.
 */
public final class RawServer {

    private RawServer() {}

    /** Serves on a free port until standard input ends; over TLS when given a directory of keys. */
    public static void main(String[] arguments) throws IOException {
        WebServerConfig.Builder builder =
                WebServer.builder()
                        .host("127.0.0.1")
                        .port(0)
                        .connectionOptions(options -> options.tcpNoDelay(true))
                        .routing(
                                routes ->
                                        routes.get("/hello", Handlers.HELLO)
                                                .get("/late", new Lateness())
                                                .post("/echo", Handlers.ECHO)
                                                .get("/large", Handlers.DOWNLOAD)
                                                .post("/upload", Handlers.UPLOAD));
        if (arguments.length > 0) {
            Path keys = Path.of(arguments[0]);
            builder.tls(tls -> offer(tls, keys));
        }
        WebServer server = builder.build().start();
        try {
            Announcement.ofPort(server.port());
        } finally {
            server.stop();
        }
    }

    private static void offer(TlsConfig.Builder tls, Path keys) {
        Resource key = Resource.create(keys.resolve("server.key"));
        Resource chain = Resource.create(keys.resolve("server.crt"));
        tls.privateKey(keyed -> keyed.pem(pem -> pem.key(key)))
                .privateKeyCertChain(chained -> chained.pem(pem -> pem.certChain(chain)))
                .enabledProtocols(Handlers.TLS_PROTOCOLS)
                .enabledCipherSuites(Handlers.TLS_CIPHERS);
    }
}
