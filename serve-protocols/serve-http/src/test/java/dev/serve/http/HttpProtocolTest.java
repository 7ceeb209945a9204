package dev.serve.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serve.api.config.ListenerConfig;
import dev.serve.api.routing.Routes;
import dev.serve.api.spi.Door;
import dev.serve.api.spi.ProtocolProvider;
import dev.serve.api.spi.RouteProblem;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.function.Consumer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@StopsPlainHelidon
class HttpProtocolTest {

    private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

    private final HttpProtocol protocol = new HttpProtocol();

    @Test
    void isFoundByTheServer() {
        assertThat(ServiceLoader.load(ProtocolProvider.class))
                .anySatisfy(
                        found ->
                                assertThat(found.protocols())
                                        .containsExactlyInAnyOrder("http", "sse"));
    }

    @Nested
    class Doors {

        @Test
        void putHttp2FirstForAlpnAndRecogniseItByItsPreface() {
            List<Door> doors = protocol.doors(ListenerConfig.http(0));
            assertThat(doors)
                    .extracting(door -> door.selector().supportedApplicationProtocols())
                    .containsExactly(java.util.Set.of("h2"), java.util.Set.of("http/1.1"));
            assertThat(doors.getFirst().prefixes())
                    .containsExactly(PREFACE.getBytes(StandardCharsets.US_ASCII));
            assertThat(doors.getLast().prefixes()).isEmpty();
        }

        @Test
        void leaveHttp1OutWhenItIsNotAllowed() {
            List<Door> doors =
                    protocol.doors(
                            config(listener -> listener.http2(http2 -> http2.allowHttp1(false))));
            assertThat(doors)
                    .extracting(door -> door.selector().supportedApplicationProtocols())
                    .containsExactly(java.util.Set.of("h2"));
        }

        @Test
        void announceTheSettingsOfTheListener() {
            ListenerConfig config =
                    config(
                            listener ->
                                    listener.http2(
                                            http2 ->
                                                    http2.maxConcurrentStreams(77)
                                                            .maxHeaderListSize(4_096)
                                                            .maxFrameSize(20_000)
                                                            .initialWindowSize(100_000)));
            try (var server = served(config);
                    var connection = server.connect()) {
                connection.write(PREFACE).write(new byte[] {0, 0, 0, 4, 0, 0, 0, 0, 0});
                assertThat(settings(connection))
                        .containsEntry(3, 77)
                        .containsEntry(4, 100_000)
                        .containsEntry(5, 20_000)
                        .containsEntry(6, 4_096);
            }
        }

        @Test
        void serveHttp1Http2AndTheUpgradeToItOnOnePort() throws Exception {
            try (var server = served(ListenerConfig.http(0));
                    var upgrading =
                            HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build()) {
                assertThat(server.get("/hello").body()).isEqualTo("hello");
                HttpResponse<String> upgraded =
                        upgrading.send(
                                HttpRequest.newBuilder(
                                                URI.create(
                                                        "http://127.0.0.1:"
                                                                + server.port()
                                                                + "/hello"))
                                        .build(),
                                HttpResponse.BodyHandlers.ofString());
                assertThat(upgraded.version()).isEqualTo(HttpClient.Version.HTTP_2);
                assertThat(upgraded.body()).isEqualTo("hello");
            }
        }

        @Test
        void serveAnUpgradeWithoutSettingsOverHttp1() {
            try (var server = served(ListenerConfig.http(0));
                    var connection = server.connect()) {
                connection.request("GET /hello HTTP/1.1", "Connection: Upgrade", "Upgrade: h2c");
                assertThat(connection.readHead()).startsWith("HTTP/1.1 200");
            }
        }

        @Test
        void haveTheLimitsOfTheListener() {
            ListenerConfig config =
                    config(
                            listener ->
                                    listener.http(
                                            http -> http.maxRequestLine(300).maxHeaderSize(500)));
            try (var server = served(config)) {
                assertThat(server.get("/hello", "X", "y".repeat(400)).statusCode()).isEqualTo(200);
                assertThat(server.get("/hello", "X", "y".repeat(600)).statusCode()).isEqualTo(431);
                assertThat(server.get("/" + "y".repeat(400)).statusCode()).isEqualTo(414);
            }
        }

