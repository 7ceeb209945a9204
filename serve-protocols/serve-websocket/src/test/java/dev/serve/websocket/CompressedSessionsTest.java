package dev.serve.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serve.api.websocket.PreparedMessage;
import dev.serve.api.websocket.WebSocketSession;
import dev.serve.websocket.deflate.Compressor;
import dev.serve.websocket.deflate.Decompressor;
import dev.serve.websocket.deflate.Deflation;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sessions that agreed on permessage-deflate (RFC 7692), over the wire. */
class CompressedSessionsTest {

    private static final int COMPRESSED_TEXT = 0xC1;
    private static final String LONG = "the same words again and again, ".repeat(40);

    private final WebSocketServer.Recorder recorder = new WebSocketServer.Recorder();

    private WebSocketServer server() {
        return WebSocketServer.of(
                ws -> ws.maxMessageSize(100_000).compressionThreshold(64),
                routes -> routes.webSocket("/echo", recorder));
    }

    private static WsClient open(WebSocketServer server, String parameters) {
        return server.open("/echo", "Sec-WebSocket-Extensions: permessage-deflate" + parameters);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String inflated(Decompressor decompressor, WsClient.Frame frame)
            throws Exception {
        assertThat(frame.isCompressed()).isTrue();
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        decompressor.feed(frame.payload(), 0, frame.payload().length, plain::write);
        decompressor.endMessage(plain::write);
        return plain.toString(StandardCharsets.UTF_8);
    }

    @SuppressWarnings("ArgumentSelectionDefectChecker") // they are swapped on purpose
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "; client_max_window_bits",
                "; server_no_context_takeover",
                "; client_no_context_takeover",
                "; server_no_context_takeover; client_no_context_takeover",
                "; server_max_window_bits=9",
                "; server_max_window_bits=10; server_no_context_takeover"
            })
    void echoUnderEveryParameter(String parameters) throws Exception {
        Deflation agreed = Deflation.negotiate("permessage-deflate" + parameters).orElseThrow();
        // The client's side of it: what is ours to compress is theirs to decompress.
        Deflation theirs = new Deflation(agreed.clientTakeover(), agreed.serverTakeover(), 15);
        try (WebSocketServer server = server();
                WsClient client = open(server, parameters);
                Compressor compressor = new Compressor(theirs, 6);
                Decompressor decompressor = new Decompressor(theirs)) {
            for (int i = 0; i < 5; i++) {
                String text = LONG + i;
                client.frame(COMPRESSED_TEXT, compressor.compress(utf8(text)));
                WsClient.Frame answer = client.read();
                assertThat(answer.payload()).hasSizeLessThan(text.length() / 2);
                assertThat(inflated(decompressor, answer)).isEqualTo(text);
            }
        }
    }

    @Test
    void leaveShortMessagesAsTheyAre() {
        try (WebSocketServer server = server();
                WsClient client = open(server, "")) {
            client.text("short");
            WsClient.Frame answer = client.read();
            assertThat(answer.isCompressed()).isFalse();
            assertThat(answer.text()).isEqualTo("short");
        }
    }

    @Test
    void takeFragmentsOfACompressedMessage() throws Exception {
        Deflation agreed = new Deflation(true, true, 15);
        try (WebSocketServer server = server();
                WsClient client = open(server, "");
                Compressor compressor = new Compressor(agreed, 6);
                Decompressor decompressor = new Decompressor(agreed)) {
            byte[] whole = compressor.compress(utf8(LONG));
            client.frame(0x41, Arrays.copyOf(whole, 5)).ping("between");
            for (int at = 5; at < whole.length; at++) {
                client.frame(at == whole.length - 1 ? 0x80 : 0x00, new byte[] {whole[at]});
            }
            assertThat(client.read()).hasToString("10: between");
            assertThat(inflated(decompressor, client.read())).isEqualTo(LONG);
        }
    }

    @Test
    void mixMessagesForOneAndForMany() throws Exception {
        Deflation agreed = new Deflation(true, true, 15);
        PreparedMessage all = PreparedMessage.text("for all: " + LONG);
        try (WebSocketServer server = server();
                WsClient client = open(server, "");
                WsClient plain = server.open("/echo");
                Decompressor decompressor = new Decompressor(agreed)) {
            List<WebSocketSession> sessions = List.of(recorder.session(), recorder.session());
            for (int i = 0; i < 3; i++) {
                for (WebSocketSession session : sessions) {
                    session.send("for one: " + LONG + i);
                    session.send(all);
                }
            }
            for (int i = 0; i < 3; i++) {
                assertThat(inflated(decompressor, client.read())).isEqualTo("for one: " + LONG + i);
                assertThat(inflated(decompressor, client.read())).isEqualTo("for all: " + LONG);
                assertThat(plain.read().text()).isEqualTo("for one: " + LONG + i);
                assertThat(plain.read().text()).isEqualTo("for all: " + LONG);
            }
        }
    }

    @Test
    void cutABombWith1009() throws Exception {
        try (WebSocketServer server = server();
                WsClient client = open(server, "");
                Compressor compressor = new Compressor(new Deflation(true, true, 15), 9)) {
            byte[] bomb = compressor.compress(new byte[20 << 20]);
            assertThat(bomb).hasSizeLessThan(100_000);
            client.frame(0xC2, bomb);
            assertThat(client.read()).hasToString("close 1009");
        }
    }

    @Test
    void refuseBadDataWith1007() {
        try (WebSocketServer server = server();
                WsClient client = open(server, "")) {
            client.frame(COMPRESSED_TEXT, new byte[] {7, 7, 7, 7, 7});
            assertThat(client.read()).hasToString("close 1007");
        }
    }

    @Test
    void refuseTextThatInflatesToOtherThanUtf8() throws Exception {
        try (WebSocketServer server = server();
                WsClient client = open(server, "");
                Compressor compressor = new Compressor(new Deflation(true, true, 15), 9)) {
            client.frame(COMPRESSED_TEXT, compressor.compress(new byte[] {'a', (byte) 0xC0}));
            assertThat(client.read()).hasToString("close 1007");
        }
    }
}
