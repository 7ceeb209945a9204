package dev.serve.http.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.serve.api.ListenerBuilder;
import dev.serve.api.Server;
import dev.serve.api.config.PoolConfig;
import dev.serve.api.pool.CloseReason;
import dev.serve.testing.DevCertificates;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Peers that stay silent, dribble, stall or stop reading, on every transport. One limit is short in
 * each test, the rest long.
 */
class SlowPeersTest {

    private static final Duration SHORT = Duration.ofMillis(300);

    @TempDir private static Path directory;

    private final CompletableFuture<Throwable> seenByHandler = new CompletableFuture<>();
    private Server server =
            Server.builder().listener("unused", listener -> listener.port(0)).build();

    @AfterEach
    void stop() {
        server.stop();
    }

    enum Transport {
        PLAIN,
        TLS,
        UNIX
    }

    private void start(Transport transport, Consumer<PoolConfig.Builder> limit) {
        server =
                Server.builder()
                        .listener(
                                "web",
                                listener ->
                                        place(transport, listener.pool(limit))
                                                .routing(
                                                        routes ->
                                                                routes.get(
                                                                                "/hello",
                                                                                (req, res) ->
                                                                                        res.send(
                                                                                                "hello"))
                                                                        .post(
                                                                                "/read",
                                                                                (req, res) -> {
                                                                                    try {
                                                                                        res.send(
                                                                                                req.content()
                                                                                                        .as(
                                                                                                                byte
                                                                                                                                []
                                                                                                                        .class));
                                                                                    } catch (
                                                                                            RuntimeException
                                                                                                    e) {
                                                                                        seenByHandler
                                                                                                .complete(
                                                                                                        e);
                                                                                        throw e;
                                                                                    }
                                                                                })
                                                                        .get(
                                                                                "/endless",
                                                                                (req, res) -> {
                                                                                    byte[] part =
                                                                                            new byte
                                                                                                    [64
                                                                                                            * 1024];
                                                                                    try (OutputStream
                                                                                            out =
                                                                                                    res
                                                                                                            .outputStream()) {
                                                                                        while (true) {
                                                                                            out
                                                                                                    .write(
                                                                                                            part);
                                                                                        }
                                                                                    } catch (IOException
                                                                                            | RuntimeException
                                                                                                    e) {
                                                                                        seenByHandler
                                                                                                .complete(
                                                                                                        e);
                                                                                        throw e;
                                                                                    }
                                                                                })))
                        .build()
                        .start();
    }

    private static ListenerBuilder place(Transport transport, ListenerBuilder listener) {
        return switch (transport) {
            case PLAIN -> listener.port(0);
            case UNIX -> listener.path(directory.resolve("web.sock").toString());
            case TLS -> {
                DevCertificates certificates = DevCertificates.createIn(directory);
                yield listener.port(0)
                        .tls(
                                tls ->
                                        tls.key(certificates.file("server.key").toString())
                                                .cert(certificates.file("server.crt").toString()));
            }
        };
    }

    /** A peer of the listener; on TLS the handshake is done. */
    private record Peer(Closeable socket, InputStream in, OutputStream out) implements Closeable {

        void send(String text) throws IOException {
            out.write(text.getBytes(US_ASCII));
            out.flush();
        }

