package dev.serve.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serve.api.config.Rate;
import dev.serve.testing.RawClient;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a peer that breaks a rule is told (RFC 6455 section 7.4.1), and what the handler is. */
class FailuresTest {

    private final WebSocketServer.Recorder recorder = new WebSocketServer.Recorder();
    private final WebSocketServer server =
            WebSocketServer.of(
                    ws ->
                            ws.maxMessageSize(1_000)
                                    .maxFrameSize(600)
                                    .maxFragments(5)
                                    .controlFrameRate(Rate.perSecond(20)),
                    routes -> routes.webSocket("/echo", recorder));

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "reserved bit, a180, 1002",
        "compressed without agreement, c18000000000, 1002",
        "reserved opcode, 8380, 1002",
        "not masked, 8100, 1002",
        "continuation of nothing, 808000000000, 1002",
        "a message within a message, 018000000000 818000000000, 1002",
        "fragmented ping, 0980, 1002",
        "half a close code, 888100000000 03, 1002",
        "close code 1005, 888200000000 03ed, 1002",
        "close reason not UTF-8, 888300000000 03e8ff, 1007",
        "text not UTF-8, 818200000000 c328, 1007",
        "text ends within a character, 818100000000 c3, 1007",
        "a frame too large, 82fe025900000000, 1009",
        "a frame far too large, 82ff00000fffffffffff00000000, 1009",
    })
    void areToldByTheirCode(String name, String hex, int code) throws Exception {
        byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
        try (WsClient client = server.open("/echo")) {
            client.text("before");
            assertThat(client.read().text()).isEqualTo("before");
            client.raw().send(bytes);
            assertThat(client.read()).as(name).hasToString("close " + code);
            assertThat(client.raw().awaitEnd()).isEqualTo(RawClient.End.CLOSED);
            client.raw().shutdownOutput();
            assertThat(recorder.close().code()).isEqualTo(code);
        }
    }

    @Test
    void ofAMessageOfManyFramesAre1009() throws Exception {
        try (WsClient client = server.open("/echo")) {
            client.frame(0x02, new byte[600]).frame(0x80, new byte[401]);
            assertThat(client.read()).hasToString("close 1009");
        }
        assertThat(recorder.close().code()).isEqualTo(1009);
    }

    @Test
    void ofTooManyFragmentsAre1008() throws Exception {
        try (WsClient client = server.open("/echo")) {
            client.frame(0x02, new byte[1]);
            for (int i = 0; i < 5; i++) {
                client.frame(0x00, new byte[1]);
            }
            assertThat(client.read()).hasToString("close 1008");
        }
        assertThat(recorder.close().code()).isEqualTo(1008);
    }

    @Test
    void ofTooManyControlFramesAre1008() throws Exception {
        try (WsClient client = server.open("/echo")) {
            for (int i = 0; i < 25; i++) {
                client.ping("p" + i);
            }
            WsClient.Frame frame = client.read();
            for (int i = 0; frame.opcode() == 10; i++) {
                assertThat(frame.text()).isEqualTo("p" + i);
                frame = client.read();
            }
            assertThat(frame).hasToString("close 1008");
        }
        assertThat(recorder.close().code()).isEqualTo(1008);
    }

    /** The first byte that cannot be right ends it, not the end of the message. */
    @Test
    void ofTextAreSeenAtOnce() throws Exception {
        try (WsClient client = server.open("/echo")) {
            byte[] whole = WsClient.masked(0x81, new byte[] {'a', (byte) 0xff, 'b', 'c'});
            client.raw().send(Arrays.copyOf(whole, whole.length - 1));
            assertThat(client.read()).hasToString("close 1007");
        }
        assertThat(recorder.close().code()).isEqualTo(1007);
    }

    @Test
    void leaveOthersAlone() throws Exception {
        try (WsClient honest = server.open("/echo");
                WsClient rude = server.open("/echo")) {
            rude.frame(0xF1, new byte[0]);
            assertThat(rude.read()).hasToString("close 1002");
            honest.text("still here");
            assertThat(honest.read().text()).isEqualTo("still here");
            honest.sendClose(1000);
            assertThat(honest.read()).hasToString("close 1000");
        }
        assertThat(List.of(recorder.close().code(), recorder.close().code()))
                .containsExactlyInAnyOrder(1002, 1000);
    }
}
