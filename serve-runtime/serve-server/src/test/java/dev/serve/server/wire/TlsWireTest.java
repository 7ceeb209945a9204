package dev.serve.server.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.serve.server.wire.WirePair.Sockets;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is particular to wires with TLS, as the JDK's own client meets it. */
@Timeout(30)
class TlsWireTest {

    private final ExecutorService tasks = Executors.newVirtualThreadPerTaskExecutor();
    private final Buffers buffers = new Buffers(1 << 20);
    private final SeenBytes seen = new SeenBytes();

    private Loops loops;
    private Sockets sockets;
    private PlainWire inner;
    private TlsWire wire;

    @BeforeEach
    void connect() throws IOException {
        loops = Loops.open(1);
        sockets = Sockets.connected(false);
        inner = PlainWire.selecting(sockets.server(), loops, buffers, seen);
        wire = new TlsWire(inner, TestTls.serverEngine(), buffers);
    }

    @AfterEach
    void close() throws IOException {
        wire.abort();
        wire.close();
        sockets.client().close();
        loops.close();
        tasks.close();
        assertThat(buffers.lent()).isZero();
    }

    @Nested
    class Handshaking {

        @Test
        void plainHttpIsToldApartAndStaysUnread() throws Exception {
            write("GET / HTTP/1.1\r\n\r\n".getBytes(US_ASCII));

            NotTlsException failure = catchThrowableOfType(NotTlsException.class, wire::handshake);

            assertThat(failure.firstBytes()).startsWith("GET /".getBytes(US_ASCII));
            assertThat(inner.available()).isEqualTo(18);
            inner.send("HTTP/1.1 400 ".getBytes(US_ASCII), 0, 13);
            wire.close();
            assertThat(readToEnd(sockets.client())).isEqualTo("HTTP/1.1 400 ".getBytes(US_ASCII));
        }

        @Test
        void nonsenseThatBeginsLikeTlsIsAnsweredWithAnAlert() throws Exception {
            write(new byte[] {22, 3, 1, 0, 5, 99, 99, 99, 99, 99});

            assertThatThrownBy(wire::handshake).isInstanceOf(SSLException.class);
            wire.close();

            assertThat(readToEnd(sockets.client())[0]).isEqualTo((byte) 21);
        }

        @Test
        void aRecordOfAnAbsurdLengthIsRefused() throws Exception {
            write(new byte[] {22, 3, 1, (byte) 0xff, (byte) 0xff, 1, 0, 0, 0, 0});

            assertThatThrownBy(wire::handshake).isInstanceOf(SSLException.class);
        }

        @Test
        void aPeerThatClosesAtOnceIsToldApart() throws Exception {
            sockets.client().close();

            assertThatThrownBy(wire::handshake)
                    .isInstanceOf(EOFException.class)
                    .hasMessageContaining("before TLS began");
        }

        @Test
        void aPeerThatClosesWithinTheHandshakeIsToldApart() throws Exception {
            write(new byte[] {22, 3, 1, 2, 0});
            sockets.client().close();

            assertThatThrownBy(wire::handshake)
                    .isInstanceOf(EOFException.class)
                    .hasMessageContaining("during the TLS handshake");
        }

        @Test
        void aClientWithoutACommonVersionIsToldWhy() throws Exception {
            wire = new TlsWire(inner, restricted("TLSv1.3"), buffers);
            Future<?> handshake = serverHandshake();
            SSLSocket client = client(parameters -> protocols(parameters, "TLSv1.2"));

            assertThatThrownBy(client::startHandshake).hasMessageContaining("protocol_version");
            assertThatThrownBy(() -> WirePair.get(handshake))
                    .hasCauseInstanceOf(SSLException.class);
        }

        @Test
        void aHeaderBeforeTlsIsReadFromTheInnerWire() throws Exception {
            byte[] header = "PROXY UNKNOWN\r\n".getBytes(US_ASCII);
            write(header);
            Future<?> serving =
                    tasks.submit(
                            () -> {
                                while (inner.available() < header.length) {
                                    inner.more();
                                }
                                inner.consume(header.length);
                                wire.handshake();
                                echo();
                                return null;
                            });

            try (SSLSocket client = client(parameters -> {})) {
                assertEchoes(client, bytes(1_000, 1));
            }
            WirePair.get(serving);
        }

        @Test
        void bytesMayArriveOneAtATime() throws Exception {
            Sockets outside = Sockets.connected(false);
            Future<?> _ = tasks.submit(() -> relay(outside.server(), sockets.client()));
            Future<?> _ = tasks.submit(() -> relay(sockets.client(), outside.server()));
            Future<?> serving = serve();

            try (SSLSocket client = client(outside.client(), parameters -> {})) {
                assertEchoes(client, bytes(3_000, 1));
            }
            WirePair.get(serving);
        }

