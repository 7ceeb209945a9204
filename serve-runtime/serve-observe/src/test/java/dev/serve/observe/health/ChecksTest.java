package dev.serve.observe.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.serve.api.config.HealthConfig;
import dev.serve.api.observe.HealthCheck;
import dev.serve.api.observe.HealthReport.CheckHealth;
import dev.serve.api.observe.HealthState;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ChecksTest {

    private static final HealthConfig IMPATIENT =
            HealthConfig.builder()
                    .checkTimeout(Duration.ofMillis(50))
                    .checkInterval(Duration.ZERO)
                    .build();

    private static final HealthConfig PATIENT =
            HealthConfig.builder()
                    .checkTimeout(Duration.ofSeconds(30))
                    .checkInterval(Duration.ofSeconds(5))
                    .build();

    private static final HealthConfig EAGER =
            PATIENT.toBuilder().checkInterval(Duration.ZERO).build();

    private @Nullable Checks checks;

    @AfterEach
    void close() {
        if (checks != null) {
            checks.close();
        }
    }

    /** A check by what it does. */
    private interface Look {
        HealthCheck.Result look() throws Exception;
    }

    private static HealthCheck check(String name, Look look) {
        return new HealthCheck() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Result check() throws Exception {
                return look.look();
            }
        };
    }

    private Checks of(HealthCheck... all) {
        Checks made = new Checks(List.of(all), System::nanoTime, InstantSource.system());
        checks = made;
        return made;
    }

    @Test
    void oneThatHangsIsDownAndSpoilsNobody() {
        CountDownLatch never = new CountDownLatch(1);
        Checks asked =
                of(
                        check("fine", HealthCheck.Result::up),
                        check(
                                "hangs",
                                () -> {
                                    never.await();
                                    return HealthCheck.Result.up();
                                }));

        List<CheckHealth> said = asked.ask(IMPATIENT);

        assertThat(said).extracting(CheckHealth::name).containsExactly("fine", "hangs");
        assertThat(said)
                .extracting(CheckHealth::state)
                .containsExactly(HealthState.UP, HealthState.DOWN);
        assertThat(said.get(1).reason()).isEqualTo("no answer within 50 ms");
    }

    @Test
    void oneThatIgnoresItsInterruptIsNotAskedASecondTimeMeanwhile() {
        AtomicInteger times = new AtomicInteger();
        CountDownLatch goOn = new CountDownLatch(1);
        Checks asked =
                of(
                        check(
                                "stubborn",
                                () -> {
                                    times.incrementAndGet();
                                    return deaf(goOn);
                                }));

        assertThat(asked.ask(IMPATIENT).getFirst().state()).isEqualTo(HealthState.DOWN);
        assertThat(asked.ask(IMPATIENT).getFirst().state()).isEqualTo(HealthState.DOWN);
        assertThat(times).hasValue(1);

        goOn.countDown();
        await().until(() -> asked.ask(PATIENT).getFirst().state() == HealthState.UP);
    }

    @Test
    void oneThatThrowsIsDownAndItsMessageStaysInside() {
        Checks asked =
                of(
                        check(
                                "broken",
                                () -> {
                                    throw new IllegalStateException("password hunter2");
                                }));

        CheckHealth said = asked.ask(PATIENT).getFirst();

        assertThat(said.state()).isEqualTo(HealthState.DOWN);
        assertThat(said.reason()).isEqualTo("failed: IllegalStateException");
    }

    @Test
    void oneThatEndsInAnErrorIsDownAndAskedAgain() {
        AtomicInteger times = new AtomicInteger();
        Checks asked =
                of(
                        check(
                                "deep",
                                () -> {
                                    if (times.incrementAndGet() == 1) {
                                        throw new StackOverflowError();
                                    }
                                    return HealthCheck.Result.up();
                                }));

        assertThat(asked.ask(PATIENT).getFirst().reason()).isEqualTo("failed: StackOverflowError");
        assertThat(asked.ask(EAGER).getFirst().state()).isEqualTo(HealthState.UP);
    }

    @Test
    void oneThatHangsIsWaitedForOnce() {
        CountDownLatch never = new CountDownLatch(1);
        Checks asked = of(check("hangs", () -> deaf(never)));

        asked.ask(IMPATIENT);

        assertThat(asked.ask(EAGER).getFirst().reason())
                .as("what was known before the long time-out had passed")
                .isEqualTo("no answer within 50 ms");
        never.countDown();
    }

    @Test
    void oneThatWasInterruptedWasLate() throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        AtomicReference<@Nullable Thread> thread = new AtomicReference<>();
        Checks asked =
                of(
                        check(
                                "hangs",
                                () -> {
                                    thread.set(Thread.currentThread());
                                    never.await();
                                    return HealthCheck.Result.up();
                                }));

        asked.ask(IMPATIENT);
        Thread asking = await().until(thread::get, Objects::nonNull);
        asking.join();

        assertThat(asked.ask(PATIENT).getFirst().reason()).isEqualTo("no answer within 50 ms");
    }

    @Test
    void nobodyWaitsForThoseOfAnotherQuestion() {
        AtomicInteger times = new AtomicInteger();
        Checks asked =
                of(
                        check(
                                "store",
                                () -> {
                                    times.incrementAndGet();
                                    return HealthCheck.Result.up();
                                }));

        assertThat(asked.ask(PATIENT, probe -> probe == HealthCheck.Probe.LIVENESS)).isEmpty();
        assertThat(times).hasValue(0);
        assertThat(asked.ask(PATIENT, probe -> probe == HealthCheck.Probe.READINESS)).hasSize(1);
    }

    private static HealthCheck.Result deaf(CountDownLatch until) {
        while (true) {
            try {
                until.await();
                return HealthCheck.Result.up();
            } catch (InterruptedException e) {
                // That is what deaf means.
            }
        }
    }

    @Test
    void whatWasSaidHoldsForTheInterval() {
        AtomicInteger times = new AtomicInteger();
        AtomicLong now = new AtomicLong();
        Checks asked =
                new Checks(
                        List.of(
                                check(
                                        "counted",
                                        () -> {
                                            times.incrementAndGet();
                                            return HealthCheck.Result.up();
                                        })),
                        now::get,
                        InstantSource.system());
        checks = asked;

        asked.ask(PATIENT);
        now.set(Duration.ofSeconds(5).toNanos() - 1);
        asked.ask(PATIENT);
        assertThat(times).hasValue(1);

        now.set(Duration.ofSeconds(6).toNanos());
        asked.ask(PATIENT);
        assertThat(times).hasValue(2);
    }

    @Test
    void haveNamesOfTheirOwn() {
        assertThatThrownBy(
                        () ->
                                of(
                                        check("db", HealthCheck.Result::up),
                                        check("db", HealthCheck.Result::up)))
                .hasMessage("health check: \"db\" (expected: a name not yet taken)");
    }
}