        /** Reads to the end of the stream; a reset is an end too. */
        String rest() {
            StringBuilder text = new StringBuilder();
            byte[] part = new byte[8192];
            try {
                for (int n = in.read(part); n >= 0; n = in.read(part)) {
                    text.append(new String(part, 0, n, US_ASCII));
                }
            } catch (IOException e) {
                return text.toString();
            }
            return text.toString();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private Peer connect(Transport transport) throws IOException {
        if (transport == Transport.UNIX) {
            SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
            channel.connect(UnixDomainSocketAddress.of(directory.resolve("web.sock")));
            return new Peer(
                    channel, Channels.newInputStream(channel), Channels.newOutputStream(channel));
        }
        int port = server.port("web");
        Socket socket =
                transport == Transport.TLS
                        ? DevCertificates.createIn(directory)
                                .trusting()
                                .getSocketFactory()
                                .createSocket("localhost", port)
                        : new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(20_000);
        return new Peer(socket, socket.getInputStream(), socket.getOutputStream());
    }

    private void assertClosedFor(CloseReason reason) {
        await().untilAsserted(
                        () -> {
                            assertThat(server.listeners().getFirst().closed())
                                    .containsEntry(reason, 1L);
                            assertThat(server.listeners().getFirst().connections()).isZero();
                        });
    }

    @ParameterizedTest
    @EnumSource(names = {"PLAIN", "UNIX"})
    void aSilentPeer(Transport transport) throws Exception {
        start(transport, pool -> pool.connectionTimeout(SHORT));
        try (Peer peer = connect(transport)) {
            assertThat(peer.rest()).isEmpty();
            assertClosedFor(CloseReason.CONNECTION_TIMEOUT);
        }
    }

    @Test
    void aPeerThatIsSilentAfterItsHandshake() throws Exception {
        start(Transport.TLS, pool -> pool.connectionTimeout(SHORT));
        try (Peer peer = connect(Transport.TLS)) {
            assertThat(peer.rest()).isEmpty();
            assertClosedFor(CloseReason.CONNECTION_TIMEOUT);
        }
    }

    @Test
    void aPeerThatNeverBeginsItsHandshake() throws Exception {
        start(Transport.TLS, pool -> pool.handshakeTimeout(SHORT));
        try (Peer peer = connect(Transport.PLAIN)) {
            assertThat(peer.rest()).isEmpty();
            assertClosedFor(CloseReason.HANDSHAKE_TIMEOUT);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aHeadThatIsNeverFinished(Transport transport) throws Exception {
        start(transport, pool -> pool.headersTimeout(SHORT));
        try (Peer peer = connect(transport)) {
            peer.send("GET /hello HTTP/1.1\r\nHost: a\r\n");
            peer.rest();
            assertClosedFor(CloseReason.HEADERS_TIMEOUT);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aBodyThatStallsReachesTheHandlerAsAFailedRead(Transport transport) throws Exception {
        start(transport, pool -> pool.bodyTimeout(SHORT));
        try (Peer peer = connect(transport)) {
            peer.send("POST /read HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nten bytes.");
            peer.rest();
            assertThat(seenByHandler.get(10, SECONDS)).isNotInstanceOf(InterruptedException.class);
            assertClosedFor(CloseReason.BODY_TIMEOUT);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aPeerThatStopsReadingReachesTheHandlerAsAFailedWrite(Transport transport)
            throws Exception {
        start(transport, pool -> pool.writeTimeout(SHORT));
        try (Peer peer = connect(transport)) {
            peer.send("GET /endless HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(seenByHandler.get(20, SECONDS)).isNotInstanceOf(InterruptedException.class);
            assertClosedFor(CloseReason.WRITE_TIMEOUT);
        }
    }

    @ParameterizedTest
    @EnumSource
    void anIdlePeerBetweenRequests(Transport transport) throws Exception {
        start(transport, pool -> pool.keepAliveTimeout(SHORT));
        try (Peer peer = connect(transport)) {
            peer.send("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(peer.rest()).endsWith("hello");
            assertClosedFor(CloseReason.KEEP_ALIVE_TIMEOUT);
        }
    }

    @Nested
    class OverHttp2 {

        private static final byte[] PREFACE_AND_SETTINGS =
                Arrays.copyOf("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(US_ASCII), 24 + 9);

        private byte[] preface() {
            byte[] bytes = PREFACE_AND_SETTINGS.clone();
            bytes[24 + 3] = 4; // an empty SETTINGS frame
            return bytes;
        }

        @ParameterizedTest
        @EnumSource(names = {"PLAIN", "UNIX"})
        void aConnectionWithNoStreamOpen(Transport transport) throws Exception {
            start(transport, pool -> pool.keepAliveTimeout(SHORT));
            try (Peer peer = connect(transport)) {
                peer.out().write(preface());
                peer.rest();
                assertClosedFor(CloseReason.KEEP_ALIVE_TIMEOUT);
            }
        }

        @Test
        void aPrefaceThatIsNeverFinished() throws Exception {
            start(Transport.PLAIN, pool -> pool.headersTimeout(SHORT));
            try (Peer peer = connect(Transport.PLAIN)) {
                peer.out().write(preface(), 0, 20);
                peer.rest();
                assertClosedFor(CloseReason.HEADERS_TIMEOUT);
            }
        }
    }
}
