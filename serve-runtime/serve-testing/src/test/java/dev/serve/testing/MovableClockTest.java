package dev.serve.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class MovableClockTest {

    private final MovableClock clock = new MovableClock();

    @Test
    void standsStillUntilItIsMoved() {
        long before = clock.nanoTime();

        assertThat(clock.nanoTime()).isEqualTo(before);
        assertThat(clock.instant()).isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));
    }

    @Test
    void movesDurationsAndDatesTogether() {
        long before = clock.nanoTime();

        clock.advance(Duration.ofMillis(1500));

        assertThat(clock.nanoTime() - before).isEqualTo(1_500_000_000L);
        assertThat(clock.instant()).isEqualTo(Instant.parse("2026-01-01T00:00:01.500Z"));
    }

    @Test
    void differencesHoldAcrossTheOverflowThatComesEarly() {
        long before = clock.nanoTime();

        clock.advance(Duration.ofMinutes(1));

        assertThat(clock.nanoTime()).isLessThan(before);
        assertThat(clock.nanos().getAsLong() - before).isEqualTo(Duration.ofMinutes(1).toNanos());
    }

    @Test
    void aChangedDateLeavesDurationsAlone() {
        long before = clock.nanoTime();

        clock.set(Instant.EPOCH);

        assertThat(clock.instant()).isEqualTo(Instant.EPOCH);
        assertThat(clock.nanoTime()).isEqualTo(before);
    }

    @Test
    void neverGoesBack() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> clock.advance(Duration.ofNanos(-1)))
                .withMessageContaining("expected: not negative");
    }
}
