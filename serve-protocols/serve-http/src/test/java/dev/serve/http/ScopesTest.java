package dev.serve.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serve.api.routing.Rejection;
import dev.serve.api.routing.Routes;
import io.helidon.http.HeaderNames;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@StopsPlainHelidon
class ScopesTest {

    @Nested
    class Groups {

        @Test
        void putTheirPrefixBeforeEveryPath() {
            try (var server =
                    PlainHelidon.with(
                            routes ->
                                    routes.group(
                                            "/api/",
                                            api ->
                                                    api.get("/", RoutesTest.says("root"))
                                                            .get("/a", RoutesTest.says("a"))
                                                            .group(
                                                                    "/v1",
                                                                    v1 ->
                                                                            v1.get(
                                                                                    "/{id}",
                                                                                    RoutesTest.says(
                                                                                            "v1")))))) {
                assertThat(server.get("/api").body()).isEqualTo("root");
                assertThat(server.get("/api/a").body()).isEqualTo("a");
                assertThat(server.get("/api/v1/7").body()).isEqualTo("v1");
                assertThat(server.get("/a").statusCode()).isEqualTo(404);
            }
        }

        @ParameterizedTest
        @CsvSource({
            "/admin, 403",
            "/admin/, 403",
            "/admin/users, 403",
            "/admin/nothing/here, 403",
            "/%61dmin/users, 403",
            "//admin/users, 403",
            "/x/../admin/users, 403",
            "/admin;a=b/users, 403",
            "/administrator, 200",
            "/admin2/users, 200",
            "/x/admin, 200"
        })
        void keepTheirFiltersToWholeSegments(String path, int status) {
            try (var server = PlainHelidon.with(ScopesTest::guardedAdmin);
                    var connection = server.connect()) {
                connection.request("GET " + path + " HTTP/1.1");
                assertThat(connection.readHead()).startsWith("HTTP/1.1 " + status);
            }
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "/t/acme",
                    "/t/acme/",
                    "/t/acme/users",
                    "/t/acme/a%0Ab",
                    "/t/acme/a/b/c",
                    "/t/a%20b/users"
                })
        void withAParameterKeepTheirFiltersToo(String path) {
            try (var server =
                            PlainHelidon.with(
                                    routes ->
                                            routes.group(
                                                            "/t/{tenant}",
                                                            group ->
                                                                    group.filter(ScopesTest::forbid)
                                                                            .any(
                                                                                    "/*",
                                                                                    RoutesTest.says(
                                                                                            "in")))
                                                    .any("/*", RoutesTest.says("out")));
                    var connection = server.connect()) {
                connection.request("GET " + path + " HTTP/1.1");
                assertThat(connection.readHead()).startsWith("HTTP/1.1 403");
                assertThat(server.get("/t").statusCode()).isEqualTo(200);
                assertThat(server.get("/u/acme").statusCode()).isEqualTo(200);
            }
        }

