package dev.serve.testing;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is logged while a test runs, in memory. Records of every thread are kept, those of one
 * logger or level are asked for; what a test expects it waits for, so that no record is missed that
 * another thread logs a moment later.
 *
 * <pre>{@code
 * try (LogCapture logs = LogCapture.start()) {
 *     pool.close();
 *     logs.expect(Level.WARNING, "cut 3 connections");
 * }
 * }</pre>
 *
 * <p>It listens where {@link System.Logger} ends when no logging library is there, in the JDK's own
 * logging; with such a library behind {@code System.Logger} nothing is captured. Loggers are one
 * for the process: tests that run side by side see each other's records. Any thread may use it.
 */
public final class LogCapture implements AutoCloseable {

    /** How long {@link #expect} waits for its record. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final Logger ROOT = Logger.getLogger("");

    private final Handler handler = new Listener();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition logged = lock.newCondition();
    private final List<LogEntry> entries = new ArrayList<>(); // guarded by lock
    private final List<Predicate<LogEntry>> expected = new ArrayList<>(); // guarded by lock
    private final Map<Logger, java.util.logging.@Nullable Level> before =
            new LinkedHashMap<>(); // guarded by lock

    private final Duration patience;

    private LogCapture(Duration patience) {
        this.patience = patience;
    }

    /** Begins to listen; {@link #close} ends it. */
    public static LogCapture start() {
        return start(PATIENCE);
    }

    static LogCapture start(Duration patience) {
        LogCapture capture = new LogCapture(patience);
        capture.handler.setLevel(java.util.logging.Level.ALL);
        ROOT.addHandler(capture.handler);
        return capture;
    }

    /**
     * Makes loggers of that name and below it log from {@code level} on, until {@link #close}; they
     * begin at INFO.
     */
    public LogCapture level(String logger, Level level) {
        Logger jul = Logger.getLogger(logger);
        lock.lock();
        try {
            if (!before.containsKey(jul)) {
                before.put(jul, jul.getLevel());
            }
        } finally {
            lock.unlock();
        }
        jul.setLevel(toJul(level));
        return this;
    }

    /** Everything so far, in the order it was logged. */
    public List<LogEntry> entries() {
        return select(entry -> true);
    }

    /** What one logger, or those below it, logged so far. */
    public List<LogEntry> entries(String logger) {
        return select(
                entry -> entry.logger().equals(logger) || entry.logger().startsWith(logger + "."));
    }

    /** What is at least that grave. */
    public List<LogEntry> entries(Level atLeast) {
        return select(entry -> entry.atLeast(atLeast));
    }

    /**
     * Waits up to five seconds for a record of just that level whose text contains {@code part}; it
     * and all others like it are then expected ones.
     *
     * @return the first such record
     * @throws AssertionError if none comes, with what was logged instead
     */
    public LogEntry expect(Level level, String part) {
        return expect(entry -> entry.level() == level && entry.message().contains(part), patience)
                .orElseThrow(
                        () ->
                                new AssertionError(
                                        "no "
                                                + level
                                                + " with \""
                                                + part
                                                + "\" was logged; logged were:"
                                                + list(entries())));
    }

    /** What is WARNING or worse and was not expected. */
    public List<LogEntry> unexpected() {
        lock.lock();
        try {
            return entries.stream()
                    .filter(entry -> entry.atLeast(Level.WARNING))
                    .filter(entry -> expected.stream().noneMatch(wanted -> wanted.test(entry)))
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    /** Forgets what was logged so far. */
    public void clear() {
        lock.lock();
        try {
            entries.clear();
            expected.clear();
        } finally {
            lock.unlock();
        }
    }

    /** Stops listening and gives loggers their levels back. */
    @Override
    public void close() {
        ROOT.removeHandler(handler);
        lock.lock();
        try {
            before.forEach(Logger::setLevel);
            before.clear();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for a record; it and all others like it become expected ones. */
    Optional<LogEntry> expect(Predicate<LogEntry> wanted, Duration patience) {
        Deadline deadline = Deadline.in(patience);
        lock.lock();
        try {
            expected.add(wanted);
            while (true) {
                Optional<LogEntry> found = entries.stream().filter(wanted).findFirst();
                if (found.isPresent()) {
                    return found;
                }
                if (deadline.passed()) {
                    return Optional.empty();
                }
                logged.awaitNanos(deadline.left().toNanos());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for a log record", e);
        } finally {
            lock.unlock();
        }
    }

    static String list(List<LogEntry> entries) {
        return entries.isEmpty()
                ? " nothing"
                : entries.stream()
                        .map(entry -> System.lineSeparator() + "  " + entry)
                        .collect(Collectors.joining());
    }

    private List<LogEntry> select(Predicate<LogEntry> wanted) {
        lock.lock();
        try {
            return entries.stream().filter(wanted).toList();
        } finally {
            lock.unlock();
        }
    }

    private static java.util.logging.Level toJul(Level level) {
        return switch (level) {
            case ALL -> java.util.logging.Level.ALL;
            case TRACE -> java.util.logging.Level.FINER;
            case DEBUG -> java.util.logging.Level.FINE;
            case INFO -> java.util.logging.Level.INFO;
            case WARNING -> java.util.logging.Level.WARNING;
            case ERROR -> java.util.logging.Level.SEVERE;
            case OFF -> java.util.logging.Level.OFF;
        };
    }

    /** The gravest level that is not graver than the JDK's. */
    private static Level fromJul(java.util.logging.Level level) {
        Level found = Level.TRACE;
        for (Level candidate : List.of(Level.DEBUG, Level.INFO, Level.WARNING, Level.ERROR)) {
            if (level.intValue() >= toJul(candidate).intValue()) {
                found = candidate;
            }
        }
        return found;
    }

    private final class Listener extends Handler {

        private final SimpleFormatter formatter = new SimpleFormatter();

        @Override
        public void publish(LogRecord logRecord) {
            String name = logRecord.getLoggerName();
            LogEntry entry =
                    new LogEntry(
                            fromJul(logRecord.getLevel()),
                            name == null ? "" : name,
                            String.valueOf(formatter.formatMessage(logRecord)),
                            logRecord.getThrown());
            lock.lock();
            try {
                entries.add(entry);
                logged.signalAll();
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
