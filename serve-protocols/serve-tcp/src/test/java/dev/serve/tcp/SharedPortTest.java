package dev.serve.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serve.api.ListenerBuilder;
import dev.serve.api.config.ConfigException;
import dev.serve.api.tcp.FrameCodec;
import dev.serve.api.tcp.TcpConnection;
import dev.serve.api.tcp.TcpHandler;
import dev.serve.testing.RawClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** TCP beside HTTP on one port, told apart by first bytes, and what is refused before a start. */
class SharedPortTest {

    private static final TcpHandler ECHO = TcpConnection::send;

    private static ListenerBuilder shared(ListenerBuilder listener) {
        return listener.port(0)
                .protocols("http", "tcp")
                .tcp(tcp -> tcp.firstBytes(List.of("0x00", "SERVE/")))
                .routing(
                        routes ->
                                routes.get("/hello", (req, res) -> res.send("hello"))
                                        .tcp(FrameCodec.lengthPrefixed(), ECHO));
    }

    @Test
    void eachProtocolIsFoundThoughItsBytesArriveOneAtATime() {
        try (TcpServer server = TcpServer.listening(SharedPortTest::shared)) {
            try (RawClient frames = server.connect()) {
                oneByOne(frames, "\0\0\0\2ab");
                assertThat(frames.readExactly(6))
                        .isEqualTo("\0\0\0\2ab".getBytes(StandardCharsets.ISO_8859_1));
            }
            try (RawClient http = server.connect()) {
                oneByOne(http, "GET /hello HTTP/1.1\r\nHost: a\r\n\r\n");
                http.readUntil("\r\n\r\nhello");
            }
            try (RawClient alike = server.connect()) {
                oneByOne(alike, "SERVE-IT /hello HTTP/1.1\r\nHost: a\r\n\r\n");
                assertThat(alike.readUntil("\r\n\r\n")).startsWith("HTTP/1.1 501");
            }
        }
    }

    private static void oneByOne(RawClient client, String text) {
        for (byte one : text.getBytes(StandardCharsets.ISO_8859_1)) {
            client.send(new byte[] {one});
        }
    }

    @Test
    void withoutFirstBytesTheServerIsNotBuilt() {
        refused(
                listener -> shared(listener).tcp(tcp -> tcp.firstBytes(List.of())),
                "tcp.first-bytes: none beside protocols [http, tcp]");
    }

    @Test
    void norWithAHandlerThatSpeaksFirst() {
        TcpHandler first =
                new TcpHandler() {
                    @Override
                    public boolean speaksFirst() {
                        return true;
                    }

                    @Override
                    public void onFrame(TcpConnection connection, byte[] frame) {}
                };
        refused(
                listener ->
                        listener.port(0)
                                .protocols("http", "tcp")
                                .tcp(tcp -> tcp.firstBytes(List.of("X")))
                                .routing(routes -> routes.tcp(FrameCodec.line(), first)),
                "speaks first");
    }

    @Test
    void norWithFirstBytesThatBeginAnothers() {
        refused(
                listener -> shared(listener).tcp(tcp -> tcp.firstBytes(List.of("PRI"))),
                "first bytes");
    }

    @Test
    void norWithARuleTooFewOrTooMany() {
        refused(listener -> listener.port(0).protocols("tcp"), "0 rules (expected: one");
        refused(
                listener ->
                        listener.port(0)
                                .protocols("tcp")
                                .routing(
                                        routes ->
                                                routes.tcp(FrameCodec.line(), ECHO)
                                                        .tcp(FrameCodec.line(), ECHO)),
                "2 rules (expected: one");
        refused(
                listener -> listener.port(0).routing(routes -> routes.tcp(FrameCodec.line(), ECHO)),
                "\"tcp\" among them");
    }

    @Test
    void norWithSettingsThatTheCodecCannotKeep() {
        refused(
                listener ->
                        listener.port(0)
                                .protocols("tcp")
                                .tcp(tcp -> tcp.heartbeat(Duration.ofSeconds(1)).maxFrameSize(3))
                                .routing(routes -> routes.tcp(FrameCodec.fixed(4), ECHO)),
                "has no empty frame",
                "expected: at most 3");
    }

    private static void refused(Consumer<ListenerBuilder> listener, String... words) {
        assertThatThrownBy(() -> TcpServer.listening(listener))
                .isInstanceOf(ConfigException.class)
                .hasMessageContainingAll(words);
    }
}
