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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
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
                                    while (true) {
                                        try {
                                            goOn.await();
                                            return HealthCheck.Result.up();
                                        } catch (InterruptedException e) {
                                            // That is what stubborn means.
                                        }
                                    }
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