        private Void relay(SocketChannel from, SocketChannel to) throws IOException {
            ByteBuffer one = ByteBuffer.allocate(1);
            while (from.read(one) >= 0) {
                to.write(one.flip());
                one.clear();
            }
            to.shutdownOutput();
            return null;
        }

        @ParameterizedTest
        @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
        void whatWasAgreedIsKnown(String version) throws Exception {
            Future<?> serving = serve();
            assertThat(wire.tlsSession()).isNull();

            try (SSLSocket client =
                    client(
                            parameters -> {
                                protocols(parameters, version);
                                parameters.setServerNames(List.of(new SNIHostName("localhost")));
                            })) {
                assertEchoes(client, bytes(10, 1));
                assertThat(Objects.requireNonNull(wire.tlsSession()).getProtocol())
                        .isEqualTo(version);
                assertThat(wire.serverName()).isEqualTo("localhost");
                assertThat(wire.applicationProtocol()).isEmpty();
            }
            WirePair.get(serving);
        }
    }

    @Nested
    class Talking {

        @ParameterizedTest
        @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
        void everyVersionCarriesBytes(String version) throws Exception {
            Future<?> serving = serve();

            try (SSLSocket client = client(parameters -> protocols(parameters, version))) {
                for (int i = 0; i < 20; i++) {
                    assertEchoes(client, bytes(1 + i * 3_333, i));
                }
            }
            WirePair.get(serving);
        }

        @Test
        void manySmallPutsShareOneRecord() throws Exception {
            SSLSocket client = established("TLSv1.3");
            wire.put((byte) 'x');
            wire.flush();
            long before = seen.out.get();

            for (int i = 0; i < 100; i++) {
                wire.put(bytes(10, i), 0, 10);
            }
            wire.flush();

            assertThat(seen.out.get() - before).isBetween(1_000L, 1_050L);
            assertThat(client.getInputStream().readNBytes(1_001)).hasSize(1_001);
        }

        @Test
        void theTicketLeavesWithTheFirstAnswer() throws Exception {
            SSLSocket client = established("TLSv1.3");
            long before = seen.out.get();
            long writes = seen.writes.get();

            wire.put((byte) 'x');
            wire.flush();

            assertThat(seen.writes.get() - writes).isOne();
            assertThat(seen.out.get() - before).as("more than the answer").isGreaterThan(100);
            assertThat(client.getInputStream().read()).isEqualTo('x');
        }

        @Test
        void theTicketLeavesBeforeAWaitSoThatNoBufferIsHeld() throws Exception {
            established("TLSv1.3");
            long before = seen.out.get();

            Future<Boolean> reading = tasks.submit(() -> wire.more());

            await().until(() -> seen.out.get() > before && buffers.lent() == 0);
            sockets.client().shutdownOutput();
            assertThat(WirePair.get(reading)).isFalse();
        }

        @Test
        void aLargeBodyLeavesSeveralRecordsAtATime() throws Exception {
            SSLSocket client = established("TLSv1.3");
            long before = seen.writes.get();
            Future<byte[]> reading = tasks.submit(() -> client.getInputStream().readNBytes(64_000));

            wire.send(bytes(64_000, 1), 0, 64_000);

            assertThat(WirePair.get(reading)).isEqualTo(bytes(64_000, 1));
            assertThat(seen.writes.get() - before).isEqualTo(1);
        }

        @Test
        void keysAreUpdatedWhileBothDirectionsCarryMuch() throws Exception {
            SSLSocket client = established("TLSv1.3");
            byte[] much = bytes(4 << 20, 1);
            Future<?> sending =
                    tasks.submit(
                            () -> {
                                for (int at = 0; at < much.length; at += 1 << 16) {
                                    wire.send(much, at, 1 << 16);
                                }
                                wire.flush();
                                return null;
                            });
            Future<byte[]> receiving =
                    tasks.submit(
                            () -> {
                                byte[] all = new byte[much.length];
                                int at = 0;
                                while (at < all.length) {
                                    at += wire.read(all, at, Math.min(50_000, all.length - at));
                                }
                                return all;
                            });
            Future<?> clientSending =
                    tasks.submit(
                            () -> {
                                OutputStream out = client.getOutputStream();
                                for (int at = 0; at < much.length; at += 1 << 18) {
                                    out.write(much, at, 1 << 18);
                                    client.startHandshake();
                                }
                                return null;
                            });

            assertThat(Arrays.equals(client.getInputStream().readNBytes(much.length), much))
                    .isTrue();
            assertThat(Arrays.equals(WirePair.get(receiving), much)).isTrue();
            WirePair.get(sending);
            WirePair.get(clientSending);
        }

