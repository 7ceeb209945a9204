package dev.serve.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serve.testing.RawAnswer;
import dev.serve.testing.RawClient;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6455 section 4.2. */
class HandshakeTest {

    private static WebSocketServer server;

    @BeforeAll
    static void start() {
        server =
                WebSocketServer.of(
                        routes ->
                                routes.get("/both", (req, res) -> res.send("a page"))
                                        .webSocket("/both", new EchoTest.Echo())
                                        .webSocket("/echo", new EchoTest.Echo())
                                        .webSocket(
                                                "/partner",
                                                new EchoTest.Echo(),
                                                ws ->
                                                        ws.origins(List.of("https://a.example"))
                                                                .subProtocols(List.of("v2", "v1"))
                                                                .compression(false))
                                        .webSocket(
                                                "/anybody",
                                                new EchoTest.Echo(),
                                                ws -> ws.origins(List.of("*")))
                                        .webSocket(
                                                "/rooms/{room}",
                                                session ->
                                                        session.send(
                                                                session.request()
                                                                                .pathParameters()
                                                                                .get("room")
                                                                        + "?"
                                                                        + session.request()
                                                                                .query())));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static RawAnswer handshake(String path, String... fields) {
        try (RawClient raw = RawClient.tcp(server.port())) {
            return WsClient.handshake(raw, path, fields);
        }
    }

    private static RawAnswer asked(String request) {
        try (RawClient raw = RawClient.tcp(server.port())) {
            return raw.send(request).readAnswerToHead();
        }
    }

    @Test
    void isAccepted() {
        RawAnswer answer = handshake("/echo");
        assertThat(answer.status()).isEqualTo(101);
        assertThat(answer.header("Sec-WebSocket-Accept")).contains("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
        assertThat(answer.header("Upgrade")).contains("websocket");
    }

    @Test
    void hasNamesWithoutCase() {
        String request =
                WsClient.request("/echo")
                        .replace("Upgrade: websocket", "upgrade: WebSocket")
                        .replace("Connection: Upgrade", "connection: keep-alive, UPGRADE");
        assertThat(asked(request).status()).isEqualTo(101);
    }

    @Test
    void ofAPlainRequestIs426() {
        RawAnswer answer = asked("GET /echo HTTP/1.1\r\nHost: localhost\r\n\r\n");
        assertThat(answer.status()).isEqualTo(426);
        assertThat(answer.header("Upgrade")).contains("websocket");
        assertThat(answer.header("Sec-WebSocket-Version")).contains("13");
    }

    @Test
    void leavesPlainRequestsToAPageOfTheSamePath() {
        try (RawClient raw = RawClient.tcp(server.port())) {
            assertThat(raw.get("/both").body()).isEqualTo("a page");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"8", "14", "x", "13, 8"})
    void ofAnotherVersionIs426(String version) {
        RawAnswer answer =
                asked(WsClient.request("/echo").replace("Version: 13", "Version: " + version));
        assertThat(answer.status()).isEqualTo(426);
        assertThat(answer.header("Sec-WebSocket-Version")).contains("13");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Sec-WebSocket-Key: c2hvcnQ=\r\n", "Sec-WebSocket-Key: ???\r\n"})
    void withoutAKeyIs400(String key) {
        String request =
                WsClient.request("/echo")
                        .replace("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n", key);
        assertThat(asked(request).status()).isEqualTo(400);
    }

    @Test
    void ofNoRouteIs404() {
        assertThat(handshake("/nowhere").status()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({
        "/echo, http://localhost, 101",
        "/echo, http://localhost:80, 101",
        "/echo, https://localhost, 101",
        "/echo, http://localhost:81, 403",
        "/echo, http://evil.example, 403",
        "/echo, null, 403",
        "/partner, https://a.example, 101",
        "/partner, HTTPS://A.example, 101",
        "/partner, https://a.example:444, 403",
        "/partner, http://localhost, 403",
        "/anybody, http://evil.example, 101",
    })
    void looksAtTheOriginOfPages(String path, String origin, int status) {
        assertThat(handshake(path, "Origin: " + origin).status()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"v1 | v1", "v1, v2 | v2", "v9, v1 | v1", "v9 | ", "V1 | "})
    void agreesOnASubProtocol(String offered, String agreed) {
        RawAnswer answer = handshake("/partner", "Sec-WebSocket-Protocol: " + offered);
        assertThat(answer.status()).isEqualTo(101);
        assertThat(answer.header("Sec-WebSocket-Protocol").orElse(null)).isEqualTo(agreed);
    }

    @Test
    void agreesOnCompressionUnlessTheRouteHasItOff() {
        String offer = "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits";
        assertThat(handshake("/echo", offer).header("Sec-WebSocket-Extensions"))
                .contains("permessage-deflate");
        assertThat(handshake("/partner", offer).header("Sec-WebSocket-Extensions")).isEmpty();
        assertThat(handshake("/echo").header("Sec-WebSocket-Extensions")).isEmpty();
    }

    @Test
    void handsOnThePathAndTheQuery() {
        try (WsClient client = server.open("/rooms/blue?seat=7")) {
            assertThat(client.read().text()).isEqualTo("blue?seat=7");
            assertThat(client.read()).hasToString("close 1000");
        }
    }

    @Test
    void takesFramesThatCameWithIt() {
        try (RawClient raw = RawClient.tcp(server.port())) {
            byte[] hello = WsClient.masked(0x81, new byte[] {'h', 'i'});
            raw.send(
                    WsClient.request("/echo")
                            + new String(hello, java.nio.charset.StandardCharsets.ISO_8859_1));
            raw.readAnswerToHead();
            assertThat(raw.readExactly(4)).containsExactly(0x81, 2, 'h', 'i');
        }
    }
}
