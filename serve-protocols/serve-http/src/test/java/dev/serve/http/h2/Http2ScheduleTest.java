package dev.serve.http.h2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.serve.http.h1.CutWire;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who sends next (RFC 9218), and how much leaves at once. */
class Http2ScheduleTest {

    private static final int SIZE = 200_000;

    private static Http2Server server;

    @BeforeAll
    static void start() {
        server = Http2Server.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** Two answers wait for the window of the connection; then it opens wide. */
    private static List<Integer> order(String first, String second) {
        try (FrameClient client = ready()) {
            client.get(3, "/big/" + SIZE, "priority", first);
            client.get(5, "/big/" + SIZE, "priority", second);
            return framesAfter(client);
        }
    }

    /** A client whose connection has no window left, that of its streams is large. */
    private static FrameClient ready() {
        FrameClient client = server.connect(Frame.INITIAL_WINDOW_SIZE, 10_000_000);
        client.get(1, "/big/65535");
        for (int left = 65_535; left > 0; ) {
            left -= client.next(Frame.DATA).payload().length;
        }
        return client;
    }

    private static List<Integer> framesAfter(FrameClient client) {
        client.next(Frame.HEADERS);
        client.next(Frame.HEADERS);
        client.windowUpdate(0, 10_000_000);
        List<Integer> streams = new ArrayList<>();
        for (int left = 2 * SIZE; left > 0; ) {
            FrameClient.Received frame = client.next(Frame.DATA);
            left -= frame.payload().length;
            streams.add(frame.stream());
        }
        return streams;
    }

    private static int switches(List<Integer> streams) {
        int switches = 0;
        for (int i = 1; i < streams.size(); i++) {
            switches += streams.get(i).equals(streams.get(i - 1)) ? 0 : 1;
        }
        return switches;
    }

    /** A handler may come too late to wait beside the other; then it is tried again. */
    private static void eventually(ThrowingRunnable check) {
        await().pollDelay(Duration.ZERO).untilAsserted(check);
    }

    @Test
    void theMoreUrgentGoesFirst() {
        eventually(
                () -> {
                    List<Integer> streams = order("u=5", "u=1");
                    assertThat(streams.getFirst()).isEqualTo(5);
                    assertThat(streams.getLast()).isEqualTo(3);
                    assertThat(switches(streams)).isEqualTo(1);
                });
    }

    @Test
    void equalsGoOneAfterTheOther() {
        eventually(() -> assertThat(switches(order("u=3", "u=3"))).isEqualTo(1));
    }

    @Test
    void incrementalOnesTakeTurns() {
        eventually(() -> assertThat(switches(order("u=3, i", "u=3, i"))).isGreaterThan(10));
    }

    @Test
    void aPriorityUpdateCountsWhileAnswersWait() {
        eventually(Http2ScheduleTest::updateWhileAnswersWait);
    }

    private static void updateWhileAnswersWait() {
        try (FrameClient client = ready()) {
            client.get(3, "/wait").get(5, "/big/" + SIZE);
            // On one of them only, so that what it says is seen.
            byte[] text = "\0\0\0\5u=1".getBytes(StandardCharsets.US_ASCII);
            client.frame(Frame.PRIORITY_UPDATE, 0, 0, text);
            client.get(7, "/big/" + SIZE, "priority", "u=2");
            List<Integer> streams = framesAfter(client);
            assertThat(streams.getFirst()).isEqualTo(5);
            assertThat(switches(streams)).isEqualTo(1);
        }
    }

    /** Sixty-four small frames of as many threads, in a few writes. */
    @Test
    void smallFramesThatAreReadyLeaveTogether() {
        // Each alone on a machine that runs one thread at a time is right, and rare.
        eventually(Http2ScheduleTest::manySmallFrames);
    }

    private static void manySmallFrames() {
        CutWire wire = new CutWire(new byte[0]);
        int streams = 64;
        Outbox outbox = new Outbox(wire, "test-writer", () -> streams, lost -> {});
        outbox.expect(streams);
        CountDownLatch begin = new CountDownLatch(1);
        for (int i = 0; i < streams; i++) {
            Thread.ofVirtual().start(() -> send(outbox, begin));
        }
        begin.countDown();
        await().until(() -> wire.written().length == streams * 17);
        assertThat(wire.flushes()).isLessThan(streams / 2);
    }

    private static void send(Outbox outbox, CountDownLatch begin) {
        try {
            begin.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        outbox.sendFirst((out, schedule) -> out.frame(Frame.PING, 0, 0, new byte[8]));
    }
}
