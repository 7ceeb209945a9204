package dev.serve.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serve.api.Server;
import dev.serve.api.websocket.WebSocketHandler;
import dev.serve.api.websocket.WebSocketSession;
import dev.serve.testing.RawClient;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages there and back. */
class EchoTest {

    private final Server server =
            Server.builder()
                    .listener(
                            "web",
                            listener ->
                                    listener.port(0)
                                            .protocols("http", "websocket")
                                            .websocket(
                                                    ws ->
                                                            ws.maxMessageSize(4 << 20)
                                                                    .maxFrameSize(4 << 20))
                                            .routing(
                                                    routes ->
                                                            routes.webSocket("/echo", new Echo())))
                    .build()
                    .start();

    /** Sends everything back. */
    static final class Echo implements WebSocketHandler {
        @Override
        public void onText(WebSocketSession session, String text) {
            session.send(text);
        }

        @Override
        public void onBinary(WebSocketSession session, byte[] bytes) {
            session.send(bytes);
        }
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    @Test
    void ofARealClient() throws Exception {
        LinkedBlockingQueue<String> received = new LinkedBlockingQueue<>();
        try (HttpClient http = HttpClient.newHttpClient()) {
            WebSocket client =
                    http.newWebSocketBuilder()
                            .buildAsync(
                                    URI.create("ws://127.0.0.1:" + server.port("web") + "/echo"),
                                    new WebSocket.Listener() {
                                        @Override
                                        public CompletionStage<?> onText(
                                                WebSocket socket, CharSequence text, boolean last) {
                                            received.add(text.toString());
                                            socket.request(1);
                                            return CompletableFuture.completedStage(null);
                                        }

                                        @Override
                                        public CompletionStage<?> onClose(
                                                WebSocket socket, int code, String reason) {
                                            received.add("close " + code);
                                            return CompletableFuture.completedStage(null);
                                        }
                                    })
                            .get(10, TimeUnit.SECONDS);
            client.sendText("grüße", true).get(10, TimeUnit.SECONDS);
            assertThat(received.poll(10, TimeUnit.SECONDS)).isEqualTo("grüße");
            client.sendClose(4321, "bye").get(10, TimeUnit.SECONDS);
            assertThat(received.poll(10, TimeUnit.SECONDS)).isEqualTo("close 4321");
        }
    }

    @Test
    void ofEverySize() {
        try (WsClient client = WsClient.open(server.port("web"), "/echo")) {
            for (int size : List.of(0, 1, 125, 126, 4_000, 65_535, 65_536, 1 << 20, 3 << 20)) {
                client.text("ä".repeat(size / 2) + "x".repeat(size % 2));
                assertThat(client.read().payload()).hasSize(size);
                client.binary(new byte[size]);
                assertThat(client.read().payload()).hasSize(size);
            }
        }
    }

    @Test
    void ofAMessageInFragmentsWithPingsBetween() {
        try (WsClient client = WsClient.open(server.port("web"), "/echo")) {
            byte[] euro = "€".getBytes(StandardCharsets.UTF_8);
            client.frame(0x01, new byte[] {'a', euro[0]})
                    .ping("1")
                    .frame(0x00, new byte[] {euro[1]})
                    .frame(0x00, new byte[0])
                    .ping("2")
                    .frame(0x80, new byte[] {euro[2], 'b'});
            assertThat(client.read()).hasToString("10: 1");
            assertThat(client.read()).hasToString("10: 2");
            assertThat(client.read()).hasToString("1: a€b");
        }
    }

    @Test
    void thatCameInOneSegmentLeaveInOne() {
        try (WsClient client = WsClient.open(server.port("web"), "/echo")) {
            StringBuilder expected = new StringBuilder();
            ByteArrayOutputStream batch = new ByteArrayOutputStream();
            for (int i = 0; i < 100; i++) {
                batch.writeBytes(WsClient.masked(0x81, ("m" + i).getBytes(StandardCharsets.UTF_8)));
                expected.append("1: m").append(i).append('\n');
            }
            client.raw().send(batch.toByteArray());
            StringBuilder seen = new StringBuilder();
            for (int i = 0; i < 100; i++) {
                seen.append(client.read()).append('\n');
            }
            assertThat(seen).hasToString(expected.toString());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 7, 11, 13, 40, 1_000})
    void isTheSameHoweverTheBytesAreCut(int cut) {
        ByteArrayOutputStream frames = new ByteArrayOutputStream();
        frames.writeBytes(WsClient.masked(0x81, "one".getBytes(StandardCharsets.UTF_8)));
        frames.writeBytes(WsClient.masked(0x01, "two €".getBytes(StandardCharsets.UTF_8)));
        frames.writeBytes(WsClient.masked(0x89, "ping".getBytes(StandardCharsets.UTF_8)));
        frames.writeBytes(WsClient.masked(0x80, "ä".repeat(100).getBytes(StandardCharsets.UTF_8)));
        frames.writeBytes(WsClient.masked(0x82, new byte[300]));
        frames.writeBytes(WsClient.masked(0x88, new byte[] {3, (byte) 0xe8}));
        byte[] bytes = frames.toByteArray();
        try (WsClient client = WsClient.open(server.port("web"), "/echo")) {
            for (int at = 0; at < bytes.length; at += cut) {
                client.raw().send(Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + cut)));
            }
            List<String> seen = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                WsClient.Frame frame = client.read();
                seen.add(
                        frame.opcode() == 2 ? frame.payload().length + " bytes" : frame.toString());
            }
            assertThat(seen)
                    .containsExactlyInAnyOrder(
                            "1: one",
                            "1: two €" + "ä".repeat(100),
                            "10: ping",
                            "300 bytes",
                            "close 1000");
            assertThat(seen).last().isEqualTo("close 1000");
        }
    }

    @Test
    void endsWithThePeersCode() {
        try (WsClient client = WsClient.open(server.port("web"), "/echo")) {
            client.text("last").sendClose(3000);
            assertThat(client.read()).hasToString("1: last");
            assertThat(client.read()).hasToString("close 3000");
            assertThat(client.raw().awaitEnd()).isEqualTo(RawClient.End.CLOSED);
        }
    }
}
