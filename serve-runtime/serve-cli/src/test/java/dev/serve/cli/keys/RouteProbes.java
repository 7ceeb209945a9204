package dev.serve.cli.keys;

import static dev.serve.cli.keys.HttpProbes.field;

import java.util.List;

/** Keys of {@code routes}, which are records in a list. */
final class RouteProbes {

    private RouteProbes() {}

    static List<Probe> all() {
        return List.of(
                route(
                        "path",
                        "{ path: @, respond: { status: 204 } }",
                        "/elsewhere",
                        "404",
                        "/there",
                        "204",
                        eye -> Eye.status(eye.get("/there"))),
                route(
                        "files",
                        "{ path: \"/*\", files: @ }",
                        "/no-such-directory",
                        EveryKeyTest.NO_START,
                        "src/main/java/dev/serve/cli",
                        "200",
                        eye -> Eye.status(eye.get("/package-info.java"))),
                route(
                        "index",
                        "{ path: \"/*\", files: src/main/java/dev/serve/cli, index: @ }",
                        "index.html",
                        "404",
                        "package-info.java",
                        "200",
                        eye -> Eye.status(eye.get("/"))),
                route(
                        "redirect",
                        "{ path: /old, redirect: @ }",
                        "/new",
                        "/new",
                        "/newer",
                        "/newer",
                        eye -> field(eye.get("/old"), "location")),
                route(
                        "status",
                        "{ path: /old, redirect: /new, status: @ }",
                        "302",
                        "302",
                        "308",
                        "308",
                        eye -> Eye.status(eye.get("/old"))),
                route(
                        "respond.status",
                        "{ path: /a, respond: { status: @ } }",
                        "200",
                        "200",
                        "418",
                        "418",
                        eye -> Eye.status(eye.get("/a"))),
                route(
                        "respond.body",
                        "{ path: /a, respond: { body: @ } }",
                        "one",
                        "one",
                        "two",
                        "two",
                        eye -> {
                            String answer = eye.get("/a");
                            return answer.substring(answer.indexOf("\r\n\r\n") + 4);
                        }),
                route(
                        "respond.content-type",
                        "{ path: /a, respond: { body: a, content-type: @ } }",
                        "text/html",
                        "text/html",
                        "text/css",
                        "text/css",
                        eye -> field(eye.get("/a"), "content-type")));
    }

    private static Probe route(
            String key,
            String route,
            String first,
            String seenFirst,
            String second,
            String seenSecond,
            Probe.Look look) {
        return new Probe(
                "listeners.<name>.routes[]." + key,
                "listeners:\n  web:\n    port: 0\n    routes:\n      - " + route + "\n",
                List.of(),
                first,
                seenFirst,
                second,
                seenSecond,
                look);
    }
}
