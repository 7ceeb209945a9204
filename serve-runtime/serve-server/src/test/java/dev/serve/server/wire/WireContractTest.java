package dev.serve.server.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every wire does: with a selector or blocking, over TCP or Unix sockets, plain or TLS. */
@ParameterizedClass
@MethodSource("dev.serve.server.wire.Combination#all")
@Timeout(15)
class WireContractTest {

    private static final int LARGE = 8 << 20;

    @Parameter Combination combination;

    @TempDir Path directory;

    private WirePair pair;
    private BufferedWire wire;
    private Peer peer;

    @BeforeEach
    void connect() throws Exception {
        pair = WirePair.open(combination);
        wire = pair.wire;
        peer = pair.peer;
    }

    @AfterEach
    void close() throws Exception {
        pair.close();
        assertThat(pair.buffers.lent()).isZero();
    }

    @Nested
    class Reading {

        @Test
        void bytesThatArriveOneAtATimeAreAllThere() throws Exception {
            byte[] sent = "GET /hello HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(US_ASCII);
            Future<byte[]> window = pair.call(() -> windowOf(sent.length));

            for (byte one : sent) {
                peer.write(new byte[] {one});
            }

            assertThat(WirePair.get(window)).isEqualTo(sent);
        }

        @ParameterizedTest
        @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
        void anyCutOfTheBytesReadsTheSame(int seed) throws Exception {
            Random random = new Random(seed);
            byte[] sent = bytes(random.nextInt(200_000) + 1, seed);
            Future<?> writing =
                    pair.run(
                            () -> {
                                int at = 0;
                                while (at < sent.length) {
                                    int cut = 1 + random.nextInt(seed % 2 == 0 ? 50_000 : 300);
                                    int length = Math.min(cut, sent.length - at);
                                    peer.write(sent, at, length);
                                    at += length;
                                }
                                peer.endOutput();
                            });

            byte[] read = WirePair.get(pair.call(() -> readInPieces(new Random(seed + 100L))));

            assertThat(read).isEqualTo(sent);
            WirePair.get(writing);
        }

        private byte[] readInPieces(Random random) throws IOException {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            byte[] piece = new byte[40_000];
            while (true) {
                if (random.nextBoolean()) {
                    int count = wire.read(piece, 7, 1 + random.nextInt(30_000));
                    if (count < 0) {
                        return all.toByteArray();
                    }
                    all.write(piece, 7, count);
                } else {
                    if (!wire.more()) {
                        all.write(wire.input(), wire.position(), wire.available());
                        return all.toByteArray();
                    }
                    int count = random.nextInt(wire.available() + 1);
                    all.write(wire.input(), wire.position(), count);
                    wire.consume(count);
                }
            }
        }

        @Test
        void aWindowGrowsAsLongAsNothingIsConsumed() throws Exception {
            byte[] sent = bytes(300_000, 1);
            Future<byte[]> window = pair.call(() -> windowOf(sent.length));

            peer.write(sent);

            assertThat(WirePair.get(window)).isEqualTo(sent);
        }

        @Test
        void aWaitForALimitedTimeEndsAndTheWireGoesOn() throws Exception {
            Future<byte[]> window =
                    pair.call(
                            () -> {
                                // The longest is left to an alarm first.
                                for (int wait : new int[] {20, 450, 20}) {
                                    assertThatExceptionOfType(SocketTimeoutException.class)
                                            .isThrownBy(() -> wire.more(millis(wait)));
                                }
                                Future<?> _ = pair.run(() -> peer.write(bytes(10, 1)));
                                assertThat(wire.more(TimeUnit.SECONDS.toNanos(20))).isTrue();
                                assertThatExceptionOfType(SocketTimeoutException.class)
                                        .isThrownBy(() -> wire.more(millis(20)));
                                return window();
                            });

            assertThat(WirePair.get(window)).isEqualTo(bytes(10, 1));
        }