        @Test
        void keepHelidonFiltersToo() {
            List<String> seen = new CopyOnWriteArrayList<>();
            try (var server =
                    PlainHelidon.with(
                            routes ->
                                    routes.group(
                                                    "/api",
                                                    api ->
                                                            api.filter(
                                                                    (chain, request, response) -> {
                                                                        seen.add(
                                                                                request.prologue()
                                                                                        .uriPath()
                                                                                        .path());
                                                                        chain.proceed();
                                                                    }))
                                            .any("/*", RoutesTest.says("a")))) {
                server.get("/other");
                server.get("/api/x");
                assertThat(seen).containsExactly("/api/x");
            }
        }
    }

    @Nested
    class Hosts {

        @ParameterizedTest
        @CsvSource({
            "example.com, one",
            "EXAMPLE.com, one",
            "example.com:8080, one",
            "www.example.com, any",
            "[::1], any"
        })
        void fallThroughToLaterRules(String host, String answer) {
            try (var server =
                            PlainHelidon.with(
                                    routes ->
                                            routes.host(
                                                            "Example.com",
                                                            group ->
                                                                    group.get(
                                                                            "/a",
                                                                            RoutesTest.says("one")))
                                                    .get("/a", RoutesTest.says("any")));
                    var connection = server.connect()) {
                connection.write("GET /a HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
                connection.readHead();
                assertThat(new String(connection.read(3), java.nio.charset.StandardCharsets.UTF_8))
                        .isEqualTo(answer);
            }
        }
    }

    @Nested
    class Headers {

        @Test
        void decideWhichRuleAnswers() {
            try (var server =
                    PlainHelidon.with(
                            routes ->
                                    routes.header(
                                                    "X-Version",
                                                    "2",
                                                    group ->
                                                            group.get("/a", RoutesTest.says("two")))
                                            .get("/a", RoutesTest.says("one")))) {
                assertThat(server.get("/a", "x-version", "2").body()).isEqualTo("two");
                assertThat(server.get("/a", "X-Version", "3").body()).isEqualTo("one");
                assertThat(server.get("/a").body()).isEqualTo("one");
            }
        }

        @Test
        void decideForFiltersServicesFilesAndFixedAnswers() {
            try (var server =
                    PlainHelidon.with(
                            routes ->
                                    routes.when(
                                            "mobile",
                                            headers ->
                                                    headers.first(HeaderNames.USER_AGENT)
                                                            .orElse("")
                                                            .contains("Mobile"),
                                            group ->
                                                    group.filter(
                                                                    (exchange, chain) -> {
                                                                        exchange.context();
                                                                        ((dev.serve.api.routing
                                                                                                .HttpExchange)
                                                                                        exchange)
                                                                                .response()
                                                                                .header(
                                                                                        "X-Mobile",
                                                                                        "yes");
                                                                        chain.proceed();
                                                                    })
                                                            .service(
                                                                    "/s",
                                                                    rules ->
                                                                            rules.get(
                                                                                    "/a",
                                                                                    RoutesTest.says(
                                                                                            "s")))
                                                            .respond("/r", 200, "r")
                                                            .redirect("/d", "/e")))) {
                for (String path : List.of("/s/a", "/r", "/d")) {
                    var mobile = server.get(path, "User-Agent", "Mobile");
                    assertThat(mobile.statusCode()).isLessThan(400);
                    assertThat(mobile.headers().firstValue("X-Mobile")).contains("yes");
                    var other = server.get(path, "User-Agent", "Desktop");
                    assertThat(other.statusCode()).isEqualTo(404);
                    assertThat(other.headers().firstValue("X-Mobile")).isEmpty();
                }
            }
        }

        @Test
        void ofNestedBlocksMustAllFit() {
            try (var server =
                    PlainHelidon.with(
                            routes ->
                                    routes.header(
                                            "A",
                                            "1",
                                            a ->
                                                    a.header(
                                                            "B",
                                                            "2",
                                                            b ->
                                                                    b.get(
                                                                            "/x",
                                                                            RoutesTest.says(
                                                                                    "x")))))) {
                assertThat(server.get("/x", "A", "1", "B", "2").statusCode()).isEqualTo(200);
                assertThat(server.get("/x", "A", "1").statusCode()).isEqualTo(404);
                assertThat(server.get("/x", "B", "2").statusCode()).isEqualTo(404);
            }
        }
    }

    private static void guardedAdmin(Routes routes) {
        routes.group(
                        "/admin",
                        admin ->
                                admin.filter(ScopesTest::forbid)
                                        .get("/users", RoutesTest.says("u")))
                .any("/*", RoutesTest.says("open"));
    }

    private static void forbid(
            dev.serve.api.routing.Exchange exchange, dev.serve.api.routing.Filter.Chain chain) {
        exchange.reject(Rejection.of(Rejection.Reason.FORBIDDEN, "no"));
    }
}
