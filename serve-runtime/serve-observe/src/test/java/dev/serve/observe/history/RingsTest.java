package dev.serve.observe.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serve.api.observe.MeterHistory.Point;
import dev.serve.api.observe.MeterHistory.Series;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RingsTest {

    /** A whole day and minute. */
    private static final long START = 1_800_000_000L / 86_400 * 86_400;

    private final Rings rings = new Rings("requests.rate", "1/s", false);

    private Series range(long from, long to, long step, long now) {
        return rings.range(
                Instant.ofEpochSecond(from),
                Instant.ofEpochSecond(to),
                Duration.ofSeconds(step),
                now);
    }

    private void fill(int seconds) {
        for (int i = 0; i < seconds; i++) {
            rings.add(START + i, i);
        }
    }

    @Test
    void keepsEachSecondOfFiveMinutes() {
        fill(400);
        Series series = range(START + 100, START + 400, 1, START + 399);

        assertThat(series.step()).isEqualTo(Duration.ofSeconds(1));
        assertThat(series.points()).hasSize(300);
        assertThat(series.points().getFirst())
                .isEqualTo(new Point(Instant.ofEpochSecond(START + 100), 100));
        assertThat(series.points().getLast().value()).isEqualTo(399);
    }

    @Test
    void keepsTenSecondsOfAnHourAndMinutesOfADayAsMeans() {
        fill(3_600);
        long now = START + 3_599;

        Series hour = range(START, START + 3_600, 1, now);
        assertThat(hour.step()).isEqualTo(Duration.ofSeconds(10));
        assertThat(hour.points()).hasSize(360);
        assertThat(hour.points().getFirst().value()).isEqualTo(4.5);

        Series day = range(START - 7_200, START + 3_600, 10, now);
        assertThat(day.step()).isEqualTo(Duration.ofSeconds(60));
        assertThat(day.points()).hasSize(60);
        assertThat(day.points().getFirst().value()).isEqualTo(29.5);
    }

    @Test
    void whoAsksForAllThatIsKeptMayComeALittleLate() {
        fill(3_700);
        long now = START + 3_702;

        Series minutes = range(now - 302, now, 1, now);
        assertThat(minutes.step()).isEqualTo(Duration.ofSeconds(1));
        assertThat(minutes.points()).hasSizeBetween(295, 300);

        Series hour = range(now - 3_602, now, 10, now);
        assertThat(hour.step()).isEqualTo(Duration.ofSeconds(10));
        assertThat(hour.points()).hasSizeBetween(355, 361);
    }

    @Test
    void gathersWhatAWiderStepAsksFor() {
        fill(60);
        Series series = range(START, START + 60, 30, START + 59);

        assertThat(series.points())
                .containsExactly(
                        new Point(Instant.ofEpochSecond(START), 14.5),
                        new Point(Instant.ofEpochSecond(START + 30), 44.5));
    }

    @Test
    void leavesOutWhatWasNotMeasuredAndForgetsWhatIsOld() {
        rings.add(START, 1);
        rings.add(START + 3, 4);
        rings.add(START + 4, Double.NaN);
        assertThat(range(START, START + 10, 1, START + 9).points())
                .extracting(Point::value)
                .containsExactly(1.0, 4.0);

        rings.add(START + 90_000, 7);
        assertThat(range(START, START + 90_001, 60, START + 90_000).points())
                .extracting(Point::value)
                .containsExactly(7.0);
    }

    @Test
    void keepsPeaksWhereTheyMatter() {
        Rings peaks = new Rings("latency.p99", "s", true);
        for (int i = 0; i < 20; i++) {
            peaks.add(START + i, i == 13 ? 9 : 1);
        }
        assertThat(
                        peaks.range(
                                        Instant.ofEpochSecond(START),
                                        Instant.ofEpochSecond(START + 20),
                                        Duration.ofSeconds(10),
                                        START + 19)
                                .points())
                .extracting(Point::value)
                .containsExactly(1.0, 9.0);
    }
}
