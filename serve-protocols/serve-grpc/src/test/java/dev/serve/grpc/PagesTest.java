package dev.serve.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serve.api.routing.Filter;
import dev.serve.api.routing.Rejection;
import dev.serve.testing.RawAnswer;
import dev.serve.testing.RawClient;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages of browsers call: of the server itself, and of the origins that are named. */
class PagesTest {

    private static final String PAGE = "https://page.example";

    private static final Filter UNAUTHENTICATED =
            (exchange, _) ->
                    exchange.reject(Rejection.of(Rejection.Reason.UNAUTHENTICATED, "who?"));

    private static GrpcServer server(List<String> origins, boolean open) {
        Metadata.Key<String> key = Metadata.Key.of("x-name", Metadata.ASCII_STRING_MARSHALLER);
        return GrpcServer.listening(
                listener ->
                        listener.protocols("http", "grpc")
                                .grpc(grpc -> grpc.web(true).json(true).origins(origins))
                                .routing(
                                        routes ->
                                                (open ? routes : routes.filter(UNAUTHENTICATED))
                                                        .get(
                                                                "/page",
                                                                (_, answer) -> answer.send("page"))
                                                        .grpc(new Things().service())
                                                        .grpc(
                                                                Texts.service(
                                                                        Texts.UNARY,
                                                                        (call, headers) -> {
                                                                            Metadata first =
                                                                                    new Metadata();
                                                                            first.put(key, "you");
                                                                            call.sendHeaders(first);
                                                                            call.sendMessage(
                                                                                    "hello");
                                                                            call.close(
                                                                                    Status.OK,
                                                                                    new Metadata());
                                                                            return new ServerCall
                                                                                    .Listener<>() {};
                                                                        }))));
    }

    private static RawAnswer preflight(GrpcServer server, String path, String origin, String verb) {
        try (RawClient client = RawClient.tcp(server.port())) {
            return client.send(
                            "OPTIONS "
                                    + path
                                    + " HTTP/1.1\r\nHost: localhost\r\nOrigin: "
                                    + origin
                                    + "\r\nAccess-Control-Request-Method: "
                                    + verb
                                    + "\r\nAccess-Control-Request-Headers:"
                                    + " content-type,grpc-timeout,x-grpc-web,x-user-agent\r\n\r\n")
                    .readAnswer();
        }
    }

    private static RawAnswer call(GrpcServer server, String origin) {
        byte[] frame = WebCall.frame("x");
        try (RawClient client = RawClient.tcp(server.port())) {
            return client.send(
                            "POST /texts/UNARY HTTP/1.1\r\nHost: localhost:7\r\nOrigin: "
                                    + origin
                                    + "\r\nContent-Type: application/grpc-web\r\nContent-Length: "
                                    + frame.length
                                    + "\r\n\r\n"
                                    + new String(frame, StandardCharsets.ISO_8859_1))
                    .readAnswer();
        }
    }

    @Test
    void aPageThatIsNamedMayAskBeforeItCallsWhateverFiltersSay() {
        try (GrpcServer server = server(List.of(PAGE), false)) {
            RawAnswer answer = preflight(server, "/texts/UNARY", PAGE, "POST");
            assertThat(answer.status()).isEqualTo(204);
            assertThat(answer.header("access-control-allow-origin")).hasValue(PAGE);
            assertThat(answer.header("access-control-allow-credentials")).hasValue("true");
            assertThat(answer.header("access-control-allow-methods")).hasValue("POST");
            assertThat(answer.header("access-control-allow-headers"))
                    .hasValue("content-type,grpc-timeout,x-grpc-web,x-user-agent");
            assertThat(answer.header("access-control-max-age")).hasValue("600");
            assertThat(answer.header("vary")).hasValue("Origin");
            assertThat(
                            preflight(server, "/v1/things/a", PAGE, "PATCH")
                                    .header("access-control-allow-methods"))
                    .hasValue("DELETE, GET, HEAD, PATCH");
        }
    }

    @Test
    void itMayReadHowTheCallEndedAndItsMetadata() {
        try (GrpcServer server = server(List.of(PAGE), true)) {
            RawAnswer answer = call(server, PAGE);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("access-control-allow-origin")).hasValue(PAGE);
            assertThat(answer.header("access-control-expose-headers").orElse("").split(", "))
                    .contains("grpc-status", "grpc-message", "x-name");
        }
    }

    @Test
    void itMayReadAFiltersRefusal() {
        try (GrpcServer server = server(List.of(PAGE), false)) {
            RawAnswer answer = call(server, PAGE);
            assertThat(answer.header("grpc-status")).hasValue("16");
            assertThat(answer.header("access-control-allow-origin")).hasValue(PAGE);
            assertThat(answer.header("access-control-expose-headers").orElse(""))
                    .contains("grpc-status");
        }
    }

    @Test
    void anyPageMayWithoutCredentialsWhereAnyIsNamed() {
        try (GrpcServer server = server(List.of("*"), true)) {
            RawAnswer answer = call(server, "http://other.example");
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("access-control-allow-origin")).hasValue("*");
            assertThat(answer.header("access-control-allow-credentials")).isEmpty();
        }
    }

    @Test
    void thePagesOfTheServerItselfMay() {
        for (List<String> origins : List.of(List.<String>of(), List.of(PAGE))) {
            try (GrpcServer server = server(origins, true)) {
                RawAnswer answer = call(server, "http://localhost:7");
                assertThat(answer.status()).isEqualTo(200);
                assertThat(answer.header("access-control-allow-origin")).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://other.example",
                "http://page.example",
                "null",
                "http://localhost:8"
            })
    void otherPagesMayNot(String origin) {
        for (List<String> origins : List.of(List.<String>of(), List.of(PAGE))) {
            try (GrpcServer server = server(origins, true)) {
                assertThat(call(server, origin).status()).isEqualTo(403);
                RawAnswer asked = preflight(server, "/v1/things/a", origin, "GET");
                assertThat(asked.status()).isEqualTo(403);
                assertThat(asked.header("access-control-allow-origin")).isEmpty();
            }
        }
    }

    @Test
    void otherRoutesOfTheListenerAreLeftAlone() {
        try (GrpcServer server = server(List.of(), true);
                RawClient client = RawClient.tcp(server.port())) {
            RawAnswer answer =
                    client.send(
                                    "GET /page HTTP/1.1\r\nHost: localhost\r\nOrigin: "
                                            + PAGE
                                            + "\r\n\r\n")
                            .readAnswer();
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.headers("vary")).isEmpty();
        }
    }
}
