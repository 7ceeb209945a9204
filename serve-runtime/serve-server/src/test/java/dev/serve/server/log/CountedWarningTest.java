package dev.serve.server.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serve.testing.ExpectLog;
import dev.serve.testing.LogCapture;
import dev.serve.testing.LogEntry;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CountedWarningTest {

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE);
    private final CountedWarning warning =
            new CountedWarning(System.getLogger("counted"), nanos::get);

    private void happens() {
        warning.happened(count -> "happened " + count + " times");
    }

    @Test
    @ExpectLog("happened")
    void isToldAtOnceAndThenOnceASecondWithItsCount() {
        try (LogCapture log = LogCapture.start()) {
            happens();
            happens();
            nanos.addAndGet(999_999_999);
            happens();
            nanos.addAndGet(1);
            happens();
            happens();
            nanos.addAndGet(5_000_000_000L);
            happens();
            assertThat(log.entries())
                    .extracting(LogEntry::message)
                    .containsExactly("happened 1 times", "happened 3 times", "happened 2 times");
        }
    }
}
