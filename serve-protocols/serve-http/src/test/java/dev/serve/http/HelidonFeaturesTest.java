package dev.serve.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serve.api.ListenerBuilder;
import dev.serve.api.Server;
import dev.serve.testing.ExpectLog;
import io.helidon.common.context.Contexts;
import io.helidon.health.HealthCheckResponse;
import io.helidon.health.HealthCheckType;
import io.helidon.http.HeaderNames;
import io.helidon.security.AuthenticationResponse;
import io.helidon.security.Principal;
import io.helidon.security.ProviderRequest;
import io.helidon.security.Role;
import io.helidon.security.Security;
import io.helidon.security.SecurityContext;
import io.helidon.security.Subject;
import io.helidon.webserver.context.ContextFeature;
import io.helidon.webserver.cors.CorsFeature;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.helidon.webserver.observe.ObserveFeature;
import io.helidon.webserver.observe.health.HealthObserver;
import io.helidon.webserver.security.SecurityFeature;
import io.helidon.webserver.spi.ServerFeature;
import io.helidon.webserver.staticcontent.StaticContentFeature;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Helidon's own features, set up unchanged by {@code ServerBuilder.feature}: on our listener every
 * answer is the one that a plain Helidon server gives with the same feature and the same routes.
 */
@StopsPlainHelidon
@ExpectLog("limits do not hold there")
class HelidonFeaturesTest {

