package dev.serve.observe.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.serve.api.Server;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class RepeatFilterTest {

    private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    private final Logger ours = context.getLogger("dev.serve.test");
    private final Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final RepeatFilter filter = new RepeatFilter();
    private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

    @BeforeEach
    void begin() {
        appender.list = new CopyOnWriteArrayList<>();
        appender.setContext(context);
        appender.addFilter(filter);
        appender.start();
        root.addAppender(appender);
    }

    @AfterEach
    void end() {
        RepeatFilter.window(Duration.ZERO);
        root.detachAppender(appender);
        filter.stop();
    }

    private List<String> written() {
        return appender.list.stream()
                .filter(event -> event.getLoggerName().matches("dev\\.serve\\.(test|repeats)|app"))
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    private static IllegalStateException failure() {
        return new IllegalStateException("told to");
    }

    @Test
    void whatRepeatsIsWrittenOnceAndThenSummedUp() {
        RepeatFilter.window(Duration.ofMillis(50));
        for (int i = 0; i < 5; i++) {
            ours.warn("conn_00000000000{}: refused {} of 10.0.0.{}", i, i * 7, i);
        }
        ours.warn("another reason");

        await().until(() -> written().size() >= 3);
        assertThat(written())
                .startsWith("conn_000000000000: refused 0 of 10.0.0.0", "another reason")
                .last()
                .asString()
                .matches("repeated 4 times in the last \\d+ s: conn_0{12}: refused 0 of 10.0.0.0");
    }

    @Test
    void failuresOfAnotherKindOrPlaceAreOthers() {
        RepeatFilter.window(Duration.ofHours(1));
        for (int i = 0; i < 3; i++) {
            ours.error("a handler failed", failure());
            ours.error("a handler failed", new IllegalStateException("told to"));
            ours.error("a handler failed", new IllegalArgumentException("told to"));
        }
        assertThat(written()).hasSize(3);
    }

    @Test
    void whatIsNoWarningOrOfAnApplicationIsAlwaysWritten() {
        RepeatFilter.window(Duration.ofHours(1));
        for (int i = 0; i < 3; i++) {
            ours.info("started");
            context.getLogger("app").error("payment {} failed", i);
        }
        assertThat(written()).hasSize(6);
    }

    @Test
    void theServersKeySaysHowLong() {
        try (Server server =
                Server.builder()
                        .listener("web", web -> web.port(0))
                        .set("log.repeats", "1h")
                        .build()
                        .start()) {
            ours.warn("once");
            ours.warn("once");
            assertThat(written()).containsExactly("once");

            server.updateConfig(config -> config.log(log -> log.repeats(Duration.ZERO)));
            ours.warn("once");
            ours.warn("once");
            assertThat(written()).containsExactly("once", "once", "once");
        }
    }
}
