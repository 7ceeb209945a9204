package dev.serve.observe.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * A filter of a Logback appender: a warning or an error of Serve or Helidon that repeats is written
 * once, counted while {@code log.repeats} lasts, and then summed up in one line. Two are the same
 * if they differ in numbers and ids alone. Lines of applications pass. Any thread.
 */
public final class RepeatFilter extends Filter<ILoggingEvent> {

    private static final String SUMS = "dev.serve.repeats";
    private static final List<String> OURS = List.of("dev.serve.", "io.helidon.");

    private static volatile Duration window = Duration.ZERO;

    private final Repeats repeats = new Repeats(System::nanoTime);
    private volatile @Nullable Thread teller;

    /** Constructed by Logback. */
    public RepeatFilter() {}

    /** How long a repeated line is counted, for all filters of the process; zero for not at all. */
    static void window(Duration length) {
        window = length;
    }

    @Override
    public FilterReply decide(ILoggingEvent event) {
        Duration length = window;
        if (length.isZero()
                || !event.getLevel().isGreaterOrEqual(Level.WARN)
                || !isOurs(event.getLoggerName())
                || repeats.isNew(name(event), event.getFormattedMessage(), length)) {
            return FilterReply.NEUTRAL;
        }
        if (repeats.begins()) {
            // An appender that is filtering takes no line from its own thread.
            Thread telling =
                    Thread.ofVirtual().name("serve-log-repeats").unstarted(this::tellWhatIsDue);
            // Before it runs: a stop that comes meanwhile must find it.
            teller = telling;
            telling.start();
        }
        return FilterReply.DENY;
    }

    private void tellWhatIsDue() {
        try {
            for (Optional<Duration> left = repeats.left();
                    left.isPresent();
                    left = repeats.left()) {
                Thread.sleep(left.get());
                repeats.due().forEach(RepeatFilter::tell);
            }
        } catch (InterruptedException e) {
            // Stopped.
        }
    }

    @Override
    public void stop() {
        super.stop();
        Thread telling = teller;
        if (telling != null) {
            telling.interrupt();
        }
    }

    private static void tell(String sum) {
        LoggerFactory.getLogger(SUMS).warn(sum);
    }

    private static boolean isOurs(String logger) {
        return !logger.equals(SUMS) && OURS.stream().anyMatch(logger::startsWith);
    }

    /** Two exceptions are the same if they are of a kind and from one place. */
    private static String name(ILoggingEvent event) {
        StringBuilder name = new StringBuilder(event.getLoggerName()).append(' ');
        for (IThrowableProxy thrown = event.getThrowableProxy();
                thrown != null;
                thrown = thrown.getCause()) {
            StackTraceElementProxy[] stack = thrown.getStackTraceElementProxyArray();
            name.append(thrown.getClassName())
                    .append(stack.length == 0 ? "" : stack[0].getSTEAsString())
                    .append(' ');
        }
        return name.toString();
    }
}
