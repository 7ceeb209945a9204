package dev.serve.http.h2;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Floods: the attacker is cut, told why and which streams were served, and another client never
 * notices.
 */
class Http2AttacksTest {

    private static final int MANY = 20_000;

    private static Http2Server server;

    @BeforeAll
    static void start() {
        server = Http2Server.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static int id(int turn) {
        return 2 * turn + 1;
    }

    /** One flood: what is sent, turn by turn. */
    enum Flood {
        RAPID_RESET((client, turn) -> client.get(id(turn), "/hello").reset(id(turn))),
        MADE_YOU_RESET_BY_WINDOW(
                (client, turn) -> client.get(id(turn), "/wait").windowUpdate(id(turn), 0)),
        MADE_YOU_RESET_BY_LARGE_WINDOW(
                (client, turn) ->
                        client.get(id(turn), "/wait").windowUpdate(id(turn), Integer.MAX_VALUE)),
        MADE_YOU_RESET_BY_PRIORITY(
                (client, turn) ->
                        client.get(id(turn), "/wait")
                                .frame(Frame.PRIORITY, 0, id(turn), new byte[4])),
        MADE_YOU_RESET_BY_DATA(
                (client, turn) -> client.get(id(turn), "/wait").data(id(turn), "a", true)),
        MADE_YOU_RESET_BY_HEADERS(
                (client, turn) -> client.get(id(turn), "/wait").get(id(turn), "/hello")),
        MADE_YOU_RESET_BY_LENGTH(
                (client, turn) ->
                        client.post(id(turn), "/hold", "content-length", "1")
                                .data(id(turn), "ab", true)),
        MALFORMED_REQUESTS((client, turn) -> client.get(id(turn), "/hello", "te", "gzip")),
        EMPTY_HEADERS((client, turn) -> client.frame(Frame.HEADERS, 5, id(turn))),
        EMPTY_CONTINUATION(
                (client, turn) ->
                        client.frame(turn == 0 ? Frame.HEADERS : Frame.CONTINUATION, 0, 1)),
        CONTINUATION(
                (client, turn) ->
                        client.frame(
                                turn == 0 ? Frame.HEADERS : Frame.CONTINUATION,
                                0,
                                1,
                                new byte[1000])),
        SETTINGS((client, turn) -> client.settings()),
        SETTINGS_OF_THE_TABLE(
                (client, turn) ->
                        client.settings(Frame.HEADER_TABLE_SIZE, turn % 2 == 0 ? 0 : 4096)),
        SETTINGS_OF_THE_WINDOW(
                (client, turn) ->
                        client.settings(Frame.INITIAL_WINDOW_SIZE, turn % 2 == 0 ? 0 : 65_535)),
        PING((client, turn) -> client.frame(Frame.PING, 0, 0, new byte[8])),
        PRIORITY((client, turn) -> client.frame(Frame.PRIORITY, 0, 1, new byte[5])),
        UNKNOWN((client, turn) -> client.frame(99, 0, 1, new byte[5])),
        WINDOW_UPDATE((client, turn) -> client.windowUpdate(0, 1)),
        EMPTY_DATA(
                (client, turn) -> {
                    if (turn == 0) {
                        client.post(1, "/echo");
                    }
                    client.data(1, "", false);
                }),
        PADDED_DATA(
                (client, turn) -> {
                    if (turn == 0) {
                        client.post(1, "/echo");
                    }
                    client.frame(Frame.DATA, 8, 1, new byte[] {3, 0, 0, 0});
                });

        @SuppressWarnings("ImmutableEnumChecker")
        private final BiConsumer<FrameClient, Integer> turns;

        Flood(BiConsumer<FrameClient, Integer> turns) {
            this.turns = turns;
        }
    }

    @ParameterizedTest
    @EnumSource
    void cutsAFlood(Flood flood) {
        try (FrameClient attacker = server.connect();
                FrameClient other = server.connect()) {
            Probe probe = new Probe(other);
            Thread probing = Thread.ofVirtual().start(probe);
            CompletableFuture<FrameClient.Received> end = new CompletableFuture<>();
            Thread reading =
                    Thread.ofVirtual().start(() -> end.complete(attacker.next(Frame.GOAWAY)));
            try {
                for (int turn = 0; turn < MANY; turn++) {
                    flood.turns.accept(attacker, turn);
                }
            } catch (UncheckedIOException e) {
                // Cut.
            }
            FrameClient.Received goAway = end.join();
            assertThat(goAway.int32(4)).isEqualTo(ErrorCode.ENHANCE_YOUR_CALM.code());
            assertThat(goAway.int32(0)).isLessThan(2 * MANY);
            probe.stop();
            join(probing);
            join(reading);
            assertThat(probe.slowestNanos).isLessThan(2_000_000_000L);
            assertThat(probe.answers).isPositive();
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** A client that asks again and again, and remembers how long it had to wait. */
    private static final class Probe implements Runnable {

        private final FrameClient client;
        private volatile boolean stopped;
        private volatile long slowestNanos;
        private volatile int answers;

        Probe(FrameClient client) {
            this.client = client;
        }

        void stop() {
            stopped = true;
        }

        @Override
        public void run() {
            int asked = 0;
            do {
                long begin = System.nanoTime();
                assertThat(client.get(id(asked), "/hello").answer(id(asked)).status())
                        .isEqualTo(200);
                asked++;
                slowestNanos = Math.max(slowestNanos, System.nanoTime() - begin);
                answers = asked;
            } while (!stopped);
        }
    }

    /** One entry of 4,000 octets, named four thousand times by a byte. */
    @Test
    void answers431ToABomb() {
        try (FrameClient client = server.connect()) {
            byte[] first = client.head("GET", "/hello", "x", "y".repeat(900));
            byte[] bomb = Arrays.copyOf(first, first.length + 4000);
            Arrays.fill(bomb, first.length, bomb.length, (byte) 0xbe);
            client.frame(Frame.HEADERS, 5, 1, bomb);
            assertThat(client.answer(1).status()).isEqualTo(431);
            assertThat(client.get(3, "/hello").answer(3).status()).isEqualTo(200);
        }
    }

    /** Nothing is kept of streams that have ended, and a busy client is not cut. */
    @Test
    void servesTwentyThousandStreamsOneAfterAnother() {
        try (FrameClient client = server.connect()) {
            client.get(1, "/hello").answer(1);
            for (int turn = 1; turn < 20_000; turn++) {
                client.frame(Frame.HEADERS, 5, id(turn), client.head("GET", "/hello"));
                if (turn % 100 == 0) {
                    client.answer(id(turn));
                }
            }
            assertThat(client.answer(id(19_999)).body()).isEqualTo("hello");
        }
    }
}
