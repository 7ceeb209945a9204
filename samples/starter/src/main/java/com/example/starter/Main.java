package com.example.starter;

import dev.serve.api.Server;
import dev.serve.api.ServerBuilder;
import dev.serve.api.routing.Routes;

/** A server with one listener and one route. */
public final class Main {

    private Main() {}

    /** Serves until the process is asked to end. */
    public static void main(String[] args) {
        Server server = describe(Server.builder()).build().start();
        Runtime.getRuntime().addShutdownHook(new Thread(server::close, "stop"));
        System.out.println("http://127.0.0.1:" + server.port("web") + "/hello/world");
    }

    /** What it listens to and answers; tests start the same server. */
    static ServerBuilder describe(ServerBuilder server) {
        return server.listener("web", web -> web.port(8080).routing(Main::routes));
    }

    private static void routes(Routes routes) {
        routes.get(
                "/hello/{name}",
                (req, res) -> res.send("hello " + req.path().pathParameters().get("name")));
    }
}
