package dev.serve.observe.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import dev.serve.api.Server;
import dev.serve.api.observe.MeterHistory.Point;
import dev.serve.testing.MovableClock;
import dev.serve.testing.TestHttpClient;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is seen of a real server, look by look. */
class RecorderTest {

    private static final long START = 1_800_000_000L;

    private final MovableClock clock = new MovableClock();
    private final AtomicInteger ticks = new AtomicInteger();
    private final Server server =
            Server.builder()
                    .listener(
                            "web", web -> web.port(0).routing(it -> it.respond("/", 200, "hello")))
                    .listener("other", other -> other.port(0))
                    .set("observe.metrics.enabled", "false")
                    .build();
    private final Recorder recorder = new Recorder(server, clock, ticks::incrementAndGet);
    private long looks;

    @BeforeEach
    void begin() {
        server.start();
        clock.set(Instant.ofEpochSecond(START));
    }

    @AfterEach
    void end() {
        recorder.close();
        server.stop();
    }

    /** One look, each two seconds after the last. */
    private void look() {
        long at = 2 * looks++;
        clock.set(Instant.ofEpochSecond(START + at));
        recorder.look(START + at, TimeUnit.SECONDS.toNanos(1 + at));
    }

    private List<Point> points(String meter) {
        return recorder.range(
                        meter,
                        Instant.ofEpochSecond(START),
                        Instant.ofEpochSecond(START + 100),
                        Duration.ofSeconds(1))
                .points();
    }

    private double last(String meter) {
        return points(meter).getLast().value();
    }

    private void ask(int times) {
        long before = server.pool("web").metrics().requests();
        try (TestHttpClient client =
                TestHttpClient.of(URI.create("http://127.0.0.1:" + server.port("web")))) {
            for (int i = 0; i < times; i++) {
                client.get("/");
            }
            await().until(() -> server.pool("web").metrics().requests() == before + times);
        }
    }

    @Test
    void aCounterIsARateFromTheSecondLookOn() {
        ask(2);
        look();
        assertThat(recorder.meters())
                .contains("connections.active{web}", "memory.heap", "requests.rate{web}");
        assertThat(points("requests.rate")).isEmpty();
        ask(3);
        look();
        look();

        assertThat(points("requests.rate{web}"))
                .containsExactly(
                        new Point(Instant.ofEpochSecond(START + 2), 1.5),
                        new Point(Instant.ofEpochSecond(START + 4), 0));
        assertThat(points("requests.rate")).as("of all").isEqualTo(points("requests.rate{web}"));
        assertThat(last("requests.rate{other}")).isZero();
        assertThat(last("memory.heap")).isPositive();
        assertThat(ticks).hasValue(3);
    }

    @Test
    void whatNobodySpeaksAnyLongerIsNone() {
        try (TestHttpClient client =
                TestHttpClient.of(URI.create("http://127.0.0.1:" + server.port("web")))) {
            client.get("/");
            look();
            assertThat(last("connections.active.http-1.1")).isEqualTo(1);
            assertThat(last("connections.active{web}")).isEqualTo(1);
            assertThat(last("connections.active")).isEqualTo(1);
        }
        await().until(() -> server.pool("web").metrics().active() == 0);
        look();
        assertThat(last("connections.active.http-1.1")).isZero();
    }

    @Test
    void aListenerThatHasGoneTakesItsFiguresWithIt() {
        look();
        assertThat(recorder.meters()).contains("connections.active{other}");
        Map<String, @Nullable Object> others = new HashMap<>();
        others.put("other", null);
        server.updateConfig(Map.of("listeners", others));
        look();

        assertThat(recorder.meters())
                .contains("connections.active{web}")
                .noneMatch(meter -> meter.endsWith("{other}"));
    }

    @Test
    void whatCannotBeAskedForIsRefused() {
        look();
        Instant now = clock.instant();
        Duration second = Duration.ofSeconds(1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> recorder.range("nothing", now.minusSeconds(1), now, second))
                .withMessageContaining("meter: \"nothing\" (expected: one of ")
                .withMessageContaining("memory.heap");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> recorder.range("memory.heap", now, now, second))
                .withMessageStartingWith("from: " + now + " (expected: before ");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () ->
                                recorder.range(
                                        "memory.heap", now.minusSeconds(1), now, Duration.ZERO))
                .withMessage("step: PT0S (expected: more than zero)");
    }

    @Test
    void itLooksByItselfUntilItIsClosed() throws InterruptedException {
        CountDownLatch looked = new CountDownLatch(2);
        try (Recorder looking = new Recorder(server, InstantSource.system(), looked::countDown)) {
            looking.start();
            assertThat(looked.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(looking.meters()).contains("memory.heap");
        }
    }

    @Test
    void aListenerThatComesAgainBeginsAnew() {
        ask(2);
        look();
        server.updateConfig(config -> config.withoutListener("web"));
        look();
        server.updateConfig(config -> config.listener("web", web -> web.port(0)));
        ask(5);
        look();

        assertThat(points("requests.rate{web}"))
                .as("what was counted before it went says nothing of what it counts now")
                .isEmpty();
        look();
        assertThat(points("requests.rate{web}"))
                .containsExactly(new Point(Instant.ofEpochSecond(START + 6), 0));
    }
}
