package dev.serve.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serve.api.routing.RouteView;
import dev.serve.api.routing.Routes;
import dev.serve.api.spi.DescribedRoute;
import io.helidon.http.Method;
import io.helidon.http.PathMatchers;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpRoute;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@StopsPlainHelidon
class ServicesTest {

    /** A service that registers a route in every way there is. */
    private static final HttpService EVERY_WAY =
            rules ->
                    rules.get("/get", RoutesTest.says("get"))
                            .any("/any", RoutesTest.says("any"))
                            .route(Method.PUT, "/supplied", () -> "supplied")
                            .route(Method.PUT, "/applied", request -> "applied")
                            .route(Method.PUT, "/consumed", (ServerRequest request) -> {})
                            .route(
                                    Method.predicate(Method.GET, Method.HEAD),
                                    PathMatchers.create("/matched/*"),
                                    RoutesTest.says("matched"))
                            .route(
                                    HttpRoute.builder()
                                            .path("/built/{id}")
                                            .handler(RoutesTest.says("built"))
                                            .build())
                            .register("/inner", inner -> inner.get("/a", RoutesTest.says("inner")))
                            .register(plain -> plain.post(RoutesTest.says("post")));

    @ParameterizedTest
    @CsvSource({
        "GET, /get, get",
        "DELETE, /any, any",
        "PUT, /supplied, supplied",
        "PUT, /applied, applied",
        "PUT, /consumed, ''",
        "GET, /matched/x, matched",
        "PATCH, /built/7, built",
        "GET, /inner/a, inner",
        "POST, /whatever, post"
    })
    void everyWayOfRegisteringWorks(String method, String path, String body) {
        try (var server =
                PlainHelidon.with(
                        routes ->
                                routes.service("/s", EVERY_WAY)
                                        .service("/t/{tenant}", EVERY_WAY)
                                        .header("X", "1", group -> group.service(EVERY_WAY)))) {
            assertThat(server.send(method, "/s" + path).body()).isEqualTo(body);
            assertThat(server.send(method, "/t/acme" + path).body()).isEqualTo(body);
            assertThat(server.send(method, path, "X", "1").body()).isEqualTo(body);
            assertThat(server.send(method, path).statusCode()).isEqualTo(404);
        }
    }

    @Test
    void parametersOfPrefixAndRouteReachTheHandler() {
        try (var server =
                PlainHelidon.with(
                        routes ->
                                routes.service(
                                        "/t/{tenant}",
                                        rules ->
                                                rules.get(
                                                        "/users/{id}",
                                                        (req, res) ->
                                                                res.send(
                                                                        req.path()
                                                                                        .pathParameters()
                                                                                        .get(
                                                                                                "tenant")
                                                                                + "/"
                                                                                + req.path()
                                                                                        .pathParameters()
                                                                                        .get(
                                                                                                "id")))))) {
            assertThat(server.get("/t/acme/users/7").body()).isEqualTo("acme/7");
        }
    }

    @Test
    void everyRouteSaysItsMethodsItsWholePatternAndItsConditions() {
        Routes routes = Routes.create();
        routes.group("/api", api -> api.header("X", "1", group -> group.service("/s", EVERY_WAY)));
        List<RouteView> views = new ArrayList<>();
        ScopedService service =
                new ScopedService(new Offers(), routes.rules().getFirst().scope(), EVERY_WAY);
        service.routing(new Recorder(views));

        assertThat(views)
                .extracting(RouteView::pattern)
                .containsExactly(
                        "/api/s/get",
                        "/api/s/any",
                        "/api/s/supplied",
                        "/api/s/applied",
                        "/api/s/consumed",
                        "/api/s/matched/*",
                        "/api/s/built/{id}",
                        "/api/s/inner/a",
                        "/api/s/*");
        assertThat(views)
                .extracting(RouteView::methods)
                .containsExactly(
                        Set.of("GET"),
                        Set.of(),
                        Set.of("PUT"),
                        Set.of("PUT"),
                        Set.of("PUT"),
                        Set.of("GET", "HEAD"),
                        Set.of(),
                        Set.of("GET"),
                        Set.of("POST"));
        assertThat(views).extracting(RouteView::conditions).containsOnly(List.of("X: 1"));
        assertThat(views).extracting(RouteView::kind).containsOnly("handler");
    }

    @Test
    void aMalformedPatternInsideIsNamed() {
        assertThatThrownBy(
                        () ->
                                PlainHelidon.with(
                                        routes ->
                                                routes.service(
                                                        "/s",
                                                        rules ->
                                                                rules.get(
                                                                        "/{id",
                                                                        RoutesTest.says("a")))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("/{id");
    }

    @Nested
    class TheirLives {

        @Test
        void beginAndEndWithTheServer() {
            List<String> seen = new CopyOnWriteArrayList<>();
            try (var server =
                    PlainHelidon.with(
                            routes ->
                                    routes.service("/s", new Living(seen, "service"))
                                            .get("/h", new LivingHandler(seen, "handler"))
                                            .group(
                                                    "/g",
                                                    group ->
                                                            group.filter(
                                                                    new LivingFilter(
                                                                            seen, "filter"))))) {
                server.get("/h");
                assertThat(seen)
                        .containsExactlyInAnyOrder(
                                "service before",
                                "service after",
                                "handler before",
                                "handler after",
                                "filter before",
                                "filter after");
            }
            assertThat(seen).contains("service stopped", "handler stopped", "filter stopped");
        }
    }

    private record Recorder(List<RouteView> views) implements HttpRules {
        @Override
        public HttpRules register(HttpService... services) {
            for (HttpService service : services) {
                service.routing(this);
            }
            return this;
        }

        @Override
        public HttpRules register(String pathPattern, HttpService... services) {
            return register(services);
        }

        @Override
        public HttpRules route(HttpRoute route) {
            views.add(((DescribedRoute) route).view());
            return this;
        }
    }

    private record Living(List<String> seen, String name) implements HttpService {
        @Override
        public void routing(HttpRules rules) {}

        @Override
        public void beforeStart() {
            seen.add(name + " before");
        }

        @Override
        public void afterStart(WebServer webServer) {
            seen.add(name + " after");
        }

        @Override
        public void afterStop() {
            seen.add(name + " stopped");
        }
    }

    private record LivingHandler(List<String> seen, String name) implements Handler {
        @Override
        public void handle(ServerRequest request, ServerResponse response) {
            response.send();
        }

        @Override
        public void beforeStart() {
            seen.add(name + " before");
        }

        @Override
        public void afterStart(WebServer webServer) {
            seen.add(name + " after");
        }

        @Override
        public void afterStop() {
            seen.add(name + " stopped");
        }
    }

    private record LivingFilter(List<String> seen, String name)
            implements io.helidon.webserver.http.Filter {
        @Override
        public void filter(
                io.helidon.webserver.http.FilterChain chain,
                io.helidon.webserver.http.RoutingRequest request,
                io.helidon.webserver.http.RoutingResponse response) {
            chain.proceed();
        }

        @Override
        public void beforeStart() {
            seen.add(name + " before");
        }

        @Override
        public void afterStart(WebServer webServer) {
            seen.add(name + " after");
        }

        @Override
        public void afterStop() {
            seen.add(name + " stopped");
        }
    }
}