    @Test
    void observeTellsHealth() {
        AtomicReference<HealthCheckResponse.Status> status =
                new AtomicReference<>(HealthCheckResponse.Status.UP);
        try (OnBoth both =
                OnBoth.with(
                        () ->
                                ObserveFeature.builder()
                                        .addObserver(
                                                HealthObserver.builder()
                                                        .details(true)
                                                        .useSystemServices(false)
                                                        .addCheck(
                                                                () ->
                                                                        HealthCheckResponse
                                                                                .builder()
                                                                                .status(
                                                                                        status
                                                                                                .get())
                                                                                .build(),
                                                                HealthCheckType.READINESS,
                                                                "database")
                                                        .build())
                                        .build(),
                        HelidonFeaturesTest::hello)) {
            assertThat(both.get("/observe/health").body()).contains("database").contains("UP");
            assertThat(both.get("/observe/health/ready").statusCode()).isEqualTo(200);
            assertThat(both.get("/hello").body()).isEqualTo("hello");
            status.set(HealthCheckResponse.Status.DOWN);
            assertThat(both.get("/observe/health/ready").statusCode()).isEqualTo(503);
            assertThat(both.get("/observe/none").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void corsAnswersPreflightsAndMarksAnswers() {
        try (OnBoth both =
                OnBoth.with(
                        () ->
                                CorsFeature.builder()
                                        .addPath(
                                                path ->
                                                        path.pathPattern("/hello")
                                                                .allowOrigins(
                                                                        Set.of("https://a.example"))
                                                                .allowMethods(Set.of("GET")))
                                        .build(),
                        HelidonFeaturesTest::hello)) {
            HttpResponse<String> simple = both.get("/hello", "Origin", "https://a.example");
            assertThat(simple.body()).isEqualTo("hello");
            assertThat(simple.headers().firstValue("Access-Control-Allow-Origin"))
                    .contains("https://a.example");
            assertThat(
                            both.send(
                                            "OPTIONS",
                                            "/hello",
                                            "Origin",
                                            "https://a.example",
                                            "Access-Control-Request-Method",
                                            "GET")
                                    .statusCode())
                    .isEqualTo(200);
            assertThat(
                            both.send(
                                            "OPTIONS",
                                            "/hello",
                                            "Origin",
                                            "https://b.example",
                                            "Access-Control-Request-Method",
                                            "GET")
                                    .statusCode())
                    .isEqualTo(403);
            assertThat(both.get("/hello").headers().firstValue("Access-Control-Allow-Origin"))
                    .isEmpty();
        }
    }

    @Test
    void staticContentServesItsFiles(@TempDir Path directory) throws IOException {
        Files.writeString(directory.resolve("index.html"), "<p>index");
        Files.writeString(directory.resolve("a.txt"), "0123456789");
        try (OnBoth both =
                OnBoth.with(
                        () ->
                                StaticContentFeature.builder()
                                        .addPath(
                                                path ->
                                                        path.location(directory)
                                                                .context("/static")
                                                                .welcome("index.html"))
                                        .build(),
                        HelidonFeaturesTest::hello)) {
            assertThat(both.get("/static/").body()).isEqualTo("<p>index");
            assertThat(both.get("/static/a.txt", "Range", "bytes=2-4").body()).isEqualTo("234");
            assertThat(both.send("HEAD", "/static/a.txt").statusCode()).isEqualTo(200);
            assertThat(both.get("/static/none").statusCode()).isEqualTo(404);
            assertThat(both.get("/hello").body()).isEqualTo("hello");
        }
    }

    @Test
    void contextCarriesHeadersToHandlers() {
        try (OnBoth both =
                OnBoth.with(
                        () ->
                                ContextFeature.builder()
                                        .addRecord(
                                                item ->
                                                        item.header(HeaderNames.create("X-Tenant"))
                                                                .classifier("tenant"))
                                        .build(),
                        rules ->
                                rules.get(
                                        "/tenant",
                                        (req, res) ->
                                                res.send(
                                                        Contexts.context()
                                                                .flatMap(
                                                                        context ->
                                                                                context.get(
                                                                                        "tenant",
                                                                                        String
                                                                                                .class))
                                                                .orElse("none"))))) {
            assertThat(both.get("/tenant", "X-Tenant", "acme").body()).isEqualTo("acme");
            assertThat(both.get("/tenant").body()).isEqualTo("none");
        }
    }

    @Test
    void securityAuthenticatesAndAuthorizes() {
        try (OnBoth both =
                OnBoth.with(
                        () ->
                                SecurityFeature.builder()
                                        .security(
                                                Security.builder()
                                                        .addAuthenticationProvider(
                                                                HelidonFeaturesTest::authenticate)
                                                        .build())
                                        .build(),
                        rules ->
                                hello(rules)
                                        .get(
                                                "/admin",
                                                SecurityFeature.rolesAllowed("admin"),
                                                (req, res) ->
                                                        res.send(
                                                                req.context()
                                                                        .get(SecurityContext.class)
                                                                        .map(
                                                                                SecurityContext
                                                                                        ::userName)
                                                                        .orElse("nobody"))))) {
            assertThat(both.get("/hello").body()).isEqualTo("hello");
            assertThat(both.get("/admin").statusCode()).isEqualTo(401);
            assertThat(both.get("/admin", "X-User", "bob").statusCode()).isEqualTo(403);
            assertThat(both.get("/admin", "X-User", "ada").body()).isEqualTo("ada");
        }
    }

    private static AuthenticationResponse authenticate(ProviderRequest request) {
        List<String> users = request.env().headers().getOrDefault("X-User", List.of());
        if (users.isEmpty()) {
            return AuthenticationResponse.failed("no user");
        }
        String user = users.getFirst();
        Subject.Builder subject = Subject.builder().principal(Principal.create(user));
        if (user.equals("ada")) {
            subject.addGrant(Role.create("admin"));
        }
        return AuthenticationResponse.success(subject.build());
    }

    private static HttpRules hello(HttpRules rules) {
        return rules.get("/hello", RoutesTest.says("hello"));
    }

    /** The same feature and routes on Helidon and on ours, each with either engine. */
    private static final class OnBoth implements AutoCloseable {

        private final PlainHelidon plain;
        private final PlainHelidon plainWithOurEngine;
        private final List<Server> ours;

        private OnBoth(PlainHelidon plain, PlainHelidon plainWithOurEngine, List<Server> ours) {
            this.plain = plain;
            this.plainWithOurEngine = plainWithOurEngine;
            this.ours = ours;
        }

        static OnBoth with(Supplier<ServerFeature> feature, Consumer<HttpRules> routes) {
            return new OnBoth(
                    PlainHelidon.of(
                            server -> server.addFeature(feature.get()).routing(routes::accept)),
                    PlainHelidon.of(
                            server ->
                                    server.addFeature(feature.get())
                                            .protocolsDiscoverServices(false)
                                            .addConnectionSelector(HttpEngines.http1())
                                            .routing(routes::accept)),
                    List.of(
                            server(feature, routes, listener -> {}),
                            server(
                                    feature,
                                    routes,
                                    listener ->
                                            listener.connections(
                                                    Http1ConnectionSelector.builder()
                                                            .config(Http1Config.create())
                                                            .build()))));
        }

        private static Server server(
                Supplier<ServerFeature> feature,
                Consumer<HttpRules> routes,
                Consumer<ListenerBuilder> setUp) {
            return Server.builder()
                    .feature(feature.get())
                    .listener(
                            "web",
                            listener -> {
                                setUp.accept(listener.port(0));
                                listener.routing(table -> table.service(routes::accept));
                            })
                    .build()
                    .start();
        }

        HttpResponse<String> get(String path, String... headers) {
            return send("GET", path, headers);
        }

        /** Sends to all, and asserts that the answers are the same. */
        HttpResponse<String> send(String method, String path, String... headers) {
            HttpResponse<String> theirs = plain.send(method, path, headers);
            check(plainWithOurEngine.send(method, path, headers), theirs, method);
            for (Server server : ours) {
                HttpRequest.Builder request =
                        HttpRequest.newBuilder(
                                        URI.create("http://127.0.0.1:" + server.port("web") + path))
                                .method(method, HttpRequest.BodyPublishers.noBody());
                if (headers.length > 0) {
                    request.headers(headers);
                }
                check(plain.send(request.build()), theirs, method);
            }
            return theirs;
        }

        private static void check(
                HttpResponse<String> answer, HttpResponse<String> theirs, String method) {
            assertThat(answer.statusCode()).isEqualTo(theirs.statusCode());
            assertThat(answer.body()).isEqualTo(theirs.body());
            assertThat(comparable(answer)).as(method).isEqualTo(comparable(theirs));
        }

        /** RFC 9112 section 9.3: that a connection stays is no news in HTTP/1.1. */
        private static Map<String, List<String>> comparable(HttpResponse<String> answer) {
            Map<String, List<String>> headers = new TreeMap<>();
            answer.headers()
                    .map()
                    .forEach(
                            (name, values) -> {
                                if (!name.equals("date") && !values.equals(List.of("keep-alive"))) {
                                    headers.put(name, new ArrayList<>(values));
                                }
                            });
            return headers;
        }

        @Override
        public void close() {
            plain.close();
            plainWithOurEngine.close();
            ours.forEach(Server::close);
        }
    }
}
