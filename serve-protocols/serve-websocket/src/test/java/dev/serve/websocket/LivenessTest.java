package dev.serve.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.serve.api.pool.ConnectionView;
import dev.serve.api.websocket.WebSocketClose;
import dev.serve.api.websocket.WebSocketSession;
import dev.serve.testing.RawClient;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Peers that fall silent, and those that are only quiet. */
class LivenessTest {

    private static final Duration SHORT = Duration.ofMillis(100);

    private final WebSocketServer.Recorder recorder = new WebSocketServer.Recorder();

    @Test
    void asksASilentPeerAndMeasuresItsAnswer() throws Exception {
        try (WebSocketServer server =
                        WebSocketServer.of(
                                ws -> ws.pingInterval(SHORT),
                                routes -> routes.webSocket("/echo", recorder));
                WsClient client = server.open("/echo")) {
            WsClient.Frame ping = client.read();
            assertThat(ping.opcode()).isEqualTo(9);
            client.frame(0x8A, ping.payload());
            WebSocketSession session = recorder.session();
            await().until(() -> session.roundTrip().isPresent());
            await().until(() -> view(server).roundTrip() != null);
            assertThat(client.read().opcode()).as("asked again").isEqualTo(9);
        }
    }

    private static ConnectionView view(WebSocketServer server) {
        return server.server().pool("web").connections().getFirst();
    }

    @Test
    void areCountedInThePool() throws Exception {
        try (WebSocketServer server =
                        WebSocketServer.of(routes -> routes.webSocket("/echo", recorder));
                WsClient client = server.open("/echo")) {
            client.text("one").read();
            client.text("two").read();
            recorder.session().send("three");
            assertThat(client.read().text()).isEqualTo("three");
            await().until(() -> view(server).messagesOut() == 3);
            assertThat(view(server).messagesIn()).isEqualTo(2);
        }
    }

    @Test
    void asksNobodyWhileTrafficFlows() throws Exception {
        try (WebSocketServer server =
                        WebSocketServer.of(
                                ws -> ws.pingInterval(Duration.ofSeconds(2)),
                                routes -> routes.webSocket("/echo", recorder));
                WsClient client = server.open("/echo")) {
            long until = System.nanoTime() + Duration.ofMillis(2_500).toNanos();
            while (System.nanoTime() < until) {
                client.text("x");
                assertThat(client.read().opcode()).isEqualTo(1);
            }
        }
    }

    @Test
    void cutsWhoDoesNotAnswer() throws Exception {
        try (WebSocketServer server =
                        WebSocketServer.of(
                                ws -> ws.pingInterval(SHORT).pongTimeout(SHORT),
                                routes -> routes.webSocket("/echo", recorder));
                WsClient client = server.open("/echo")) {
            assertThat(client.read().opcode()).isEqualTo(9);
            client.raw().awaitEnd();
            WebSocketClose close = recorder.close();
            assertThat(close.code()).isEqualTo(1006);
            assertThat(close.cause()).hasMessageContaining("pong-timeout");
        }
    }

    @Test
    void asksAllWhoWereSilentForAHeartbeat() throws Exception {
        try (WebSocketServer server =
                        WebSocketServer.of(
                                ws -> ws.pingInterval(Duration.ofHours(1)).heartbeatInterval(SHORT),
                                routes -> routes.webSocket("/echo", recorder));
                WsClient client = server.open("/echo")) {
            assertThat(client.read().opcode()).isEqualTo(9);
        }
    }

    @Test
    void closesWhoHasNothingToSay() throws Exception {
        try (WebSocketServer server =
                        WebSocketServer.of(
                                ws -> ws.idleTimeout(SHORT),
                                routes -> routes.webSocket("/echo", recorder));
                WsClient client = server.open("/echo")) {
            assertThat(client.read()).hasToString("close 1001");
            client.sendClose(1001);
            assertThat(recorder.close().code()).isEqualTo(1001);
        }
    }

    @Test
    void cutsWhoDoesNotAnswerAClose() throws Exception {
        try (WebSocketServer server =
                        WebSocketServer.of(
                                ws -> ws.closeTimeout(SHORT),
                                routes -> routes.webSocket("/echo", recorder));
                WsClient client = server.open("/echo")) {
            recorder.session().close(4000, "enough");
            assertThat(client.read()).hasToString("close 4000");
            client.raw().awaitEnd();
            assertThat(recorder.close()).isEqualTo(new WebSocketClose(4000, "enough", null));
        }
    }

    @Test
    void cutsAFrameThatStaysHalfSent() throws Exception {
        try (WebSocketServer server =
                        WebSocketServer.listening(
                                listener ->
                                        listener.pool(pool -> pool.bodyTimeout(SHORT))
                                                .routing(
                                                        routes ->
                                                                routes.webSocket(
                                                                        "/echo", recorder)));
                WsClient client = server.open("/echo")) {
            client.raw().send(new byte[] {(byte) 0x81, (byte) 0x85, 0, 0, 0, 0, 'h'});
            client.raw().awaitEnd();
            assertThat(recorder.close().cause()).hasMessageContaining("body-timeout");
        }
    }

    @Test
    void leavesAQuietSessionAlone() throws Exception {
        try (WebSocketServer server =
                        WebSocketServer.listening(
                                listener ->
                                        listener.pool(
                                                        pool ->
                                                                pool.keepAliveTimeout(SHORT)
                                                                        .requestTimeout(SHORT)
                                                                        .bodyTimeout(SHORT)
                                                                        .headersTimeout(SHORT)
                                                                        .connectionTimeout(SHORT))
                                                .routing(
                                                        routes ->
                                                                routes.webSocket(
                                                                        "/echo", recorder)));
                WsClient client = server.open("/echo")) {
            assertThat(client.raw().staysSilent(Duration.ofSeconds(1))).isTrue();
            client.text("still here");
            assertThat(client.read().text()).isEqualTo("still here");
        }
    }

    @Test
    void seesAConnectionThatIsLost() throws Exception {
        try (WebSocketServer server =
                WebSocketServer.of(routes -> routes.webSocket("/echo", recorder))) {
            WsClient closed = server.open("/echo");
            closed.close();
            assertThat(recorder.close().code()).isEqualTo(1006);
            WsClient reset = server.open("/echo");
            reset.raw().reset();
            assertThat(recorder.close().code()).isEqualTo(1006);
            try (RawClient half = RawClient.tcp(server.port());
                    WsClient client = WsClient.open(half, "/echo")) {
                half.shutdownOutput();
                assertThat(recorder.close().code()).isEqualTo(1006);
                client.raw().awaitEnd();
            }
        }
    }
}
