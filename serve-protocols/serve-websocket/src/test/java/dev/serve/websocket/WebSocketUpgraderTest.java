package dev.serve.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serve.api.websocket.WebSocketClose;
import dev.serve.http.HttpEngines;
import dev.serve.testing.RawAnswer;
import dev.serve.testing.RawClient;
import dev.serve.websocket.deflate.Compressor;
import dev.serve.websocket.deflate.Deflation;
import io.helidon.common.socket.SocketOptions;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Our sessions on a plain Helidon server. */
class WebSocketUpgraderTest {

    private static final String LONG = "the same words again and again, ".repeat(40);

    private final WebSocketServer.Recorder recorder = new WebSocketServer.Recorder();
    private final WebSocketUpgrader upgrader =
            WebSocketUpgrader.create(
                    routes ->
                            routes.webSocket("/echo", recorder)
                                    .webSocket(
                                            "/rooms/{room}",
                                            session -> session.send(session.request().path())));

    /** Whose HTTP/1.1 stands before the upgrade. */
    private enum Engine {
        HELIDON,
        OURS;

        ServerConnectionSelector with(WebSocketUpgrader upgrader) {
            return this == OURS
                    ? HttpEngines.http1(upgrader)
                    : Http1ConnectionSelector.builder()
                            .config(Http1Config.create())
                            .addUpgrader(upgrader)
                            .build();
        }
    }

    private Stopping serve(Engine engine) {
        Filter guard =
                (chain, request, response) -> {
                    if (request.headers().contains(HeaderNames.FROM)) {
                        response.status(Status.UNAUTHORIZED_401).send();
                    } else {
                        chain.proceed();
                    }
                };
        return new Stopping(
                WebServer.builder()
                        .host("127.0.0.1")
                        .port(0)
                        .shutdownHook(false)
                        .featuresDiscoverServices(false)
                        .protocolsDiscoverServices(false)
                        .connectionOptions(SocketOptions.builder().tcpNoDelay(true).build())
                        .addConnectionSelector(engine.with(upgrader))
                        .routing(
                                HttpRouting.builder()
                                        .addFilter(guard)
                                        .get("/page", (_, response) -> response.send("a page")))
                        .build()
                        .start());
    }

    private record Stopping(WebServer server) implements AutoCloseable {

        WsClient open(String path, String... fields) {
            return WsClient.open(server.port(), path, fields);
        }

        RawAnswer handshake(String path, String... fields) {
            try (RawClient raw = RawClient.tcp(server.port())) {
                return WsClient.handshake(raw, path, fields);
            }
        }

        @Override
        public void close() {
            server.stop();
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void echoToTheClientOfTheJdk(Engine engine) throws Exception {
        try (Stopping server = serve(engine);
                HttpClient client =
                        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            Answers answers = new Answers();
            WebSocket socket =
                    client.newWebSocketBuilder()
                            .connectTimeout(Duration.ofSeconds(10))
                            .buildAsync(
                                    URI.create(
                                            "ws://127.0.0.1:" + server.server().port() + "/echo"),
                                    answers)
                            .get(10, TimeUnit.SECONDS);
            socket.sendText("grüße", true).get(10, TimeUnit.SECONDS);
            assertThat(answers.next()).isEqualTo("grüße");
            socket.sendBinary(ByteBuffer.allocate(70_000), true).get(10, TimeUnit.SECONDS);
            assertThat(answers.next()).isEqualTo("70000 bytes");
            socket.sendClose(4001, "done").get(10, TimeUnit.SECONDS);
            assertThat(answers.next()).isEqualTo("close 4001");
            WebSocketClose close = recorder.close();
            assertThat(close.code()).isEqualTo(4001);
            assertThat(close.reason()).isEqualTo("done");
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void agreeOnCompression(Engine engine) throws Exception {
        try (Stopping server = serve(engine);
                WsClient client =
                        server.open("/echo", "Sec-WebSocket-Extensions: permessage-deflate");
                Compressor compressor = new Compressor(new Deflation(true, true, 15), 6)) {
            client.frame(0xC1, compressor.compress(LONG.getBytes(StandardCharsets.UTF_8)));
            WsClient.Frame answer = client.read();
            assertThat(answer.isCompressed()).isTrue();
            assertThat(answer.payload()).hasSizeLessThan(LONG.length() / 2);
            assertThat(WebSocketServer.Recorder.taken(recorder.messages)).isEqualTo(LONG);
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void passTheFiltersOfTheServer(Engine engine) {
        try (Stopping server = serve(engine)) {
            assertThat(server.handshake("/echo", "From: a@example.org").status()).isEqualTo(401);
            assertThat(server.handshake("/echo").status()).isEqualTo(101);
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void leaveOtherPathsToTheServer(Engine engine) {
        try (Stopping server = serve(engine);
                WsClient room = server.open("/rooms/blue")) {
            assertThat(server.handshake("/page").status()).isEqualTo(200);
            assertThat(server.handshake("/nothing").status()).isEqualTo(404);
            assertThat(room.read().text()).isEqualTo("/rooms/blue");
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void refusePagesOfOtherOrigins(Engine engine) {
        try (Stopping server = serve(engine)) {
            assertThat(server.handshake("/echo", "Origin: https://evil.example").status())
                    .isEqualTo(403);
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void areToldThatTheServerStops(Engine engine) throws Exception {
        try (Stopping server = serve(engine);
                WsClient client = server.open("/echo")) {
            recorder.session();
            Thread stopping = Thread.ofVirtual().start(server::close);
            assertThat(client.read()).hasToString("close 1001");
            client.sendClose(1001);
            assertThat(recorder.close().code()).isEqualTo(1001);
            stopping.join();
        }
    }

    @Test
    void areAllThatAnUpgraderTakes() {
        assertThatThrownBy(
                        () ->
                                WebSocketUpgrader.create(
                                        routes ->
                                                routes.get(
                                                        "/page", (_, response) -> response.send())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Http (expected: webSocket");
    }

    /** What comes, in words. */
    private static final class Answers implements WebSocket.Listener {
        private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();
        private int bytes;

        String next() throws InterruptedException {
            return WebSocketServer.Recorder.taken(seen);
        }

        @Override
        public @Nullable CompletionStage<?> onText(
                WebSocket socket, CharSequence data, boolean last) {
            seen.add(data.toString());
            socket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onBinary(
                WebSocket socket, ByteBuffer data, boolean last) {
            bytes += data.remaining();
            if (last) {
                seen.add(bytes + " bytes");
            }
            socket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            seen.add("close " + code);
            return null;
        }
    }
}
