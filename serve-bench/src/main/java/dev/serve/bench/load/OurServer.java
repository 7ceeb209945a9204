package dev.serve.bench.load;

import dev.serve.api.Server;
import java.io.IOException;
import java.nio.file.Path;

/** Our server as a program of its own; see {@link Announcement} for how it talks. */
public final class OurServer {

    /** As many as there may be descriptors: the other sides have no limit. */
    private static final int MOST = 1_000_000;

    private OurServer() {}

    /** Serves on a free port until standard input ends; over TLS when given a directory of keys. */
    public static void main(String[] arguments) throws IOException {
        try (Server server =
                Server.builder()
                        .listener(
                                "web",
                                listener -> {
                                    listener.port(0)
                                            .pool(pool -> pool.maxConnections(MOST))
                                            .routing(
                                                    routes ->
                                                            routes.get("/hello", Handlers.HELLO)
                                                                    .get("/late", new Lateness())
                                                                    .post("/echo", Handlers.ECHO)
                                                                    .get(
                                                                            "/large",
                                                                            Handlers.DOWNLOAD)
                                                                    .post(
                                                                            "/upload",
                                                                            Handlers.UPLOAD));
                                    if (arguments.length > 0) {
                                        Path keys = Path.of(arguments[0]);
                                        listener.tls(
                                                tls ->
                                                        tls.key(file(keys, "server.key"))
                                                                .cert(file(keys, "server.crt"))
                                                                .protocols(Handlers.TLS_PROTOCOLS)
                                                                .ciphers(Handlers.TLS_CIPHERS));
                                    }
                                })
                        .build()
                        .start()) {
            Announcement.ofPort(server.port("web"));
        }
    }

    private static String file(Path directory, String name) {
        return directory.resolve(name).toString();
    }
}
