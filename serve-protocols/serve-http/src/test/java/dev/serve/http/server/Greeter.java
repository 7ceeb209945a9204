package dev.serve.http.server;

import dev.serve.api.Server;
import dev.serve.api.ServerBuilder;
import dev.serve.api.routing.Routes;
import java.util.function.Consumer;

/** A server with one listener, {@code web}, where {@code GET /hello} is answered. */
final class Greeter {

    private Greeter() {}

    /** To be changed further. */
    static ServerBuilder builder() {
        return builder(routes -> {});
    }

    /**
     * To be changed further.
     *
     * @param more what else it answers
     */
    static ServerBuilder builder(Consumer<Routes> more) {
        return Server.builder()
                .listener(
                        "web",
                        listener ->
                                listener.port(0)
                                        .routing(
                                                routes -> {
                                                    routes.get(
                                                            "/hello",
                                                            (_, response) ->
                                                                    response.send("hello"));
                                                    more.accept(routes);
                                                }));
    }

    /** A running one. */
    static Server start() {
        return builder().build().start();
    }
}
