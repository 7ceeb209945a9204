package dev.serve.http.h1;

import dev.serve.api.ListenerBuilder;
import dev.serve.api.Server;
import dev.serve.api.routing.Routes;
import dev.serve.testing.RawAnswer;
import dev.serve.testing.RawClient;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Our engine on a listener of ours, on a port of its own, with a request that must not be run. */
final class OurServer implements AutoCloseable {

    /** Follows what must be the last request of its connection. */
    static final String SECOND = "GET /second HTTP/1.1\r\nHost: a\r\n\r\n";

    private final Server server;
    private final AtomicInteger seconds;

    private OurServer(Server server, AtomicInteger seconds) {
        this.server = server;
        this.seconds = seconds;
    }

    static OurServer with(Consumer<Routes> routes) {
        return with(listener -> {}, routes);
    }

    static OurServer with(Consumer<ListenerBuilder> setUp, Consumer<Routes> routes) {
        AtomicInteger seconds = new AtomicInteger();
        Server server =
                Server.builder()
                        .listener(
                                "web",
                                listener -> {
                                    listener.port(0).protocols("http", "sse");
                                    setUp.accept(listener);
                                    listener.routing(
                                            table -> {
                                                table.get("/hello", (req, res) -> res.send("hello"))
                                                        .any(
                                                                "/second",
                                                                (req, res) -> {
                                                                    seconds.incrementAndGet();
                                                                    res.send("second");
                                                                })
                                                        .post(
                                                                "/echo",
                                                                (req, res) ->
                                                                        res.send(
                                                                                req.content()
                                                                                        .as(
                                                                                                byte
                                                                                                                []
                                                                                                        .class)));
                                                routes.accept(table);
                                            });
                                })
                        .build()
                        .start();
        return new OurServer(server, seconds);
    }

    int port() {
        return server.port("web");
    }

    RawClient connect() {
        return RawClient.tcp(port());
    }

    /** How often the second request was run. */
    int seconds() {
        return seconds.get();
    }

    /** Sends a request on a connection of its own and reads the answer. */
    RawAnswer answer(String request) {
        try (RawClient client = connect()) {
            return client.send(request).readAnswer();
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
