package dev.serve.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import dev.serve.api.routing.Filter;
import dev.serve.api.routing.HttpExchange;
import dev.serve.api.routing.Rejection;
import dev.serve.api.routing.Routes;
import dev.serve.testing.LogCapture;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@StopsPlainHelidon
class FiltersTest {

    @TempDir static Path directory;

    /** Every kind of rule that answers. */
    enum Kind {
        HANDLER,
        REDIRECT,
        RESPOND,
        FILES,
        EVENTS,
        SERVICE,
        NOBODY;

        /** A rule of the kind, at {@code /a}. */
        void addTo(Routes routes) {
            switch (this) {
                case HANDLER -> routes.get("/a", RoutesTest.says("a"));
                case REDIRECT -> routes.redirect("/a", "/b");
                case RESPOND -> routes.respond("/a", 200, "a");
                case FILES -> routes.files("", directory);
                case EVENTS -> routes.sse("/a", (request, events) -> events.send("a"));
                case SERVICE -> routes.service("/a", rules -> rules.get("/", RoutesTest.says("a")));
                case NOBODY -> routes.get("/other", RoutesTest.says("a"));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void bothKindsRunInTheOrderTheyWereAdded(Kind kind) throws IOException {
        Files.writeString(directory.resolve("a"), "a");
        List<String> seen = new CopyOnWriteArrayList<>();
        try (var server =
                PlainHelidon.with(
                        routes -> {
                            routes.filter(ours(seen, "1")).filter(helidons(seen, "2"));
                            kind.addTo(routes);
                            routes.filter(helidons(seen, "3")).filter(ours(seen, "4"));
                        })) {
            int status = server.get("/a").statusCode();
            assertThat(status)
                    .isEqualTo(kind == Kind.REDIRECT ? 302 : kind == Kind.NOBODY ? 404 : 200);
            await().until(() -> seen.contains("1 out"));
            assertThat(seen)
                    .containsExactly(
                            "1 in", "2 in", "3 in", "4 in", "4 out", "3 out", "2 out", "1 out");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRefusalKeepsEveryKindOfRuleFromAnswering(Kind kind) throws IOException {
        Files.writeString(directory.resolve("a"), "a");
        try (var server =
                PlainHelidon.with(
                        routes -> {
                            kind.addTo(routes);
                            routes.filter(refusing(Rejection.Reason.FORBIDDEN, Duration.ZERO));
                        })) {
            HttpResponse<String> answer = server.get("/a");
            assertThat(answer.statusCode()).isEqualTo(403);
            assertThat(answer.body()).isEqualTo("not möglich");
        }
    }

    @Nested
    class Refusing {

        @ParameterizedTest
        @CsvSource({
            "INVALID, 400",
            "UNAUTHENTICATED, 401",
            "FORBIDDEN, 403",
            "NOT_FOUND, 404",
            "TOO_MANY, 429",
            "UNAVAILABLE, 503"
        })
        void everyReasonHasItsStatus(Rejection.Reason reason, int status) {
            try (var server =
                    PlainHelidon.with(routes -> routes.filter(refusing(reason, Duration.ZERO)))) {
                HttpResponse<String> answer = server.get("/");
                assertThat(answer.statusCode()).isEqualTo(status);
                assertThat(answer.headers().firstValue("Content-Type"))
                        .contains("text/plain; charset=UTF-8");
                assertThat(answer.headers().firstValue("Retry-After")).isEmpty();
                assertThat(answer.headers().firstValue("WWW-Authenticate").isPresent())
                        .isEqualTo(status == 401);
            }
        }

        @Test
        void saysWhenToComeAgainInWholeSecondsRoundedUp() {
            try (var server =
                    PlainHelidon.with(
                            routes ->
                                    routes.filter(
                                            refusing(
                                                    Rejection.Reason.TOO_MANY,
                                                    Duration.ofMillis(1_001))))) {
                assertThat(server.get("/").headers().firstValue("Retry-After")).contains("2");
            }
        }

        @Test
        void ofHeadHasNoBodySoThatTheConnectionGoesOn() {
            try (var server =
                            PlainHelidon.with(
                                    routes ->
                                            routes.filter(
                                                    refusing(
                                                            Rejection.Reason.NOT_FOUND,
                                                            Duration.ZERO)));
                    var connection = server.connect()) {
                connection.request("HEAD / HTTP/1.1").request("HEAD / HTTP/1.1");
                assertThat(connection.readHead()).startsWith("HTTP/1.1 404");
                assertThat(connection.readHead()).startsWith("HTTP/1.1 404");
            }
        }

        @Test
        void afterTheAnswerHasBegunIsAnError() {
            AtomicReference<Exception> thrown = new AtomicReference<>();
            try (var server =
                    PlainHelidon.with(
                            routes ->
                                    routes.filter(
                                                    (exchange, chain) -> {
                                                        chain.proceed();
                                                        try {
                                                            exchange.reject(
                                                                    Rejection.of(
                                                                            Rejection.Reason
                                                                                    .INVALID,
                                                                            "late"));
                                                        } catch (IllegalStateException e) {
                                                            thrown.set(e);
                                                        }
                                                    })
                                            .get("/a", RoutesTest.says("a")))) {
                assertThat(server.get("/a").body()).isEqualTo("a");
                await().until(() -> thrown.get() != null);
                assertThat(thrown.get()).hasMessageContaining("/a").hasMessageContaining("begun");
            }
        }

        @Test
        void inOneFilterIsSeenByTheFiltersBeforeIt() {
            AtomicReference<Integer> status = new AtomicReference<>();
            try (var server =
                    PlainHelidon.with(
                            routes ->
                                    routes.filter(
                                                    (exchange, chain) -> {
                                                        chain.proceed();
                                                        status.set(
                                                                ((HttpExchange) exchange)
                                                                        .response()
                                                                        .status()
                                                                        .code());
                                                    })
                                            .filter(
                                                    refusing(
                                                            Rejection.Reason.UNAVAILABLE,
                                                            Duration.ofSeconds(1))))) {
                assertThat(server.get("/").statusCode()).isEqualTo(503);
                await().untilAtomic(status, equalTo(503));
            }
        }
    }

    @Nested
    class Failing {

        @Test
        void byDoingNothingIsAnswered500AndLoggedWithItsClass(LogCapture logs) {
            try (var server =
                    PlainHelidon.with(
                            routes ->
                                    routes.filter((exchange, chain) -> {})
                                            .get("/a", RoutesTest.says("a")))) {
                HttpResponse<String> answer = server.get("/a");
                assertThat(answer.statusCode()).isEqualTo(500);
                assertThat(answer.body()).doesNotContain("FiltersTest");
                assertThat(logs.expect(Level.WARNING, "Internal server error").thrown())
                        .hasMessageContaining("FiltersTest")
                        .hasMessageContaining("without proceed()");
            }
        }

        @Test
        void withACheckedExceptionIsAnsweredAsAHandlers() {
            try (var server =
                    PlainHelidon.with(
                            routes ->
                                    routes.filter(
                                                    (exchange, chain) -> {
                                                        throw new IOException("out of paper");
                                                    })
                                            .error(
                                                    IOException.class,
                                                    (req, res, e) ->
                                                            res.status(507)
                                                                    .send(e.getMessage())))) {
                HttpResponse<String> answer = server.get("/");
                assertThat(answer.statusCode()).isEqualTo(507);
                assertThat(answer.body()).isEqualTo("out of paper");
            }
        }

        @Test
        void ofALaterFilterReachesTheFilterBeforeIt() {
            AtomicReference<Exception> seen = new AtomicReference<>();
            try (var server =
                    PlainHelidon.with(
                            routes ->
                                    routes.filter(
                                                    (exchange, chain) -> {
                                                        try {
                                                            chain.proceed();
                                                        } catch (IOException e) {
                                                            seen.set(e);
                                                            exchange.reject(
                                                                    Rejection.of(
                                                                            Rejection.Reason
                                                                                    .UNAVAILABLE,
                                                                            "later"));
                                                        }
                                                    })
                                            .filter(
                                                    (exchange, chain) -> {
                                                        throw new IOException("boom");
                                                    }))) {
                assertThat(server.get("/").statusCode()).isEqualTo(503);
                assertThat(seen.get()).hasMessage("boom");
            }
        }

        @Test
        void ofAHandlerIsAnsweredByItsErrorHandlerAndSeenAsAStatus() {
            AtomicReference<Integer> status = new AtomicReference<>();
            try (var server =
                    PlainHelidon.with(
                            routes ->
                                    routes.filter(
                                                    (exchange, chain) -> {
                                                        chain.proceed();
                                                        status.set(
                                                                ((HttpExchange) exchange)
                                                                        .response()
                                                                        .status()
                                                                        .code());
                                                    })
                                            .get(
                                                    "/a",
                                                    (req, res) -> {
                                                        throw new IOException("boom");
                                                    })
                                            .error(
                                                    Exception.class,
                                                    (req, res, e) -> res.status(599).send("x")))) {
                assertThat(server.get("/a").statusCode()).isEqualTo(599);
                await().untilAtomic(status, equalTo(599));
            }
        }
    }

    @Nested
    class TheExchange {

        @Test
        void tellsWhatIsAskedByWhomAndWhere() {
            List<String> seen = new CopyOnWriteArrayList<>();
            try (var server =
                    PlainHelidon.with(
                            routes ->
                                    routes.filter(
                                                    (exchange, chain) -> {
                                                        seen.add(exchange.protocol());
                                                        seen.add(exchange.listener());
                                                        seen.add(exchange.target());
                                                        seen.add(
                                                                exchange.header("x-TOKEN")
                                                                        .orElse("none"));
                                                        seen.add(
                                                                exchange.header("x-other")
                                                                        .orElse("none"));
                                                        seen.add(
                                                                ((InetSocketAddress)
                                                                                exchange
                                                                                        .remoteAddress())
                                                                        .getAddress()
                                                                        .getHostAddress());
                                                        seen.add("" + exchange.secure());
                                                        seen.add("" + exchange.verifiedClient());
                                                        seen.add(exchange.config().host());
                                                        chain.proceed();
                                                    })
                                            .get("/*", RoutesTest.says("a")))) {
                server.get("/a%20b?c=d", "X-Token", "secret", "X-HELIDON-CN", "admin");
                assertThat(seen)
                        .containsExactly(
                                "http",
                                "@default",
                                "/a b",
                                "secret",
                                "none",
                                "127.0.0.1",
                                "false",
                                "Optional.empty",
                                "127.0.0.1");
            }
        }

        @Test
        void handsValuesOnToTheHandler() {
            try (var server =
                    PlainHelidon.with(
                            routes ->
                                    routes.filter(
                                                    (exchange, chain) -> {
                                                        exchange.context().register("user", "Ada");
                                                        chain.proceed();
                                                    })
                                            .get(
                                                    "/a",
                                                    (req, res) ->
                                                            res.send(
                                                                    req.context()
                                                                            .get(
                                                                                    "user",
                                                                                    String.class)
                                                                            .orElse("none"))))) {
                assertThat(server.get("/a").body()).isEqualTo("Ada");
            }
        }

        @Test
        void givesHttpFiltersTheRequestAndTheResponse() {
            try (var server =
                    PlainHelidon.with(
                            routes ->
                                    routes.filter(
                                                    (exchange, chain) -> {
                                                        var http = (HttpExchange) exchange;
                                                        http.response()
                                                                .header(
                                                                        "X-Method",
                                                                        http.request()
                                                                                .prologue()
                                                                                .method()
                                                                                .text());
                                                        chain.proceed();
                                                    })
                                            .get("/a", RoutesTest.says("a")))) {
                assertThat(server.get("/a").headers().firstValue("X-Method")).contains("GET");
            }
        }
    }

    private static Filter refusing(Rejection.Reason reason, Duration retryAfter) {
        return (exchange, chain) ->
                exchange.reject(new Rejection(reason, "not möglich", retryAfter));
    }

    private static Filter ours(List<String> seen, String name) {
        return (exchange, chain) -> {
            seen.add(name + " in");
            chain.proceed();
            seen.add(name + " out");
        };
    }

    private static io.helidon.webserver.http.Filter helidons(List<String> seen, String name) {
        return (chain, request, response) -> {
            seen.add(name + " in");
            chain.proceed();
            seen.add(name + " out");
        };
    }
}
