package dev.serve.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.helidon.http.Method;
import io.helidon.webserver.http.Handler;
import java.net.http.HttpResponse;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@StopsPlainHelidon
class RoutesTest {

    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "REPORT"})
    void everyVerbReachesItsOwnHandlerAlone(String method) {
        try (var server =
                PlainHelidon.with(
                        routes ->
                                routes.get("/a", says("GET"))
                                        .post("/a", says("POST"))
                                        .put("/a", says("PUT"))
                                        .patch("/a", says("PATCH"))
                                        .delete("/a", says("DELETE"))
                                        .options("/a", says("OPTIONS"))
                                        .route(
                                                Set.of(Method.create("REPORT")),
                                                "/a",
                                                says("REPORT")))) {
            assertThat(server.send(method, "/a").body()).isEqualTo(method);
        }
    }

    @Test
    void headHasAHandlerOfItsOwn() {
        try (var server =
                PlainHelidon.with(
                        routes ->
                                routes.head("/a", (req, res) -> res.header("X-By", "head").send())
                                        .get("/a", says("get")))) {
            HttpResponse<String> answer = server.send("HEAD", "/a");
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("X-By")).contains("head");
        }
    }

    @Test
    void anyTakesEveryMethod() {
        try (var server =
                PlainHelidon.with(
                        routes ->
                                routes.any(
                                        "/a",
                                        (req, res) -> res.send(req.prologue().method().text())))) {
            assertThat(server.get("/a").body()).isEqualTo("GET");
            assertThat(server.send("BREW", "/a").body()).isEqualTo("BREW");
        }
    }

    @Test
    void severalMethodsShareOneHandler() {
        try (var server =
                PlainHelidon.with(
                        routes ->
                                routes.route(Set.of(Method.GET, Method.PUT), "/a", says("both")))) {
            assertThat(server.get("/a").body()).isEqualTo("both");
            assertThat(server.send("PUT", "/a").body()).isEqualTo("both");
            assertThat(server.send("POST", "/a").statusCode()).isEqualTo(405);
        }
    }

    @Test
    void pathParametersReachTheHandler() {
        try (var server =
                PlainHelidon.with(
                        routes ->
                                routes.get(
                                        "/hello/{name}",
                                        (req, res) ->
                                                res.send(
                                                        req.path()
                                                                .pathParameters()
                                                                .get("name"))))) {
            assertThat(server.get("/hello/J%C3%BCrgen").body()).isEqualTo("Jürgen");
        }
    }

    @Test
    void handlersOfOneRoutePassOn() {
        try (var server =
                PlainHelidon.with(
                        routes ->
                                routes.get(
                                        "/a",
                                        (req, res) -> {
                                            res.header("X-First", "seen");
                                            res.next();
                                        },
                                        says("second")))) {
            HttpResponse<String> answer = server.get("/a");
            assertThat(answer.body()).isEqualTo("second");
            assertThat(answer.headers().firstValue("X-First")).contains("seen");
        }
    }

    @Test
    void theFirstRuleThatFitsAnswers() {
        try (var server =
                PlainHelidon.with(
                        routes -> routes.get("/a/*", says("first")).get("/a/b", says("second")))) {
            assertThat(server.get("/a/b").body()).isEqualTo("first");
        }
    }

    @Test
    void whatNoRuleAnswersIs404() {
        try (var server = PlainHelidon.with(routes -> routes.get("/a", says("a")))) {
            assertThat(server.get("/b").statusCode()).isEqualTo(404);
        }
    }

    @Nested
    class WithoutCode {

        @Test
        void redirectsWith302UnlessToldOtherwise() {
            try (var server =
                    PlainHelidon.with(
                            routes ->
                                    routes.redirect("/old", "/new")
                                            .redirect("/moved", "https://example.com/ü", 308))) {
                HttpResponse<String> found = server.get("/old");
                assertThat(found.statusCode()).isEqualTo(302);
                assertThat(found.headers().firstValue("Location")).contains("/new");
                HttpResponse<String> moved = server.send("DELETE", "/moved");
                assertThat(moved.statusCode()).isEqualTo(308);
                assertThat(moved.headers().firstValue("Location"))
                        .contains("https://example.com/%C3%BC");
            }
        }

        @Test
        void answersHeadOnARedirect() {
            try (var server = PlainHelidon.with(routes -> routes.redirect("/old", "/new"))) {
                assertThat(server.send("HEAD", "/old").statusCode()).isEqualTo(302);
            }
        }

        @Test
        void respondsWithFixedText() {
            try (var server =
                    PlainHelidon.with(
                            routes ->
                                    routes.respond("/health", 200, "ök")
                                            .respond("/json", 418, "{}", "application/json"))) {
                HttpResponse<String> health = server.get("/health");
                assertThat(health.body()).isEqualTo("ök");
                assertThat(health.headers().firstValue("Content-Type"))
                        .contains("text/plain; charset=UTF-8");
                HttpResponse<String> json = server.get("/json");
                assertThat(json.statusCode()).isEqualTo(418);
                assertThat(json.headers().firstValue("Content-Type")).contains("application/json");
            }
        }

        @Test
        void respondsWithoutABody() {
            try (var server = PlainHelidon.with(routes -> routes.respond("/gone", 204, ""))) {
                HttpResponse<String> answer = server.get("/gone");
                assertThat(answer.statusCode()).isEqualTo(204);
                assertThat(answer.body()).isEmpty();
                assertThat(answer.headers().firstValue("Content-Type")).isEmpty();
            }
        }

        @Test
        void respondsToGetOnly() {
            try (var server = PlainHelidon.with(routes -> routes.respond("/a", 200, "a"))) {
                assertThat(server.send("POST", "/a").statusCode()).isEqualTo(405);
            }
        }
    }

    static Handler says(String text) {
        return (req, res) -> res.send(text);
    }
}
