package dev.serve.http.h2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** As {@link Http2AttacksTest}, of clients that send or read next to nothing. */
class Http2SlowAttacksTest {

    private static int id(int turn) {
        return 2 * turn + 1;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 10, 23, 30})
    void cutsASlowBeginning(int bytes) throws Exception {
        try (Http2Server impatient =
                Http2Server.pool(
                        pool ->
                                pool.headersTimeout(Duration.ofMillis(1500))
                                        .connectionTimeout(Duration.ofMillis(1500)))) {
            Attack.on(
                    impatient,
                    () -> {
                        byte[] all = Arrays.copyOf(Frame.PREFACE, Frame.PREFACE.length + 9);
                        try (FrameClient attacker = FrameClient.silent(impatient.port())) {
                            attacker.write(Arrays.copyOf(all, bytes));
                            while (attacker.next() != null) {
                                // To the end of the connection.
                            }
                        }
                    });
        }
    }

    /** A header block that comes byte by byte, each in a frame of its own. */
    @Test
    void cutsSlowHeaders() throws Exception {
        try (Http2Server impatient =
                Http2Server.pool(pool -> pool.headersTimeout(Duration.ofMillis(1500)))) {
            Attack.on(
                    impatient,
                    () -> {
                        try (FrameClient attacker = impatient.connect()) {
                            attacker.get(1, "/hello").answer(1);
                            byte[] head = attacker.head("GET", "/hello", "x-a", "b".repeat(900));
                            attacker.frame(Frame.HEADERS, 1, 3, Arrays.copyOf(head, 1));
                            CountDownLatch cut = new CountDownLatch(1);
                            Thread sending =
                                    Thread.ofVirtual().start(() -> dribble(attacker, head, cut));
                            FrameClient.Received goAway = attacker.next(Frame.GOAWAY);
                            cut.countDown();
                            sending.join();
                            assertThat(goAway.int32(4))
                                    .isEqualTo(ErrorCode.ENHANCE_YOUR_CALM.code());
                            assertThat(goAway.int32(0)).isEqualTo(1);
                        }
                    });
        }
    }

    private static void dribble(FrameClient attacker, byte[] head, CountDownLatch cut) {
        try {
            int at = 1;
            while (!cut.await(50, TimeUnit.MILLISECONDS)) {
                attacker.frame(Frame.CONTINUATION, 0, 3, Arrays.copyOfRange(head, at, at + 1));
                at++;
            }
        } catch (UncheckedIOException e) {
            // Cut.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Fifty bodies, each of a byte now and then: each is answered 408, and its stream reset. */
    @Test
    void cutsSlowBodies() throws Exception {
        int streams = 50;
        try (Http2Server impatient = Http2Server.pool(pool -> pool.minBodyRate(1_000_000))) {
            Attack.on(
                    impatient,
                    () -> {
                        try (FrameClient attacker = impatient.connect()) {
                            for (int turn = 0; turn < streams; turn++) {
                                attacker.post(id(turn), "/echo");
                            }
                            CountDownLatch cut = new CountDownLatch(1);
                            Thread sending =
                                    Thread.ofVirtual().start(() -> trickle(attacker, streams, cut));
                            Set<Integer> answered = new HashSet<>();
                            while (answered.size() < streams) {
                                FrameClient.Received head = attacker.next(Frame.HEADERS);
                                assertThat(head.fields()).containsEntry(":status", "408");
                                answered.add(head.stream());
                            }
                            cut.countDown();
                            sending.join();
                        }
                    });
        }
    }

    private static void trickle(FrameClient attacker, int streams, CountDownLatch cut) {
        try {
            while (!cut.await(200, TimeUnit.MILLISECONDS)) {
                for (int turn = 0; turn < streams; turn++) {
                    attacker.data(id(turn), "a", false);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Clients that ask, and never acknowledge our settings. */
    @Test
    void cutsWhoAcknowledgesNoSettings() throws Exception {
        try (Http2Server impatient =
                Http2Server.pool(pool -> pool.headersTimeout(Duration.ofMillis(1500)))) {
            Attack.on(
                    impatient,
                    () -> {
                        for (int client = 0; client < 3; client++) {
                            try (FrameClient attacker = FrameClient.silent(impatient.port())) {
                                attacker.acknowledgingNothing();
                                attacker.write(Frame.PREFACE).settings();
                                attacker.get(1, "/hello").answer(1);
                                FrameClient.Received goAway = attacker.next(Frame.GOAWAY);
                                assertThat(goAway.int32(4))
                                        .isEqualTo(ErrorCode.SETTINGS_TIMEOUT.code());
                                assertThat(goAway.int32(0)).isEqualTo(1);
                            }
                        }
                    });
        }
    }

    /** A thousand requests of which the body never comes, by clients that then vanish. */
    @Test
    void forgetsHalfSentPosts() throws Exception {
        try (Http2Server impatient =
                Http2Server.pool(pool -> pool.bodyTimeout(Duration.ofMillis(500)))) {
            Attack.on(
                    impatient,
                    () -> {
                        for (int client = 0; client < 4; client++) {
                            try (FrameClient attacker = impatient.connect()) {
                                for (int turn = 0; turn < 250; turn++) {
                                    attacker.post(id(turn), "/echo", "content-length", "100000")
                                            .data(id(turn), "x".repeat(1000), false);
                                }
                                if (client % 2 == 0) {
                                    assertThat(attacker.answer(1).status()).isEqualTo(408);
                                }
                            }
                        }
                        await().until(() -> impatient.server().pool("web").metrics().active() == 1);
                    });
        }
    }

    /** Answers that are asked for and never read: the wire is full, and stays so. */
    @Test
    void cutsWhoNeverReads() throws Exception {
        try (Http2Server impatient =
                Http2Server.pool(pool -> pool.writeTimeout(Duration.ofMillis(500)))) {
            Attack.on(
                    impatient,
                    () -> {
                        try (FrameClient attacker =
                                impatient.connect(Frame.INITIAL_WINDOW_SIZE, 100_000_000)) {
                            attacker.windowUpdate(0, 1_000_000_000);
                            for (int turn = 0; turn < 100; turn++) {
                                attacker.get(id(turn), "/big/1000000");
                            }
                            await().until(
                                            () ->
                                                    impatient
                                                                    .server()
                                                                    .pool("web")
                                                                    .metrics()
                                                                    .active()
                                                            == 1);
                        }
                    });
        }
    }
}
