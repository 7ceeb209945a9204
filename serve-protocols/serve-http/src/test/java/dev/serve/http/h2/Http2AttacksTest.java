package dev.serve.http.h2;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Each attack under three verdicts: who makes it is cut, told why and which streams were served;
 * the heap is as before; another client never notices.
 */
class Http2AttacksTest {

    private static final int MANY = 20_000;
    private static final int STREAMS = 20_000;

    /** 50 bytes of each stream would be as much. */
    private static final long MOST_KEPT_BYTES = 1 << 20;

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
        RAPID_RESET(true, (client, turn) -> client.get(id(turn), "/hello").reset(id(turn))),
        MADE_YOU_RESET_BY_WINDOW(
                true, (client, turn) -> client.get(id(turn), "/wait").windowUpdate(id(turn), 0)),
        MADE_YOU_RESET_BY_LARGE_WINDOW(
                true,
                (client, turn) ->
                        client.get(id(turn), "/wait").windowUpdate(id(turn), Integer.MAX_VALUE)),
        MADE_YOU_RESET_BY_PRIORITY(
                true,
                (client, turn) ->
                        client.get(id(turn), "/wait")
                                .frame(Frame.PRIORITY, 0, id(turn), new byte[4])),
        MADE_YOU_RESET_BY_DATA(
                true, (client, turn) -> client.get(id(turn), "/wait").data(id(turn), "a", true)),
        MADE_YOU_RESET_BY_HEADERS(
                true, (client, turn) -> client.get(id(turn), "/wait").get(id(turn), "/hello")),
        MADE_YOU_RESET_BY_LENGTH(
                true,
                (client, turn) ->
                        client.post(id(turn), "/hold", "content-length", "1")
                                .data(id(turn), "ab", true)),
        MALFORMED_REQUESTS(true, (client, turn) -> client.get(id(turn), "/hello", "te", "gzip")),
        EMPTY_HEADERS(true, (client, turn) -> client.frame(Frame.HEADERS, 5, id(turn))),
        EMPTY_CONTINUATION(
                false,
                (client, turn) ->
                        client.frame(turn == 0 ? Frame.HEADERS : Frame.CONTINUATION, 0, 1)),
        CONTINUATION(
                false,
                (client, turn) ->
                        client.frame(
                                turn == 0 ? Frame.HEADERS : Frame.CONTINUATION,
                                0,
                                1,
                                new byte[1000])),
        SETTINGS(false, (client, turn) -> client.settings()),
        SETTINGS_OF_THE_TABLE(
                false,
                (client, turn) ->
                        client.settings(Frame.HEADER_TABLE_SIZE, turn % 2 == 0 ? 0 : 4096)),
        SETTINGS_OF_THE_WINDOW(
                false,
                (client, turn) ->
                        client.settings(Frame.INITIAL_WINDOW_SIZE, turn % 2 == 0 ? 0 : 65_535)),
        PING(false, (client, turn) -> client.frame(Frame.PING, 0, 0, new byte[8])),
        PRIORITY(false, (client, turn) -> client.frame(Frame.PRIORITY, 0, 1, new byte[5])),
        UNKNOWN(false, (client, turn) -> client.frame(99, 0, 1, new byte[5])),
        WINDOW_UPDATE(false, (client, turn) -> client.windowUpdate(0, 1)),
        EMPTY_DATA(
                false,
                (client, turn) -> {
                    if (turn == 0) {
                        client.post(1, "/echo");
                    }
                    client.data(1, "", false);
                }),
        PADDED_DATA(
                false,
                (client, turn) -> {
                    if (turn == 0) {
                        client.post(1, "/echo");
                    }
                    client.frame(Frame.DATA, 8, 1, new byte[] {3, 0, 0, 0});
                }),
        EMPTY_HEADERS_AS_TRAILERS(
                true,
                (client, turn) -> client.post(id(turn), "/hold").frame(Frame.HEADERS, 4, id(turn))),
        WINDOW_UPDATE_OF_A_STREAM(
                false,
                (client, turn) -> {
                    if (turn == 0) {
                        client.get(1, "/wait");
                    }
                    client.windowUpdate(1, 1);
                }),
        DRIBBLED_WINDOW(
                false,
                (client, turn) -> {
                    if (turn == 0) {
                        client.settings(Frame.INITIAL_WINDOW_SIZE, 0).get(1, "/big/1000000");
                    }
                    client.windowUpdate(1, 1);
                }),
        LARGE_HEADER_LISTS(true, (client, turn) -> client.list(id(turn), 200, 100)),
        TABLE_CHURN(true, (client, turn) -> client.list(id(turn), 2000, 1)),
        LATE_DATA(
                false,
                (client, turn) -> {
                    if (turn == 0) {
                        client.post(1, "/unread");
                    }
                    client.data(1, "x", false).data(1, "y", false);
                }),
        PRIORITY_UPDATES(
                false,
                (client, turn) ->
                        client.frame(
                                Frame.PRIORITY_UPDATE,
                                0,
                                0,
                                new byte[] {0, 0, 0, 1, 'u', '=', '1'}));

        @SuppressWarnings("ImmutableEnumChecker")
        private final BiConsumer<FrameClient, Integer> turns;

        /** Whether each turn opens a stream; else the first does at most. */
        private final boolean streams;