        @Test
        void aTimedWaitThatIsOverLeavesTheBytesToTheNextRead() throws Exception {
            Future<byte[]> read =
                    pair.call(
                            () -> {
                                assertThatExceptionOfType(SocketTimeoutException.class)
                                        .isThrownBy(() -> wire.more(millis(20)));
                                Future<?> _ = pair.run(() -> peer.write(bytes(20_000, 1)));
                                byte[] target = new byte[20_000];
                                int at = 0;
                                while (at < target.length) {
                                    at += wire.read(target, at, target.length - at);
                                }
                                return target;
                            });

            assertThat(WirePair.get(read)).isEqualTo(bytes(20_000, 1));
        }

        @Test
        void theEndIsSeenAfterTheLastByteAndAgain() throws Exception {
            peer.write(bytes(5, 1));
            peer.endOutput();

            Future<byte[]> window =
                    pair.call(
                            () -> {
                                while (wire.more()) {
                                    // To the end.
                                }
                                assertThat(wire.more()).isFalse();
                                return window();
                            });

            assertThat(WirePair.get(window)).isEqualTo(bytes(5, 1));
            assertThat(wire.read(new byte[10], 0, 10)).isEqualTo(5);
            assertThat(wire.read(new byte[10], 0, 10)).isEqualTo(-1);
        }

        @Test
        void anIdleConnectionHoldsNoBuffer() throws Exception {
            Future<?> serving =
                    pair.run(
                            () -> {
                                while (wire.more()) {
                                    wire.put(wire.input(), wire.position(), wire.available());
                                    wire.consume(wire.available());
                                    wire.flush();
                                }
                            });
            for (int i = 0; i < 5; i++) {
                peer.write(bytes(100, i));
                assertThat(peer.readExactly(100)).isEqualTo(bytes(100, i));
                soon().until(() -> pair.seen.reading);
                soon().until(() -> pair.buffers.lent() == 0);
            }
            peer.endOutput();
            WirePair.get(serving);
        }
    }

    @Nested
    class Writing {

        @Test
        void whatIsGatheredLeavesInOrder() throws Exception {
            ByteArrayOutputStream expected = new ByteArrayOutputStream();
            Future<?> writing =
                    pair.run(
                            () -> {
                                for (int i = 0; i < 2_000; i++) {
                                    byte[] piece = bytes(i % 37 == 0 ? 30_000 : i % 300, i);
                                    switch (i % 5) {
                                        case 0 -> wire.send(piece, 0, piece.length);
                                        case 1 -> {
                                            wire.put((byte) i);
                                            expected.write(i);
                                            wire.put(piece, 0, piece.length);
                                        }
                                        default -> wire.put(piece, 0, piece.length);
                                    }
                                    expected.write(piece);
                                }
                                assertThat(wire.hasGathered()).isTrue();
                                wire.flush();
                                assertThat(wire.hasGathered()).isFalse();
                                wire.closeOutput();
                            });

            byte[] received = peer.readToEnd();

            WirePair.get(writing);
            assertThat(received).isEqualTo(expected.toByteArray());
        }

        @Test
        void nothingLeavesBeforeItIsFlushed() throws Exception {
            long before = pair.seen.out.get();

            wire.put(bytes(100, 1), 0, 100);
            assertThat(pair.seen.out.get()).isEqualTo(before);

            wire.flush();
            assertThat(pair.seen.out.get()).isGreaterThanOrEqualTo(before + 100);
        }

        @Test
        void aHeadAndItsBodyLeaveTogether() throws Exception {
            byte[] body = bytes(1 << 20, 2);
            wire.put(bytes(200, 1), 0, 200);
            Future<?> writing = pair.run(() -> wire.send(body, 0, body.length));

            assertThat(peer.readExactly(200)).isEqualTo(bytes(200, 1));
            assertThat(peer.readExactly(body.length)).isEqualTo(body);
            WirePair.get(writing);
        }

