package dev.serve.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProgressTest {

    private final StringWriter said = new StringWriter();
    private long now;

    private String of(int millis, boolean terminal) {
        try (Progress progress =
                new Progress("Waiting", new PrintWriter(said, true), terminal, () -> now)) {
            for (int i = 0; i < millis; i += 20) {
                now += Duration.ofMillis(20).toNanos();
                progress.goesOn();
            }
        }
        return said.toString();
    }

    @Test
    void isSilentForASecond() {
        assertThat(of(980, true)).isEmpty();
    }

    @Test
    void isALineOnATerminalThatCountsAndGoesAway() {
        assertThat(of(2_500, true))
                .isEqualTo("\rWaiting, 1 s \u001b[K\rWaiting, 2 s \u001b[K\r\u001b[K");
    }

    @Test
    void isSaidOnceElsewhere() {
        assertThat(of(2_500, false)).isEqualTo("Waiting ...\n");
    }
}
