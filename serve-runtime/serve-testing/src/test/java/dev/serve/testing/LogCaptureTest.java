package dev.serve.testing;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@ExpectLog(logger = "sample.")
class LogCaptureTest {

    private static final System.Logger POOL = System.getLogger("sample.pool");
    private static final System.Logger ACCEPTOR = System.getLogger("sample.pool.acceptor");
    private static final System.Logger OTHER = System.getLogger("sample.poolside");

    private final LogCapture logs = LogCapture.start();

    @AfterEach
    void close() {
        logs.close();
    }

    @Test
    void keepsLevelLoggerTextWithParametersAndCause() {
        POOL.log(INFO, "cut {0} of {1}", "3", "4");
        POOL.log(WARNING, "failed", new IllegalStateException("full"));

        assertThat(logs.entries())
                .extracting(LogEntry::toString)
                .containsExactly(
                        "INFO sample.pool: cut 3 of 4",
                        "WARNING sample.pool: failed (java.lang.IllegalStateException: full)");
    }

    @Test
    void givesWhatOneLoggerAndThoseBelowItLogged() {
        POOL.log(INFO, "one");
        ACCEPTOR.log(INFO, "two");
        OTHER.log(INFO, "three");

        assertThat(logs.entries("sample.pool"))
                .extracting(LogEntry::message)
                .containsExactly("one", "two");
    }

    @Test
    void givesWhatIsGraveEnough() {
        POOL.log(INFO, "fine");
        POOL.log(WARNING, "less fine");

        assertThat(logs.entries(WARNING))
                .extracting(LogEntry::message)
                .containsExactly("less fine");
    }

    @Test
    void hearsFinerLevelsOnlyWhereAsked() {
        logs.level("sample.pool", DEBUG);

        POOL.log(DEBUG, "one connection");
        OTHER.log(DEBUG, "not asked for");

        assertThat(logs.entries()).extracting(LogEntry::message).containsExactly("one connection");
    }

    @Test
    void putsLevelsBackWhenItIsClosed() {
        logs.level("sample.pool", DEBUG);
        assertThat(POOL.isLoggable(DEBUG)).isTrue();

        logs.close();

        assertThat(POOL.isLoggable(DEBUG)).isFalse();
        POOL.log(INFO, "nobody hears this");
        assertThat(logs.entries()).isEmpty();
    }

    @Test
    void waitsForWhatAnotherThreadLogs() throws InterruptedException {
        Thread other = Thread.ofVirtual().start(() -> POOL.log(WARNING, "late but expected"));

        assertThat(logs.expect(WARNING, "but expected").logger()).isEqualTo("sample.pool");
        other.join();
    }

    @Test
    void knowsWhatNobodyExpected() {
        POOL.log(WARNING, "expected");
        POOL.log(WARNING, "not that");

        logs.expect(WARNING, "expected");

        assertThat(logs.unexpected()).extracting(LogEntry::message).containsExactly("not that");
    }

    @Test
    void saysWhatWasLoggedInstead() {
        try (LogCapture hurried = LogCapture.start(Duration.ofMillis(10))) {
            POOL.log(INFO, "something else");

            assertThatExceptionOfType(AssertionError.class)
                    .isThrownBy(() -> hurried.expect(WARNING, "never"))
                    .withMessageContaining("no WARNING with \"never\" was logged; logged were:")
                    .withMessageContaining("INFO sample.pool: something else");
        }
    }
}