        private PlainHelidon served(ListenerConfig config) {
            return PlainHelidon.of(
                    server -> {
                        server.protocolsDiscoverServices(false)
                                .addFeature(
                                        HttpFeature.create(
                                                routes ->
                                                        routes.get(
                                                                "/hello",
                                                                RoutesTest.says("hello"))));
                        protocol.doors(config)
                                .forEach(door -> server.addConnectionSelector(door.selector()));
                    });
        }

        private Map<Integer, Integer> settings(RawConnection connection) {
            byte[] head = connection.read(9);
            int length = (head[0] & 0xff) << 16 | (head[1] & 0xff) << 8 | (head[2] & 0xff);
            assertThat(head[3]).as("type of the first frame").isEqualTo((byte) 4);
            ByteBuffer payload = ByteBuffer.wrap(connection.read(length));
            Map<Integer, Integer> settings = new HashMap<>();
            while (payload.hasRemaining()) {
                settings.put((int) payload.getShort(), payload.getInt());
            }
            return settings;
        }
    }

    @Nested
    class Problems {

        @TempDir Path directory;

        @Test
        void thereAreNoneInAGoodTable() {
            assertThat(
                            problems(
                                    routes ->
                                            routes.get("/a/{id}", RoutesTest.says("a"))
                                                    .files("/f", directory)
                                                    .group(
                                                            "/g",
                                                            group ->
                                                                    group.filter(
                                                                            (exchange, chain) ->
                                                                                    chain
                                                                                            .proceed()))))
                    .isEmpty();
        }

        @Test
        void eventsNeedTheirProtocol() {
            Consumer<Routes> routes = table -> table.sse("/events", (request, events) -> {});
            assertThat(problems(routes))
                    .containsExactly(
                            "protocols: \"http\" (expected: \"sse\" among them, for sse /events)");
            Routes table = Routes.create();
            routes.accept(table);
            assertThat(
                            protocol.problems(
                                    config(listener -> listener.protocols(List.of("http", "sse"))),
                                    table.rules()))
                    .isEmpty();
        }

        @Test
        void aMissingDirectoryIsNamedWithThePlaceLookedAt() {
            Path missing = Path.of("no-such-directory");
            assertThat(problems(routes -> routes.files("/f", missing)))
                    .singleElement()
                    .asString()
                    .startsWith("files /f/*: \"no-such-directory\" (expected: a directory")
                    .contains(missing.toAbsolutePath().toString());
        }

        @Test
        void everyMalformedPatternIsNamed() {
            assertThat(
                            problems(
                                    routes ->
                                            routes.get("/{id", RoutesTest.says("a"))
                                                    .redirect("/[a", "/b")
                                                    .respond("/{x:(}", 200, "")
                                                    .service("/{s", rules -> {})
                                                    .group(
                                                            "/[g",
                                                            group ->
                                                                    group.filter(
                                                                            (exchange, chain) ->
                                                                                    chain
                                                                                            .proceed()))))
                    .hasSize(5)
                    .satisfiesExactly(
                            problem -> assertThat(problem).contains("\"/{id\""),
                            problem -> assertThat(problem).contains("\"/[a\""),
                            problem -> assertThat(problem).contains("\"/{x:(}\""),
                            problem -> assertThat(problem).contains("\"/{s\""),
                            problem -> assertThat(problem).contains("\"/[g\""));
        }

        @Test
        void anAnswerWithoutABodyHasNone() {
            assertThat(problems(routes -> routes.respond("/a", 304, "body")))
                    .containsExactly(
                            "respond /a: status 304 with a body (expected: no body with 204, 205 or 304)");
        }

        @Test
        void keepAPlainHelidonFromStarting() {
            assertThatThrownBy(
                            () ->
                                    PlainHelidon.with(
                                            routes ->
                                                    routes.get("/{id", RoutesTest.says("a"))
                                                            .files("/f", Path.of("nowhere"))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("/{id")
                    .hasMessageContaining("nowhere");
        }

        private List<String> problems(Consumer<Routes> routes) {
            Routes table = Routes.create();
            routes.accept(table);
            return protocol.problems(ListenerConfig.http(0), table.rules()).stream()
                    .map(RouteProblem::toString)
                    .toList();
        }
    }

    private static ListenerConfig config(Consumer<ListenerConfig.Builder> change) {
        ListenerConfig.Builder builder = ListenerConfig.builder().port(0);
        change.accept(builder);
        return builder.build();
    }
}
