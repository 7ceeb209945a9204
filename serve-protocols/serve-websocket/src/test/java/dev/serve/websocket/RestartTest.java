package dev.serve.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serve.api.ListenerException;
import dev.serve.api.config.ListenerConfig;
import dev.serve.api.routing.Routes;
import dev.serve.testing.RawClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Sessions whose listener is configured anew, so that older connections are sent home. */
class RestartTest {

    /** Older connections are cut after this time, and idle ones sooner. */
    private static final Duration DRAIN = Duration.ofSeconds(3);

    private static final Duration LONGER = Duration.ofMillis(3_500);

    private final WebSocketServer.Recorder recorder = new WebSocketServer.Recorder();
    private final AtomicBoolean hasOther = new AtomicBoolean(true);

    private WebSocketServer server() {
        return WebSocketServer.of(this::routes);
    }

    private void routes(Routes routes) {
        // Made anew with each table, by the same code.
        routes.webSocket(
                "/told",
                session -> {
                    while (session.receive() != null) {
                        session.send("told");
                    }
                });
        if (hasOther.get()) {
            routes.webSocket("/other", recorder);
        }
        routes.get("/plain", (_, response) -> response.send("plain"));
    }

    private static void restart(WebSocketServer server, int maxMessageSize) {
        server.server().reconfigure("web", config -> change(config, maxMessageSize));
    }

    private static void change(ListenerConfig.Builder config, int maxMessageSize) {
        config.drainTimeout(DRAIN)
                .http2(http2 -> http2.maxConcurrentStreams(77))
                .websocket(ws -> ws.maxMessageSize(maxMessageSize));
    }

    @Test
    void stayUntilTheServerStops() {
        try (WebSocketServer server = server();
                WsClient client = server.open("/told");
                RawClient plain = RawClient.tcp(server.port())) {
            plain.get("/plain");
            restart(server, 100);
            plain.awaitEnd();
            assertThat(client.raw().staysSilent(LONGER)).isTrue();
            assertThat(client.text("hello").read().text()).isEqualTo("told");
            assertThat(server.server().pool("web").metrics("websocket").active()).isEqualTo(1);
            Thread stopping = Thread.ofVirtual().start(server.server()::stop);
            assertThat(client.read()).hasToString("close 1001");
            client.sendClose(1001);
            client.raw().awaitEnd();
            assertThat(stopping).isNotNull();
        }
    }

    @Test
    void keepToNewLimitsFromTheirNextMessage() {
        try (WebSocketServer server = server();
                WsClient client = server.open("/told")) {
            assertThat(client.text("x".repeat(101)).read().text()).isEqualTo("told");
            restart(server, 100);
            assertThat(client.text("x".repeat(101)).read()).hasToString("close 1009");
        }
    }

    @Test
    void keepToOldLimitsWhenTheNewAddressCannotBeBound() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                WebSocketServer server = server();
                WsClient client = server.open("/told")) {
            assertThatThrownBy(
                            () ->
                                    server.server()
                                            .reconfigure(
                                                    "web",
                                                    config -> {
                                                        change(config, 100);
                                                        config.host("127.0.0.1")
                                                                .port(taken.getLocalPort());
                                                    }))
                    .isInstanceOf(ListenerException.class);
            assertThat(client.text("x".repeat(101)).read().text()).isEqualTo("told");
        }
    }

    @Test
    void areToldToLeaveWhenTheirRouteIsGone() throws Exception {
        try (WebSocketServer server = server();
                WsClient other = server.open("/other");
                WsClient client = server.open("/told")) {
            hasOther.set(false);
            restart(server, 100);
            assertThat(other.read()).hasToString("close 1001");
            other.sendClose(1001);
            assertThat(recorder.close().code()).isEqualTo(1001);
            assertThat(client.text("hello").read().text()).isEqualTo("told");
        }
    }

    @Test
    void stayOnTheirStreamsOfHttp2() {
        try (WebSocketServer server = server();
                Http2Client client = Http2Client.to(RawClient.tcp(server.port()));
                RawClient plain = RawClient.tcp(server.port())) {
            Http2Client.Stream stream = client.open("/told");
            plain.get("/plain");
            restart(server, 100);
            plain.awaitEnd();
            assertThat(stream.text("hello").read().text()).isEqualTo("told");
            assertThat(client.goaway()).isNegative();
            assertThat(client.open("/told").text("hello").read().text()).isEqualTo("told");
        }
    }
}