        Flood(boolean streams, BiConsumer<FrameClient, Integer> turns) {
            this.streams = streams;
            this.turns = turns;
        }
    }

    @ParameterizedTest
    @EnumSource
    void cutsAFlood(Flood flood) throws Exception {
        Attack.on(server, () -> cut(flood));
    }

    /** With its code, and the number of the last stream that may have been served. */
    private static void cut(Flood flood) throws InterruptedException {
        try (FrameClient attacker = server.connect()) {
            // Acknowledged here, lest the reader do it between two frames of one header block.
            attacker.next(Frame.SETTINGS);
            AtomicInteger highest = new AtomicInteger();
            CompletableFuture<FrameClient.Received> end = new CompletableFuture<>();
            Thread reading = Thread.ofVirtual().start(() -> end.complete(last(attacker, highest)));
            int turn = 0;
            try {
                while (turn < MANY) {
                    flood.turns.accept(attacker, turn);
                    turn++;
                }
            } catch (UncheckedIOException e) {
                // Cut.
            }
            FrameClient.Received goAway = end.join();
            reading.join();
            assertThat(goAway.int32(4)).isEqualTo(ErrorCode.ENHANCE_YOUR_CALM.code());
            int last = goAway.int32(0);
            assertThat(last).isBetween(highest.get(), flood.streams ? id(turn) : 1);
            assertThat(last == 0 || last % 2 == 1).isTrue();
            if (flood.streams) {
                assertThat(last).isPositive();
            }
        }
    }

    /** The GOAWAY; on the way, the highest stream of which anything has come back. */
    private static FrameClient.Received last(FrameClient attacker, AtomicInteger highest) {
        FrameClient.Received frame = attacker.next();
        while (frame != null && frame.type() != Frame.GOAWAY) {
            highest.accumulateAndGet(frame.stream(), Math::max);
            frame = attacker.next();
        }
        return Objects.requireNonNull(frame, "the connection ended without a word");
    }

    /** One entry of 900 octets, named four thousand times by a byte. */
    @Test
    void answers431ToABomb() throws Exception {
        Attack.on(
                server,
                () -> {
                    try (FrameClient client = server.connect()) {
                        byte[] first = client.head("GET", "/hello", "x", "y".repeat(900));
                        byte[] bomb = Arrays.copyOf(first, first.length + 4000);
                        Arrays.fill(bomb, first.length, bomb.length, (byte) 0xbe);
                        client.frame(Frame.HEADERS, 5, 1, bomb);
                        assertThat(client.answer(1).status()).isEqualTo(431);
                        assertThat(client.get(3, "/hello").answer(3).status()).isEqualTo(200);
                    }
                });
    }

    /** Lists near the limit, each named by a few bytes, in requests that are never whole. */
    @Test
    void boundsBombsThatAreKeptInOpenStreams() throws Exception {
        try (FrameClient attacker = server.connect()) {
            Attack.on(
                    server,
                    () -> {
                        byte[] bomb = attacker.head("POST", "/hold", "x", "y".repeat(900));
                        attacker.frame(Frame.HEADERS, 4, 1, bomb);
                        byte[] head = attacker.head("POST", "/hold");
                        int length = head.length;
                        head = Arrays.copyOf(head, length + 8);
                        Arrays.fill(head, length, head.length, (byte) 0xbe);
                        for (int turn = 1; turn < 5000; turn++) {
                            attacker.frame(Frame.HEADERS, 4, id(turn), head);
                        }
                        assertThat(attacker.error()).isEqualTo(ErrorCode.REFUSED_STREAM);
                    },
                    attacker::close);
        }
    }

    @Test
    void cutsWhoSendsBeyondTheWindowOfABodyThatNobodyReads() throws Exception {
        Attack.on(
                server,
                () -> {
                    try (FrameClient attacker = server.connect()) {
                        attacker.post(1, "/hold");
                        String frame = "x".repeat(16_000);
                        try {
                            for (int i = 0; i < 1000; i++) {
                                attacker.data(1, frame, false);
                            }
                        } catch (UncheckedIOException e) {
                            // Cut.
                        }
                        FrameClient.Received goAway = attacker.next(Frame.GOAWAY);
                        assertThat(goAway.int32(4)).isEqualTo(ErrorCode.FLOW_CONTROL_ERROR.code());
                        assertThat(goAway.int32(0)).isEqualTo(1);
                    }
                });
    }

    /** Nothing is kept of streams that have ended, and a busy client is not cut. */
    @Test
    void servesTwentyThousandStreamsOneAfterAnother() {
        try (FrameClient client = server.connect()) {
            client.get(1, "/hello").answer(1);
            // What is kept of streams grows with each round. What the JVM does for itself, such as
            // to begin to watch pinned threads in the middle of one, does not.
            long least = Long.MAX_VALUE;
            for (int round = 0; round < 3 && least >= MOST_KEPT_BYTES; round++) {
                long before = Attack.heap();
                serve(client, 1 + round * STREAMS);
                least = Math.min(least, Attack.heap() - before);
            }
            assertThat(least).isLessThan(MOST_KEPT_BYTES);
        }
    }

    private static void serve(FrameClient client, int first) {
        int last = first + STREAMS - 1;
        for (int turn = first; turn <= last; turn++) {
            client.frame(Frame.HEADERS, 5, id(turn), client.head("GET", "/hello"));
            if (turn % 100 == 0 && turn < last) {
                client.answer(id(turn));
            }
        }
        assertThat(client.answer(id(last)).body()).isEqualTo("hello");
    }
}
