package dev.serve.admin;

import static java.util.Objects.requireNonNull;

import dev.serve.api.ListenerBuilder;
import dev.serve.api.Server;
import dev.serve.api.ServerBuilder;
import dev.serve.api.config.ClientAuth;
import dev.serve.testing.CertificateAuthority;
import dev.serve.testing.EventClient;
import dev.serve.testing.Identity;
import dev.serve.testing.ReceivedEvent;
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
        this.client = TestHttpClient.of(base("admin"));
        this.web = TestHttpClient.of(base("web"));
    }

    /** On a Unix socket it is of no use: tests speak to that by a {@code RawClient}. */
    private URI base(String listener) {
        return server.listeners().stream()
                .filter(view -> view.name().equals(listener))
                .map(view -> URI.create("http://127.0.0.1:" + Math.max(0, view.port())))
                .findFirst()
                .orElseThrow();
    }

    /** Without tokens. */
    static AdminServer open() {
        return of(builder -> {});
    }

    /** With a token of either kind. */
    static AdminServer withTokens() {
        return of(AdminServer::addTokens);
    }

    /** A token of either kind. */
    static void addTokens(ServerBuilder builder) {
        builder.set("admin.operator-token", OPERATOR).set("admin.viewer-token", VIEWER);
    }

    /** Certificates of an authority for the listener and for all who reach it. */
    static void addMutualTls(
            ServerBuilder builder, CertificateAuthority authority, String operators) {
        Identity server = authority.server().issue();
        builder.set("admin.operators", operators)
                .listener(
                        "admin",
                        admin ->
                                admin.tls(
                                        tls ->
                                                tls.key(server.keyPem())
                                                        .cert(server.certPem())
                                                        .ca(authority.certPem())
                                                        .clientAuth(ClientAuth.REQUIRED)));
    }

    static AdminServer of(Consumer<ServerBuilder> more) {
        return of(admin -> admin.port(0), more);
    }

    /**
     * With another listener {@code admin}.
     *
     * @param listener says where it listens
     */
    static AdminServer of(Consumer<ListenerBuilder> listener, Consumer<ServerBuilder> more) {
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
                        .listener("admin", admin -> admin.protocols("http", "sse"))
                        .listener("admin", listener)
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
        return members(response.body());
    }

    /** The members of an object. */
    static Map<String, @Nullable Object> members(String json) {
        return Json.object(json.getBytes(StandardCharsets.UTF_8));
    }

    /** The objects of a list. */
    @SuppressWarnings("unchecked") // as the API has it
    static List<Map<String, @Nullable Object>> items(String json) {
        Object items = requireNonNull(members("{\"items\":" + json + "}").get("items"));
        return (List<Map<String, @Nullable Object>>) items;
    }

    /** The data of the next event of that name. */
    static String next(EventClient events, String name) {
        for (ReceivedEvent event = events.next(); ; event = events.next()) {
            if (event.name().equals(name)) {
                return event.data();
            }
        }
    }

    @Override
    public void close() {
        client.close();
        web.close();
        server.stopNow();
    }
}
