package dev.serve.bench.load;

import dev.serve.api.Server;
import java.io.IOException;

/** Our server, told how much of its work to tell; see {@link Announcement} for how it talks. */
public final class WatchedServer {

    private WatchedServer() {}

    /**
     * Serves on a free port until standard input ends: the name of a {@link Watched}, and where
     * spans go.
     */
    public static void main(String[] arguments) throws IOException {
        Watched watched = Watched.valueOf(arguments[0]);
        try (ScratchDirectory scratch = ScratchDirectory.create();
                Server server =
                        Server.builder()
                                .observe(
                                        observe ->
                                                watched.configure(
                                                        observe,
                                                        scratch.path()
                                                                .resolve("access.log")
                                                                .toString(),
                                                        arguments[1]))
                                .listener(
                                        "web",
                                        listener ->
                                                listener.port(0)
                                                        .routing(
                                                                routes ->
                                                                        routes.get(
                                                                                "/hello",
                                                                                Handlers.HELLO)))
                                .build()
                                .start()) {
            Announcement.ofPort(server.port("web"));
        }
    }
}
