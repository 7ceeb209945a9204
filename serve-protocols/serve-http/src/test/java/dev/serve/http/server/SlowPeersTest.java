package dev.serve.http.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.serve.api.Server;
import dev.serve.api.config.PoolConfig;
import dev.serve.api.pool.CloseReason;
import dev.serve.testing.RawClient;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
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

    private void start(Transport transport, Consumer<PoolConfig.Builder> limit) {
        server =
                Server.builder()
                        .listener(
                                "web",
                                listener ->
                                        transport
                                                .place(listener.pool(limit), directory)
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

    private RawClient connect(Transport transport) {
        return transport.connect(server, directory).within(Duration.ofSeconds(20));
    }

    /** Reads to the end of the stream; a reset is an end too. */
    private static String rest(RawClient peer) {
        try {
            return peer.readToEnd();
        } catch (UncheckedIOException e) {
            return "";
        }
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
    @EnumSource(names = {"PLAIN", "UNIX", "BLOCKING"})
    void aSilentPeer(Transport transport) throws Exception {
        start(transport, pool -> pool.connectionTimeout(SHORT));
        try (RawClient peer = connect(transport)) {
            assertThat(rest(peer)).isEmpty();
            assertClosedFor(CloseReason.CONNECTION_TIMEOUT);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"TLS", "UNIX_TLS", "BLOCKING_TLS"})
    void aPeerThatIsSilentAfterItsHandshake(Transport transport) throws Exception {
        start(transport, pool -> pool.connectionTimeout(SHORT));
        try (RawClient peer = connect(transport)) {
            assertThat(rest(peer)).isEmpty();
            assertClosedFor(CloseReason.CONNECTION_TIMEOUT);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"TLS", "UNIX_TLS", "BLOCKING_TLS"})
    void aPeerThatNeverBeginsItsHandshake(Transport transport) throws Exception {
        start(transport, pool -> pool.handshakeTimeout(SHORT));
        try (RawClient peer = transport.connectBare(server, directory)) {
            assertThat(rest(peer)).isEmpty();
            assertClosedFor(CloseReason.HANDSHAKE_TIMEOUT);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aHeadThatIsNeverFinished(Transport transport) throws Exception {
        start(transport, pool -> pool.headersTimeout(SHORT));
        try (RawClient peer = connect(transport)) {
            peer.send("GET /hello HTTP/1.1\r\nHost: a\r\n");
            rest(peer);
            assertClosedFor(CloseReason.HEADERS_TIMEOUT);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aBodyThatStallsReachesTheHandlerAsAFailedRead(Transport transport) throws Exception {
        start(transport, pool -> pool.bodyTimeout(SHORT));
        try (RawClient peer = connect(transport)) {
            peer.send("POST /read HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nten bytes.");
            assertThat(peer.readAnswer().status()).isEqualTo(408);
            peer.awaitEnd();
            assertThat(seenByHandler.get(10, SECONDS)).isNotInstanceOf(InterruptedException.class);
            assertClosedFor(CloseReason.BODY_TIMEOUT);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aPeerThatStopsReadingReachesTheHandlerAsAFailedWrite(Transport transport)
            throws Exception {
        start(transport, pool -> pool.writeTimeout(SHORT));
        try (RawClient peer = connect(transport)) {
            peer.send("GET /endless HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(seenByHandler.get(20, SECONDS)).isNotInstanceOf(InterruptedException.class);
            assertClosedFor(CloseReason.WRITE_TIMEOUT);
        }
    }

    @ParameterizedTest
    @EnumSource
    void anIdlePeerBetweenRequests(Transport transport) throws Exception {
        start(transport, pool -> pool.keepAliveTimeout(SHORT));
        try (RawClient peer = connect(transport)) {
            peer.send("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(peer.readAnswer().body()).isEqualTo("hello");
            peer.awaitEnd();
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
        @EnumSource
        void aConnectionWithNoStreamOpen(Transport transport) throws Exception {
            start(transport, pool -> pool.keepAliveTimeout(SHORT));
            try (RawClient peer = connect(transport)) {
                peer.send(preface());
                rest(peer);
                assertClosedFor(CloseReason.KEEP_ALIVE_TIMEOUT);
            }
        }

        @ParameterizedTest
        @EnumSource
        void aPrefaceThatIsNeverFinished(Transport transport) throws Exception {
            start(transport, pool -> pool.headersTimeout(SHORT));
            try (RawClient peer = connect(transport)) {
                peer.send(Arrays.copyOf(preface(), 20));
                rest(peer);
                assertClosedFor(CloseReason.HEADERS_TIMEOUT);
            }
        }

        @ParameterizedTest
        @EnumSource
        void aPeerThatStopsReadingWithItsWindowsWideOpen(Transport transport) throws Exception {
            start(transport, pool -> pool.writeTimeout(SHORT));
            try (RawClient peer = connect(transport)) {
                peer.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")
                        .send(frame(4, 0, 0, "00047fffffff"))
                        .send(frame(8, 0, 0, "7fff0000"))
                        .send(frame(1, 5, 1, getEndless(transport.isSecure())));
                assertThat(seenByHandler.get(20, SECONDS))
                        .isNotInstanceOf(InterruptedException.class);
                assertClosedFor(CloseReason.WRITE_TIMEOUT);
            }
        }

        @ParameterizedTest
        @EnumSource
        void aBodyThatStallsIsAnsweredOnItsStreamAndTheConnectionGoesOn(Transport transport)
                throws Exception {
            start(transport, pool -> pool.bodyTimeout(SHORT));
            try (RawClient peer = connect(transport)) {
                peer.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")
                        .send(frame(4, 0, 0, ""))
                        .send(frame(1, 4, 1, postRead(transport.isSecure())));
                assertThat(seenByHandler.get(10, SECONDS))
                        .isNotInstanceOf(InterruptedException.class);
                await().until(() -> server.listeners().getFirst().requestsInFlight() == 0);
                assertThat(server.listeners().getFirst().connections()).isOne();
            }
        }

        /** RFC 9113 section 4.1, with a payload in hexadecimal. */
        private byte[] frame(int type, int flags, int stream, String payload) {
            byte[] bytes = HexFormat.of().parseHex(payload);
            return ByteBuffer.allocate(9 + bytes.length)
                    .putShort((short) (bytes.length >> 8))
                    .put((byte) bytes.length)
                    .put((byte) type)
                    .put((byte) flags)
                    .putInt(stream)
                    .put(bytes)
                    .array();
        }

        /** Fields by the static table, the path and the authority literally. */
        private String getEndless(boolean secure) {
            return "82" + (secure ? "87" : "86") + "04082f656e646c657373" + "010161";
        }

        private String postRead(boolean secure) {
            return "83" + (secure ? "87" : "86") + "04052f72656164" + "010161";
        }
    }
}
