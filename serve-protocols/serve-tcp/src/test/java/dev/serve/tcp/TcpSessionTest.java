package dev.serve.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.serve.api.ShutdownReport;
import dev.serve.api.config.Overflow;
import dev.serve.api.config.WireKind;
import dev.serve.api.pool.ConnectionView;
import dev.serve.api.routing.Rejection;
import dev.serve.api.routing.TcpExchange;
import dev.serve.api.tcp.FrameCodec;
import dev.serve.api.tcp.TcpClosedException;
import dev.serve.api.tcp.TcpConnection;
import dev.serve.api.tcp.TcpHandler;
import dev.serve.testing.CertificateAuthority;
import dev.serve.testing.ClientTls;
import dev.serve.testing.ExpectLog;
import dev.serve.testing.Identity;
import dev.serve.testing.RawClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TcpSessionTest {

    private static final TcpHandler ECHO = TcpConnection::send;
    private static final byte[] HELLO = {0, 0, 0, 5, 'h', 'e', 'l', 'l', 'o'};

    private final LinkedBlockingQueue<String> seen = new LinkedBlockingQueue<>();

    @ParameterizedTest
    @EnumSource
    void framesComeBackAlsoWhenTheyArriveByteByByteOrManyAtOnce(WireKind wire) {
        try (TcpServer server =
                        TcpServer.listening(
                                listener ->
                                        listener.config(config -> config.wire(wire))
                                                .port(0)
                                                .protocols("tcp")
                                                .routing(
                                                        routes ->
                                                                routes.tcp(
                                                                        FrameCodec.lengthPrefixed(),
                                                                        ECHO)));
                RawClient client = server.connect()) {
            for (byte one : HELLO) {
                client.send(new byte[] {one});
            }
            assertThat(client.readExactly(HELLO.length)).isEqualTo(HELLO);
            client.send("\0\0\0\1a\0\0\0\0\0\0\0\2bc");
            assertThat(client.readExactly(15))
                    .isEqualTo("\0\0\0\1a\0\0\0\0\0\0\0\2bc".getBytes(StandardCharsets.ISO_8859_1));
            await().until(() -> protocol(server).equals("tcp"));
        }
    }

    private static String protocol(TcpServer server) {
        return server.server().pool("tcp").connections().stream()
                .map(ConnectionView::protocol)
                .findFirst()
                .orElse("");
    }

    @Test
    void overTlsAndOnAUnixSocketToo(@TempDir Path directory) {
        CertificateAuthority authority = CertificateAuthority.create("Test CA");
        Identity identity = authority.server().issue();
        try (TcpServer server =
                        TcpServer.listening(
                                listener ->
                                        listener.port(0)
                                                .protocols("tcp")
                                                .tls(
                                                        tls ->
                                                                tls.key(identity.keyPem())
                                                                        .cert(identity.certPem()))
                                                .routing(
                                                        routes ->
                                                                routes.tcp(
                                                                        FrameCodec.line(), ECHO)));
                RawClient client = server.connect().tls(ClientTls.trusting(authority))) {
            client.send("over TLS\n").readUntil("over TLS\n");
        }
        Path path = directory.resolve("s");
        try (TcpServer _ =
                        TcpServer.listening(
                                listener ->
                                        listener.path(path.toString())
                                                .protocols("tcp")
                                                .routing(
                                                        routes ->
                                                                routes.tcp(
                                                                        FrameCodec.line(), ECHO)));
                RawClient client = RawClient.unix(path)) {
            client.send("on a path\r\n").readUntil("on a path\n");
        }
    }

    @Test
    void aServerMaySpeakFirst() {
        TcpHandler greets =
                new TcpHandler() {
                    @Override
                    public boolean speaksFirst() {
                        return true;
                    }

                    @Override
                    public void onOpen(TcpConnection connection) {
                        connection.send(ascii("220 ready"));
                    }

                    @Override
                    public void onFrame(TcpConnection connection, byte[] frame) {
                        connection.send(ascii("221 bye"));
                        connection.close();
                    }

                    @Override
                    public void onClose(TcpConnection connection) {
                        seen.add("closed");
                    }
                };
        try (TcpServer server = TcpServer.of(FrameCodec.line(), greets);
                RawClient client = server.connect()) {
            client.readUntil("220 ready\n");
            client.send("QUIT\r\nand more\r\n").readUntil("221 bye\n");
            assertThat(client.awaitEnd()).isEqualTo(RawClient.End.CLOSED);
        }
        assertThat(seen).containsExactly("closed");
    }

    @Test
    void everyFramePassesTheFiltersAndOneThatIsRejectedEndsTheConnectionWithAReason() {
        try (TcpServer server =
                        TcpServer.listening(
                                listener ->
                                        listener.port(0)
                                                .protocols("tcp")
                                                .routing(
                                                        routes ->
                                                                routes.filter(
                                                                                (exchange,
                                                                                        chain) -> {
                                                                                    seen.add(
                                                                                            exchange
                                                                                                            .protocol()
                                                                                                    + exchange
                                                                                                            .target());
                                                                                    if (new String(
                                                                                                    ((TcpExchange)
                                                                                                                    exchange)
                                                                                                            .frame(),
                                                                                                    StandardCharsets
                                                                                                            .US_ASCII)
                                                                                            .equals(
                                                                                                    "bad")) {
                                                                                        exchange
                                                                                                .reject(
                                                                                                        Rejection
                                                                                                                .of(
                                                                                                                        Rejection
                                                                                                                                .Reason
                                                                                                                                .FORBIDDEN,
                                                                                                                        "not here"));
                                                                                    } else {
                                                                                        chain
                                                                                                .proceed();
                                                                                    }
                                                                                })
                                                                        .tcp(
                                                                                FrameCodec.line(),
                                                                                ECHO)));
                RawClient client = server.connect()) {
            client.send("good\n").readUntil("good\n");
            client.send("bad\ngood\n").readUntil("FORBIDDEN: not here\n");
            assertThat(client.awaitEnd()).isEqualTo(RawClient.End.CLOSED);
            assertThat(seen).containsExactly("tcp", "tcp");
        }
    }

    @Test
    @ExpectLog("a handler of listener tcp failed")
    void aHandlerThatFailsEndsItsConnectionAlone() {
        TcpHandler fails =
                (connection, frame) -> {
                    if (frame.length == 0) {
                        throw new IllegalStateException("boom");
                    }
                    connection.send(frame);
                };
        try (TcpServer server = TcpServer.of(FrameCodec.line(), fails);
                RawClient other = server.connect();
                RawClient client = server.connect()) {
            client.send("a\n\n").readUntil("a\n");
            assertThat(client.awaitEnd()).isEqualTo(RawClient.End.CLOSED);
            other.send("b\n").readUntil("b\n");
        }
    }

    @Nested
    class Limits {

        @Test
        void aFrameAboveTheLimitIsRefusedInWords() {
            try (TcpServer server =
                            TcpServer.of(
                                    FrameCodec.lengthPrefixed(),
                                    ECHO,
                                    tcp -> tcp.maxFrameSize(1_000));
                    RawClient client = server.connect()) {
                client.send(new byte[] {0, 0, 4, 0});
                client.readUntil("frame of 1024 bytes (expected: at most 1000)");
                assertThat(client.awaitEnd()).isEqualTo(RawClient.End.CLOSED);
            }
        }

        @Test
        void aSilentPeerIsClosedAfterIdleTimeout() {
            try (TcpServer server =
                            TcpServer.of(
                                    FrameCodec.line(),
                                    ECHO,
                                    tcp -> tcp.idleTimeout(Duration.ofMillis(50)));
                    RawClient client = server.connect()) {
                assertThat(client.awaitEnd()).isEqualTo(RawClient.End.CLOSED);
            }
        }

        @Test
        void heartbeatsKeepBothSidesAliveAndReachNoHandler() {
            try (TcpServer server =
                            TcpServer.of(
                                    FrameCodec.line(),
                                    (connection, frame) ->
                                            connection.send(ascii("got " + frame.length)),
                                    tcp -> tcp.heartbeat(Duration.ofMillis(20)));
                    RawClient client = server.connect()) {
                client.readUntil("\n\n");
                client.send("\n\nabc\n").readUntil("got 3\n");
            }
        }

        @ParameterizedTest
        @EnumSource
        void aPeerThatReadsNothingMeetsThePolicy(Overflow overflow) throws Exception {
            byte[] big = new byte[200_000];
            TcpHandler floods =
                    (connection, frame) -> {
                        try {
                            for (int i = 0; i < 500; i++) {
                                connection.send(big);
                            }
                            seen.add("all sent");
                        } catch (TcpClosedException e) {
                            seen.add("closed");
                            throw e;
                        }
                    };
            try (TcpServer server =
                            TcpServer.of(
                                    FrameCodec.lengthPrefixed(),
                                    floods,
                                    tcp ->
                                            tcp.overflow(overflow)
                                                    .queueFrames(3)
                                                    .blockTimeout(Duration.ofMillis(100)));
                    RawClient client = server.connect()) {
                client.send(HELLO);
                String outcome = seen.poll(20, TimeUnit.SECONDS);
                switch (overflow) {
                    case DISCONNECT, BLOCK -> {
                        assertThat(outcome).isEqualTo("closed");
                        assertThat(client.awaitEnd()).isNotNull();
                    }
                    case DROP_OLDEST, LATEST_ONLY -> {
                        assertThat(outcome).isEqualTo("all sent");
                        client.readExactly(200_004);
                    }
                }
            }
        }
    }

    @Nested
    class Drain {

        @Test
        void closesIdleConnectionsAndOthersAfterTheFrameInWork() throws Exception {
            CountDownLatch inside = new CountDownLatch(1);
            CountDownLatch release = new CountDownLatch(1);
            TcpHandler slow =
                    (connection, frame) -> {
                        inside.countDown();
                        release.await();
                        connection.send(frame);
                    };
            try (TcpServer server = TcpServer.of(FrameCodec.line(), slow);
                    RawClient idle = server.connect();
                    RawClient busy = server.connect()) {
                busy.send("one\n");
                assertThat(inside.await(10, TimeUnit.SECONDS)).isTrue();
                await().until(
                                () ->
                                        server.server().pool("tcp").connections().stream()
                                                        .filter(
                                                                view ->
                                                                        view.protocol()
                                                                                .equals("tcp"))
                                                        .count()
                                                == 2);
                CompletableFuture<ShutdownReport> report =
                        CompletableFuture.supplyAsync(server.server()::stop);
                assertThat(idle.awaitEnd()).isEqualTo(RawClient.End.CLOSED);
                release.countDown();
                assertThat(busy.readToEnd()).isEqualTo("one\n");
                assertThat(report.get(20, TimeUnit.SECONDS).cut()).isZero();
            }
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
