package dev.serve.http.h2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serve.http.HttpEngines;
import io.helidon.common.socket.SocketOptions;
import io.helidon.webserver.WebServer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The engine in a plain Helidon server. */
class PlainHelidonTest {

    private final WebServer server =
            WebServer.builder()
                    .host("127.0.0.1")
                    .port(0)
                    .shutdownHook(false)
                    .featuresDiscoverServices(false)
                    .protocolsDiscoverServices(false)
                    .addConnectionSelector(HttpEngines.http2())
                    .addConnectionSelector(HttpEngines.http1(HttpEngines.http2Upgrade()))
                    .connectionOptions(SocketOptions.builder().tcpNoDelay(true).build())
                    .routing(
                            routing ->
                                    routing.get("/hello", (req, res) -> res.send("hello"))
                                            .post(
                                                    "/echo",
                                                    (req, res) ->
                                                            res.send(
                                                                    req.content()
                                                                            .as(byte[].class))))
                    .build()
                    .start();

    @AfterEach
    void stop() {
        server.stop();
    }

    @Test
    void answersByPriorKnowledge() {
        try (FrameClient client = FrameClient.to(server.port())) {
            assertThat(client.get(1, "/hello").answer(1).body()).isEqualTo("hello");
            client.post(3, "/echo").data(3, "x".repeat(16_000), false).data(3, "y", true);
            assertThat(client.answer(3).body()).hasSize(16_001).endsWith("y");
        }
    }

    @Test
    void answersAfterAnUpgrade() {
        try (FrameClient client = FrameClient.silent(server.port())) {
            client.write(
                    """
                    GET /hello HTTP/1.1\r
                    Host: a\r
                    Connection: Upgrade, HTTP2-Settings\r
                    Upgrade: h2c\r
                    HTTP2-Settings: AAMAAABk\r
                    \r
                    """
                            .getBytes(StandardCharsets.US_ASCII));
            assertThat(client.line()).startsWith("HTTP/1.1 101");
            while (!client.line().isEmpty()) {
                // To the end of the head.
            }
            client.write(Frame.PREFACE).settings();
            assertThat(client.answer(1).body()).isEqualTo("hello");
        }
    }

    @Test
    void saysGoodbyeWhenTheClientDoes() {
        try (FrameClient client = FrameClient.to(server.port())) {
            client.get(1, "/hello").answer(1);
            client.frame(Frame.GOAWAY, 0, 0, new byte[8]);
            assertThat(client.next(Frame.GOAWAY).int32(4)).isZero();
        }
    }
}