        @Test
        void bothDirectionsCarryMuchAtTheSameTime() throws Exception {
            byte[] down = bytes(LARGE, 1);
            byte[] up = bytes(LARGE, 2);
            Future<?> writing =
                    pair.run(
                            () -> {
                                for (int at = 0; at < LARGE; at += LARGE / 4) {
                                    wire.send(down, at, LARGE / 4);
                                }
                                wire.flush();
                            });
            Future<byte[]> reading =
                    pair.call(
                            () -> {
                                byte[] all = new byte[LARGE];
                                int at = 0;
                                while (at < LARGE) {
                                    at += wire.read(all, at, LARGE - at);
                                }
                                return all;
                            });
            Future<?> peerWriting = pair.run(() -> peer.write(up));

            assertThat(Arrays.equals(peer.readExactly(LARGE), down)).isTrue();
            assertThat(Arrays.equals(WirePair.get(reading), up)).isTrue();
            WirePair.get(writing);
            WirePair.get(peerWriting);
        }

        @ParameterizedTest
        @ValueSource(ints = {0, 1, 5_000, 20_000, 3_000_000})
        void aFileFollowsWhatIsGathered(int size) throws Exception {
            byte[] content = bytes(size, 3);
            Path path = Files.write(directory.resolve("file"), content);
            Future<Long> sending =
                    pair.call(
                            () -> {
                                try (FileChannel file = FileChannel.open(path)) {
                                    wire.put(bytes(300, 1), 0, 300);
                                    long sent = wire.send(file, 0, Long.MAX_VALUE);
                                    wire.closeOutput();
                                    return sent;
                                }
                            });

            assertThat(peer.readExactly(300)).isEqualTo(bytes(300, 1));
            assertThat(Arrays.equals(peer.readToEnd(), content)).isTrue();
            assertThat(WirePair.get(sending)).isEqualTo(size);
        }

        @Test
        void aPartOfAFileIsSentFromWhereItIsAsked() throws Exception {
            byte[] content = bytes(500_000, 3);
            Path path = Files.write(directory.resolve("file"), content);
            Future<Long> sending =
                    pair.call(
                            () -> {
                                Thread.currentThread().interrupt();
                                try (FileChannel file = FileChannel.open(path)) {
                                    long sent =
                                            wire.send(file, 10, 10) + wire.send(file, 50, 400_000);
                                    assertThat(wire.send(file, 500_000, 1)).isZero();
                                    assertThat(wire.send(file, 600_000, 1)).isZero();
                                    assertThat(file.isOpen()).isTrue();
                                    return sent;
                                }
                            });

            assertThat(peer.readExactly(10)).isEqualTo(Arrays.copyOfRange(content, 10, 20));
            assertThat(
                            Arrays.equals(
                                    peer.readExactly(400_000),
                                    Arrays.copyOfRange(content, 50, 400_050)))
                    .isTrue();
            assertThat(WirePair.get(sending)).isEqualTo(400_010);
        }

        @Test
        void anObserverIsToldOfEveryByteOfThePlainWire() throws Exception {
            assumeThat(combination.tls()).isFalse();
            peer.write(bytes(1_000, 1));
            WirePair.get(pair.call(() -> windowOf(1_000)));

            wire.send(bytes(50_000, 1), 0, 50_000);
            peer.readExactly(50_000);

            assertThat(pair.seen.in).hasValue(1_000);
            assertThat(pair.seen.out).hasValue(50_000);
        }
    }

    private static ConditionFactory soon() {
        return await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(1));
    }

    private byte[] windowOf(int length) throws IOException {
        while (wire.available() < length) {
            assertThat(wire.more()).isTrue();
        }
        return window();
    }

    private byte[] window() {
        return Arrays.copyOfRange(wire.input(), wire.position(), wire.limit());
    }

    private static long millis(long millis) {
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }

    private static byte[] bytes(int length, int seed) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }
}
