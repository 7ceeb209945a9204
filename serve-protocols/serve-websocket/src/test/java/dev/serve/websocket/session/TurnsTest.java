package dev.serve.websocket.session;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class TurnsTest {

    private static final long SECOND = 1_000_000_000;

    @Property(tries = 200)
    void eachHasAPartOfTheInterval(
            @ForAll @IntRange(min = 1, max = 10_000) int batch,
            @ForAll @IntRange(min = 1, max = 300) int many,
            @ForAll @DoubleRange(min = 0, max = 1, maxIncluded = false) double chance) {
        Turns turns = new Turns();
        for (int i = 0; i < many; i++) {
            long delay = turns.next(i, 2 * SECOND, batch, chance);

            assertThat(delay)
                    .isBetween(2 * SECOND * i / batch, 2 * SECOND * (i + 1) / batch)
                    .isCloseTo((long) ((i + chance) * 2 * SECOND / batch), Offset.offset(1L));
        }
    }

    @Test
    void chanceKeepsThemFromComingBackInStep() {
        Turns early = new Turns();
        Turns late = new Turns();

        assertThat(early.next(0, SECOND, 10, 0)).isZero();
        assertThat(late.next(0, SECOND, 10, 0.9)).isEqualTo(90_000_000);
    }

    @Test
    void beginAnewAfterAnIntervalWithoutAnybody() {
        Turns turns = new Turns();
        var _ = turns.next(0, SECOND, 10, 0);
        assertThat(turns.next(SECOND, SECOND, 10, 0)).isEqualTo(100_000_000);

        assertThat(turns.next(2 * SECOND + 1, SECOND, 10, 0)).isZero();
    }
}
