package dev.serve.server.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** How every wire ends, and what an interrupt does to it. */
@ParameterizedClass
@MethodSource("dev.serve.server.wire.Combination#all")
@Timeout(15)
class WireEndingTest {

    private static final int LARGE = 8 << 20;

    @Parameter Combination combination;

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
    class Ending {

        @Test
        void theOutputEndsAndReadingGoesOn() throws Exception {
            wire.put(bytes(10, 1), 0, 10);
            wire.closeOutput();

            assertThat(peer.readToEnd()).isEqualTo(bytes(10, 1));
            peer.write(bytes(20, 2));
            assertThat(WirePair.get(pair.call(() -> windowOf(20)))).isEqualTo(bytes(20, 2));
        }

        @Test
        void thePeerEndsItsOutputAndWritingGoesOn() throws Exception {
            peer.endOutput();
            Future<Boolean> reading = pair.call(() -> wire.more());
            assertThat(WirePair.get(reading)).isFalse();

            Future<?> writing =
                    pair.run(
                            () -> {
                                wire.send(bytes(LARGE, 1), 0, LARGE);
                                wire.closeOutput();
                            });

            assertThat(Arrays.equals(peer.readToEnd(), bytes(LARGE, 1))).isTrue();
            WirePair.get(writing);
        }

        @Test
        void closingFlushesAndEndsBothDirections() throws Exception {
            wire.put(bytes(10, 1), 0, 10);

            wire.close();
            wire.close();

            assertThat(peer.readToEnd()).isEqualTo(bytes(10, 1));
            assertThatThrownBy(() -> wire.send(bytes(1, 1), 0, 1)).isInstanceOf(IOException.class);
            assertThat(pair.buffers.lent()).isZero();
        }

        @Test
        void anAbortEndsAWaitToRead() throws Exception {
            Future<Boolean> reading = pair.call(() -> wire.more());
            soon().until(() -> pair.seen.reading);

            wire.abort();

            assertThatThrownBy(() -> WirePair.get(reading)).hasCauseInstanceOf(IOException.class);
            assertThat(pair.seen.reading).isFalse();
        }

        @Test
        void anAbortEndsAWaitToReadForALimitedTime() throws Exception {
            Future<Boolean> reading = pair.call(() -> wire.more(TimeUnit.SECONDS.toNanos(60)));
            soon().until(() -> pair.seen.reading);

            wire.abort();

            assertThatThrownBy(() -> WirePair.get(reading))
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(IOException.class);
        }

        @Test
        void anAbortEndsAWaitToWrite() throws Exception {
            Future<?> writing =
                    pair.run(
                            () -> {
                                while (true) {
                                    wire.send(bytes(LARGE, 1), 0, LARGE);
                                }
                            });
            soon().during(50, TimeUnit.MILLISECONDS).until(() -> pair.seen.writing);

            wire.abort();

            assertThatThrownBy(() -> WirePair.get(writing)).hasCauseInstanceOf(IOException.class);
            assertThat(pair.seen.writing).isFalse();
        }

        @Test
        void lastWordsArriveWhileAReaderWaits() throws Exception {
            Future<Boolean> reading = pair.call(() -> wire.more());
            soon().until(() -> pair.seen.reading);
            byte[] words = "HTTP/1.1 503 Service Unavailable\r\n\r\n".getBytes(US_ASCII);

            wire.abort(words);

            assertThat(peer.readToEnd()).isEqualTo(words);
            assertThatThrownBy(() -> WirePair.get(reading)).hasCauseInstanceOf(IOException.class);
        }

        @Test
        void lastWordsFollowWhatIsGathered() throws Exception {
            wire.put(bytes(10, 1), 0, 10);

            wire.abort(bytes(30_000, 2));

            assertThat(peer.readExactly(10)).isEqualTo(bytes(10, 1));
            assertThat(peer.readToEnd()).isEqualTo(bytes(30_000, 2));
        }

        @Test
        void lastWordsToAPeerThatTakesNothingDoNotWait() throws Exception {
            Future<?> writing =
                    pair.run(
                            () -> {
                                while (true) {
                                    wire.send(bytes(LARGE, 1), 0, LARGE);
                                }
                            });
            soon().during(50, TimeUnit.MILLISECONDS).until(() -> pair.seen.writing);

            Future<?> aborting = pair.run(() -> wire.abort(bytes(10, 1)));

            WirePair.get(aborting);
            assertThatThrownBy(() -> WirePair.get(writing)).hasCauseInstanceOf(IOException.class);
        }
    }

    @Nested
    class Interrupted {

        @Test
        void anEarlierInterruptStaysSetAndHindersNothing() throws Exception {
            Future<Boolean> exchange =
                    pair.call(
                            () -> {
                                Thread.currentThread().interrupt();
                                assertThat(wire.more()).isTrue();
                                wire.send(wire.input(), wire.position(), wire.available());
                                return Thread.currentThread().isInterrupted();
                            });
            soon().until(() -> pair.seen.reading);

            peer.write(bytes(10, 1));

            assertThat(peer.readExactly(10)).isEqualTo(bytes(10, 1));
            assertThat(WirePair.get(exchange)).isTrue();
        }

        @Test
        void anInterruptDoesNotEndAWaitAtASelector() throws Exception {
            assumeThat(combination.selecting()).isTrue();
            Thread[] reader = new Thread[1];
            Future<Boolean> exchange =
                    pair.call(
                            () -> {
                                reader[0] = Thread.currentThread();
                                assertThat(wire.more()).isTrue();
                                return Thread.currentThread().isInterrupted();
                            });
            soon().until(() -> pair.seen.reading);

            reader[0].interrupt();
            soon().until(() -> reader[0].getState() == Thread.State.WAITING);
            peer.write(bytes(10, 1));

            assertThat(WirePair.get(exchange)).isTrue();
        }

        @Test
        void anInterruptEndsABlockingWaitAsTheJdkClosesItsChannel() throws Exception {
            assumeThat(combination.selecting()).isFalse();
            Thread[] reader = new Thread[1];
            Future<Boolean> exchange =
                    pair.call(
                            () -> {
                                reader[0] = Thread.currentThread();
                                return wire.more();
                            });
            soon().until(() -> pair.seen.reading);

            reader[0].interrupt();

            assertThatThrownBy(() -> WirePair.get(exchange)).hasCauseInstanceOf(IOException.class);
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

    private static byte[] bytes(int length, int seed) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }
}