        @Test
        void renegotiationIsRefused() throws Exception {
            SSLSocket client = established("TLSv1.2");
            Future<Boolean> reading = tasks.submit(() -> wire.more());

            client.startHandshake();

            assertThatThrownBy(() -> WirePair.get(reading))
                    .isInstanceOf(ExecutionException.class)
                    .hasMessageContaining("renegotiate");
            assertThatThrownBy(() -> client.getInputStream().readNBytes(1))
                    .isInstanceOf(SSLException.class);
        }

        @Test
        void aForgedRecordEndsTheConnectionWithAnAlert() throws Exception {
            established("TLSv1.3");
            byte[] forged = new byte[5 + 40];
            forged[0] = 23;
            forged[1] = 3;
            forged[2] = 3;
            forged[4] = 40;
            long before = seen.out.get();
            write(forged);

            assertThatThrownBy(wire::more).isInstanceOf(SSLException.class);

            assertThat(seen.out.get()).isGreaterThan(before);
        }
    }

    @Nested
    class Ending {

        @ParameterizedTest
        @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
        void anOrderlyEndIsNotTruncated(String version) throws Exception {
            SSLSocket client = established(version);

            client.close();

            assertThat(wire.more()).isFalse();
            assertThat(wire.isTruncated()).isFalse();
        }

        @Test
        void anEndWithoutCloseNotifyIsTruncated() throws Exception {
            established("TLSv1.3");

            sockets.client().shutdownOutput();

            assertThat(wire.more()).isFalse();
            assertThat(wire.isTruncated()).isTrue();
            assertThat(wire.more()).isFalse();
        }

        @Test
        void closingSaysGoodbye() throws Exception {
            SSLSocket client = established("TLSv1.3");

            wire.close();

            assertThat(client.getInputStream().read()).isEqualTo(-1);
        }

        @Test
        void lastWordsAreEncryptedAndFollowedByGoodbye() throws Exception {
            SSLSocket client = established("TLSv1.3");
            wire.put(bytes(10, 1), 0, 10);

            wire.abort(bytes(20_000, 2));

            InputStream in = client.getInputStream();
            assertThat(in.readNBytes(10)).isEqualTo(bytes(10, 1));
            assertThat(in.readAllBytes()).isEqualTo(bytes(20_000, 2));
        }

        @Test
        void lastWordsBeforeTheHandshakeAreNotSentInTheClear() throws Exception {
            wire.abort("secret".getBytes(US_ASCII));

            assertThat(readToEnd(sockets.client())).isEmpty();
        }
    }

    /** A client whose handshake is done; so is ours. */
    private SSLSocket established(String version) throws Exception {
        Future<?> handshake = serverHandshake();
        SSLSocket client = client(parameters -> protocols(parameters, version));
        client.startHandshake();
        WirePair.get(handshake);
        return client;
    }

    private Future<?> serverHandshake() {
        return tasks.submit(
                () -> {
                    wire.handshake();
                    return null;
                });
    }

    private Future<?> serve() {
        return tasks.submit(
                () -> {
                    wire.handshake();
                    echo();
                    return null;
                });
    }

    private void echo() throws IOException {
        while (wire.more()) {
            wire.put(wire.input(), wire.position(), wire.available());
            wire.consume(wire.available());
            wire.flush();
        }
        wire.close();
    }

    private void assertEchoes(SSLSocket client, byte[] message) throws Exception {
        Future<?> writing =
                tasks.submit(
                        () -> {
                            client.getOutputStream().write(message);
                            return null;
                        });
        assertThat(client.getInputStream().readNBytes(message.length)).isEqualTo(message);
        WirePair.get(writing);
    }

    private static SSLEngine restricted(String version) {
        SSLEngine engine = TestTls.serverEngine();
        engine.setEnabledProtocols(new String[] {version});
        return engine;
    }

    private SSLSocket client(Consumer<SSLParameters> change) throws IOException {
        return client(sockets.client(), change);
    }

    private static SSLSocket client(SocketChannel channel, Consumer<SSLParameters> change)
            throws IOException {
        SSLSocket client =
                (SSLSocket)
                        TestTls.client()
                                .getSocketFactory()
                                .createSocket(channel.socket(), "localhost", 443, true);
        SSLParameters parameters = client.getSSLParameters();
        change.accept(parameters);
        client.setSSLParameters(parameters);
        return client;
    }

    private static void protocols(SSLParameters parameters, String version) {
        parameters.setProtocols(new String[] {version});
    }

    private void write(byte[] bytes) throws IOException {
        sockets.client().write(ByteBuffer.wrap(bytes));
    }

    private static byte[] readToEnd(SocketChannel channel) throws IOException {
        return new Peer.OfChannel(channel).readToEnd();
    }

    private static byte[] bytes(int length, int seed) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }
}
