package dev.serve.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.serve.api.config.Overflow;
import dev.serve.api.routing.Routes;
import dev.serve.api.websocket.PreparedMessage;
import dev.serve.api.websocket.WebSocketClose;
import dev.serve.api.websocket.WebSocketClosedException;
import dev.serve.api.websocket.WebSocketSession;
import dev.serve.testing.DevCertificates;
import dev.serve.testing.RawClient;
import dev.serve.websocket.deflate.Compressor;
import dev.serve.websocket.deflate.Decompressor;
import dev.serve.websocket.deflate.Deflation;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sessions on streams of HTTP/2 (RFC 8441). */
class Http2SessionsTest {

    private static final int INITIAL_WINDOW_SIZE = 4;

    private final WebSocketServer.Recorder recorder = new WebSocketServer.Recorder();

    private WebSocketServer server() {
        return WebSocketServer.of(this::routes);
    }

    private void routes(Routes routes) {
        routes.webSocket("/echo", recorder).get("/plain", (_, response) -> response.send("plain"));
    }

    private static Http2Client connect(WebSocketServer server, int... settings) {
        return Http2Client.to(RawClient.tcp(server.port()), settings);
    }

    @Test
    void severalOnOneConnectionDoNotMix() {
        try (WebSocketServer server = server();
                Http2Client client = connect(server)) {
            assertThat(client.offersConnect()).isTrue();
            List<Http2Client.Stream> streams = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                streams.add(client.open("/echo"));
            }
            for (int round = 0; round < 5; round++) {
                for (Http2Client.Stream stream : streams) {
                    stream.text(round + " of " + stream.id());
                }
                for (Http2Client.Stream stream : streams) {
                    assertThat(stream.read().text()).isEqualTo(round + " of " + stream.id());
                }
            }
            assertThat(server.server().pool("web").metrics().active()).isEqualTo(1);
        }
    }

    @Test
    void ofTheIdOfConnectionAndStream() throws Exception {
        try (WebSocketServer server = server();
                Http2Client client = connect(server)) {
            client.open("/echo");
            client.open("/echo");
            assertThat(recorder.session().id()).isNotEqualTo(recorder.session().id());
        }
    }

    @Test
    void takeFramesHoweverTheirBytesAreCut() {
        byte[] large = "x".repeat(60_000).getBytes(StandardCharsets.UTF_8);
        try (WebSocketServer server = server();
                Http2Client client = connect(server)) {
            Http2Client.Stream stream = client.open("/echo");
            for (byte octet : WsClient.masked(0x81, "grüße".getBytes(StandardCharsets.UTF_8))) {
                stream.data(new byte[] {octet});
            }
            assertThat(stream.read().text()).isEqualTo("grüße");
            byte[] masked = WsClient.masked(0x82, large);
            for (int from = 0; from < masked.length; from += 9_000) {
                int to = Math.min(masked.length, from + 9_000);
                stream.data(Arrays.copyOfRange(masked, from, to));
            }
            assertThat(stream.read().payload()).isEqualTo(large);
        }
    }

    @Test
    void endWithTheirCloseWhileOthersGoOn() throws Exception {
        try (WebSocketServer server = server();
                Http2Client client = connect(server)) {
            Http2Client.Stream other = client.open("/echo");
            Http2Client.Stream theirs = client.open("/echo");
            theirs.sendClose(4001);
            assertThat(theirs.read()).hasToString("close 4001");
            assertThat(theirs.awaitEnd()).isTrue();
            assertThat(recorder.close().code()).isEqualTo(4001);
            recorder.session();
            Http2Client.Stream ours = client.open("/echo");
            recorder.session();
            recorder.session().close(4002, "enough");
            assertThat(ours.read()).hasToString("close 4002");
            ours.sendClose(4002);
            assertThat(ours.awaitEnd()).isTrue();
            other.text("still here");
            assertThat(other.read().text()).isEqualTo("still here");
        }
    }

    @Test
    void endWithAResetOfTheStreamAndWithItsEnd() throws Exception {
        try (WebSocketServer server = server();
                Http2Client client = connect(server)) {
            Http2Client.Stream reset = client.open("/echo");
            Http2Client.Stream ended = client.open("/echo");
            Http2Client.Stream other = client.open("/echo");
            reset.reset();
            assertThat(recorder.close().code()).isEqualTo(1006);
            ended.end();
            assertThat(recorder.close().code()).isEqualTo(1006);
            assertThat(ended.awaitEnd()).isTrue();
            other.text("still here");
            assertThat(other.read().text()).isEqualTo("still here");
        }
    }

    @Test
    void allEndWithTheirConnection() throws Exception {
        try (WebSocketServer server = server()) {
            try (Http2Client client = connect(server)) {
                client.open("/echo");
                client.open("/echo");
                recorder.session();
                recorder.session();
            }
            assertThat(recorder.close().code()).isEqualTo(1006);
            assertThat(recorder.close().code()).isEqualTo(1006);
            await().until(() -> server.server().pool("web").metrics().active() == 0);
        }
    }

    @Test
    void areToldThatTheServerStops() throws Exception {
        try (WebSocketServer server = server();
                Http2Client client = connect(server)) {
            Http2Client.Stream one = client.open("/echo");
            Http2Client.Stream two = client.open("/echo");
            Thread stopping = Thread.ofVirtual().start(server.server()::stop);
            for (Http2Client.Stream stream : List.of(one, two)) {
                assertThat(stream.read()).hasToString("close 1001");
                stream.sendClose(1001);
                assertThat(stream.awaitEnd()).isTrue();
                assertThat(recorder.close().code()).isEqualTo(1001);
            }
            while (client.goaway() < 0) {
                var _ = client.read();
            }
            stopping.join();
        }
    }

    /** Its window never opens: what waits for it stays bounded, and it alone is cut. */
    @Test
    void whoseClientDoesNotReadAreCutAlone() throws Exception {
        try (WebSocketServer server =
                        WebSocketServer.of(
                                ws ->
                                        ws.overflow(Overflow.DISCONNECT)
                                                .queueMessages(10)
                                                .closeTimeout(Duration.ofMillis(200)),
                                this::routes);
                Http2Client client = connect(server, INITIAL_WINDOW_SIZE, 1_000)) {
            Http2Client.Stream slow = client.open("/echo");
            WebSocketSession session = recorder.session();
            Http2Client.Stream other = client.open("/echo");
            PreparedMessage prepared = PreparedMessage.text("x".repeat(500));
            assertThatExceptionOfType(WebSocketClosedException.class)
                    .isThrownBy(
                            () -> {
                                for (int sent = 0; sent < 10_000; sent++) {
                                    session.send(prepared);
                                    assertThat(session.queuedMessages()).isLessThanOrEqualTo(10);
                                }
                            });
            assertThat(slow.awaitEnd()).as("in order").isFalse();
            WebSocketClose close = recorder.close();
            assertThat(close.code()).isEqualTo(1013);
            other.text("still here");
            assertThat(other.read().text()).isEqualTo("still here");
        }
    }

    @Test
    void goOnWhenTheWindowOpens() throws Exception {
        try (WebSocketServer server = server();
                Http2Client client = connect(server, INITIAL_WINDOW_SIZE, 1_000)) {
            Http2Client.Stream stream = client.open("/echo");
            WebSocketSession session = recorder.session();
            for (int i = 0; i < 10; i++) {
                session.send("x".repeat(500) + i);
            }
            for (int i = 0; i < 10; i++) {
                stream.openWindow(600);
                assertThat(stream.read().text()).endsWith("x" + i);
            }
        }
    }

    @Test
    void takeNoMoreThanTheirWindowWhileTheirHandlerWaits() throws Exception {
        try (WebSocketServer server =
                        WebSocketServer.of(
                                routes ->
                                        routes.webSocket(
                                                "/patient",
                                                session -> {
                                                    while (session.receive() != null) {
                                                        session.send("taken");
                                                    }
                                                }));
                Http2Client client = connect(server)) {
            Http2Client.Stream stream = client.open("/patient");
            for (int i = 0; i < 100; i++) {
                stream.text("y".repeat(2_000));
                assertThat(stream.read().text()).isEqualTo("taken");
            }
        }
    }

    @Test
    void compressWhatTheyAgreedOn() throws Exception {
        Deflation agreed = new Deflation(true, true, 15);
        String text = "the same words again and again, ".repeat(100);
        try (WebSocketServer server = server();
                Http2Client client = connect(server);
                Compressor compressor = new Compressor(agreed, 6);
                Decompressor decompressor = new Decompressor(agreed)) {
            Http2Client.Stream stream =
                    client.open("/echo", "sec-websocket-extensions", "permessage-deflate");
            assertThat(stream.field("sec-websocket-extensions")).isEqualTo("permessage-deflate");
            for (int i = 0; i < 3; i++) {
                stream.send(0xC1, compressor.compress(text.getBytes(StandardCharsets.UTF_8)));
                WsClient.Frame frame = stream.read();
                assertThat(frame.isCompressed()).isTrue();
                ByteArrayOutputStream plain = new ByteArrayOutputStream();
                decompressor.feed(frame.payload(), 0, frame.payload().length, plain::write);
                decompressor.endMessage(plain::write);
                assertThat(plain.toString(StandardCharsets.UTF_8)).isEqualTo(text);
            }
        }
    }

    @Test
    void areRefusedLikeThoseOfHttp11() {
        try (WebSocketServer server = WebSocketServer.of(ws -> ws.maxSessions(1), this::routes);
                Http2Client client = connect(server)) {
            Http2Client.Stream stranger = client.ask("/echo", "origin", "http://elsewhere.example");
            assertThat(stranger.status()).isEqualTo(403);
            Http2Client.Stream old = client.ask("/echo", "sec-websocket-version", "8");
            assertThat(old.status()).isEqualTo(426);
            assertThat(old.field("sec-websocket-version")).isEqualTo("13");
            assertThat(old.field("upgrade")).as("of HTTP/1.1 alone").isEmpty();
            assertThat(client.ask("/nowhere").status()).isEqualTo(404);
            assertThat(client.ask("/plain").status()).isEqualTo(405);
            client.open("/echo");
            assertThat(client.open("/echo").read()).hasToString("close 1013");
        }
    }

    @Test
    void agreeOnASubProtocol() {
        try (WebSocketServer server =
                        WebSocketServer.of(ws -> ws.subProtocols(List.of("b")), this::routes);
                Http2Client client = connect(server)) {
            Http2Client.Stream stream = client.open("/echo", "sec-websocket-protocol", "a, b");
            assertThat(stream.field("sec-websocket-protocol")).isEqualTo("b");
            assertThat(stream.field("sec-websocket-accept")).isEmpty();
        }
    }

    /** A client is told once, when its connection begins; so it is told before there is a route. */
    @Test
    void areOfferedBeforeARouteIsAddedWhileTheConnectionLasts() {
        try (WebSocketServer server =
                        WebSocketServer.of(
                                routes ->
                                        routes.get("/plain", (_, response) -> response.send("")));
                Http2Client client = connect(server)) {
            assertThat(client.offersConnect()).isTrue();
            assertThat(client.ask("/echo").status()).isEqualTo(404);
            server.server().routing("web", this::routes);
            assertThat(client.open("/echo").text("hello").read().text()).isEqualTo("hello");
        }
    }

    @Test
    void overTls(@TempDir Path directory) {
        DevCertificates keys = DevCertificates.createIn(directory);
        try (WebSocketServer server =
                        WebSocketServer.listening(
                                listener ->
                                        listener.tls(
                                                        tls ->
                                                                tls.key(file(keys, "server.key"))
                                                                        .cert(
                                                                                file(
                                                                                        keys,
                                                                                        "server.crt")))
                                                .routing(this::routes));
                Http2Client client =
                        Http2Client.to(RawClient.tcp(server.port()).tls(keys.trusting(), "h2"))) {
            assertThat(client.open("/echo").text("hello").read().text()).isEqualTo("hello");
            assertThat(server.server().pool("web").connections().getFirst().protocol())
                    .isEqualTo("h2");
        }
    }

    private static String file(DevCertificates keys, String name) {
        return keys.file(name).toString();
    }
}
