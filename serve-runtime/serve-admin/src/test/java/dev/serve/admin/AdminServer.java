package dev.serve.admin;

import static java.util.Objects.requireNonNull;

import dev.serve.api.Server;
import dev.serve.api.ServerBuilder;
import dev.serve.testing.TestHttpClient;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A server with a listener {@code web}, one that serves the admin API, and a client of that. */
final class AdminServer implements AutoCloseable {

    static final String OPERATOR = "operator-0123456789";
    static final String VIEWER = "viewer-0123456789";

    private final Server server;
    private final TestHttpClient client;
    private final TestHttpClient web;
    private String token = "";

    private AdminServer(Server server) {
        this.server = server;
        this.client = TestHttpClient.of(URI.create("http://127.0.0.1:" + server.port("admin")));
        this.web = TestHttpClient.of(URI.create("http://127.0.0.1:" + server.port("web")));
    }

    /** Without tokens. */
    static AdminServer open() {
        return of(builder -> {});
    }

    /** With a token of either kind. */
    static AdminServer withTokens() {
        return of(
                builder ->
                        builder.set("admin.operator-token", OPERATOR)
                                .set("admin.viewer-token", VIEWER));
    }

    static AdminServer of(Consumer<ServerBuilder> more) {
        ServerBuilder builder =
                Server.builder()
                        .listener(
                                "web",
                                web ->
                                        web.port(0)
                                                .routing(
                                                        routes ->
                                                                routes.get(
                                                                        "/hello",
                                                                        (req, res) ->
                                                                                res.send("hello"))))
                        .listener("admin", admin -> admin.port(0).protocols("http", "sse"))
                        .set("admin.listener", "admin");
        more.accept(builder);
        return new AdminServer(builder.build().start());
    }

    Server server() {
        return server;
    }

    /** Of the listener {@code admin}. */
    TestHttpClient client() {
        return client;
    }

    /** Of the listener {@code web}. */
    TestHttpClient web() {
        return web;
    }

    /** Sends that token from now on. */
    AdminServer as(String sent) {
        token = sent;
        return this;
    }

    HttpResponse<String> get(String path, String... headers) {
        return client.get("/api/v1" + path, headers(headers));
    }

    HttpResponse<String> send(String method, String path, String body, String... headers) {
        return client.send(
                method, "/api/v1" + path, BodyPublishers.ofString(body), headers(headers));
    }

    /** A command with a JSON body. */
    HttpResponse<String> json(String method, String path, String body, String... headers) {
        List<String> all = new ArrayList<>(List.of("Content-Type", "application/json"));
        all.addAll(List.of(headers));
        return send(method, path, body, all.toArray(String[]::new));
    }

    private String[] headers(String... more) {
        List<String> all = new ArrayList<>(List.of(more));
        if (!token.isEmpty()) {
            all.addAll(List.of("Authorization", "Bearer " + token));
        }
        return all.toArray(String[]::new);
    }

    /** The members of an object. */
    static Map<String, @Nullable Object> members(HttpResponse<String> response) {
        return Json.object(response.body().getBytes(StandardCharsets.UTF_8));
    }

    /** The objects of a list. */
    @SuppressWarnings("unchecked") // as the API has it
    static List<Map<String, @Nullable Object>> items(String json) {
        byte[] wrapped = ("{\"items\":" + json + "}").getBytes(StandardCharsets.UTF_8);
        Object items = requireNonNull(Json.object(wrapped).get("items"));
        return (List<Map<String, @Nullable Object>>) items;
    }

    @Override
    public void close() {
        client.close();
        web.close();
        server.stopNow();
    }
}
