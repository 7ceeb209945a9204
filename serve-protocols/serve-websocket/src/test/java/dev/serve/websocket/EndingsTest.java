package dev.serve.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serve.api.websocket.WebSocketClose;
import dev.serve.api.websocket.WebSocketHandler;
import dev.serve.api.websocket.WebSocketSession;
import dev.serve.testing.LogCapture;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.function.BiConsumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** However a session ends, its handler is told of it once. */
class EndingsTest {

    private final WebSocketServer.Recorder recorder = new WebSocketServer.Recorder();

    /** How a session ends, and the code that its handler is told. */
    enum Ending {
        PEER_CLOSES(4321, (server, client) -> client.sendClose(4321)),
        CONNECTION_IS_LOST(1006, (server, client) -> client.raw().reset()),
        PEER_ENDS_ITS_OUTPUT(1006, (server, client) -> client.raw().shutdownOutput()),
        PEER_BREAKS_A_RULE(
                1002,
                (server, client) -> {
                    answerClose(client.frame(0x83, new byte[0]), 1002);
                    // What such a peer still sends is skipped until it ends.
                    client.raw().shutdownOutput();
                }),
        HANDLER_FAILS(1011, (server, client) -> answerClose(client.text("fail"), 1011)),
        PEER_FALLS_SILENT(1006, (server, client) -> client.text("ask for signs of life")),
        SERVER_STOPS(
                1001,
                (server, client) -> {
                    Thread stop = Thread.startVirtualThread(server::close);
                    answerClose(client, 1001);
                    join(stop);
                });

        private final int code;

        @SuppressWarnings("ImmutableEnumChecker") // functions without state
        private final BiConsumer<WebSocketServer, WsClient> end;

        Ending(int code, BiConsumer<WebSocketServer, WsClient> end) {
            this.code = code;
            this.end = end;
        }

        private static void answerClose(WsClient client, int code) {
            assertThat(client.read()).hasToString("close " + code);
            client.sendClose(code);
        }

        private static void join(Thread thread) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        private Duration patience() {
            return this == PEER_FALLS_SILENT ? Duration.ofMillis(50) : Duration.ofMinutes(5);
        }
    }

    private final class Failing implements WebSocketHandler {

        @Override
        public void onText(WebSocketSession session, String text) {
            if (text.equals("fail")) {
                throw new IllegalStateException("secret");
            }
        }

        @Override
        public void onClose(WebSocketSession session, WebSocketClose close) {
            recorder.onClose(session, close);
        }
    }

    @ParameterizedTest
    @EnumSource
    void areToldOnce(Ending ending, LogCapture log) throws Exception {
        Failing handler = new Failing();
        try (WebSocketServer server =
                WebSocketServer.of(
                        ws -> ws.pingInterval(ending.patience()).pongTimeout(ending.patience()),
                        routes -> routes.webSocket("/", handler))) {
            try (WsClient client = server.open("/")) {
                ending.end.accept(server, client);
                assertThat(recorder.close().code()).isEqualTo(ending.code);
            }
        }
        assertThat(recorder.closes).as("told again").isEmpty();
        if (ending == Ending.HANDLER_FAILS) {
            log.expect(Level.WARNING, "the handler failed");
        }
    }
}
