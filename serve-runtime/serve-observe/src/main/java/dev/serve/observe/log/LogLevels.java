package dev.serve.observe.log;

import static java.lang.System.Logger.Level.WARNING;

import dev.serve.api.config.LogConfig;
import dev.serve.api.config.LogFormat;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Gives loggers the levels that {@code log.levels} says, and those that it no longer names the
 * level they had before; has lines written as {@code log.format} says, and repeated warnings summed
 * up as {@code log.repeats} says. Loggers are one for the process: of two servers that name the
 * same one, the last to be configured has its way. Any thread.
 */
public final class LogLevels implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(LogLevels.class.getName());

    private final Optional<Loggers> loggers;

    /** What loggers had before we came: empty where they took the level of the one above. */
    private final Map<String, Optional<Level>> before = new HashMap<>(); // guarded by this

    /** Levels of whatever is behind SLF4J in this process. */
    public LogLevels() {
        this.loggers = backend();
    }

    /** What has the levels. */
    interface Loggers {

        /** The level of its own; null if it takes that of the one above. */
        @Nullable Level level(String name);

        /** Gives it a level, or with null takes it away. */
        void level(String name, @Nullable Level level);

        /** How long a repeated warning is counted and not written; zero for not at all. */
        void repeats(Duration window);

        /**
         * How lines are written.
         *
         * @return false if nothing here can choose that
         */
        boolean format(LogFormat format);
    }

    private static Optional<Loggers> backend() {
        try {
            return LogbackLoggers.find();
        } catch (NoClassDefFoundError e) {
            return Optional.empty(); // it is optional
        }
    }

    /** Has these levels in force from now on, and no others. */
    public synchronized void configure(LogConfig config) {
        Map<String, Level> levels = config.levels();
        if (loggers.isEmpty()) {
            if (!levels.isEmpty() || config.format() != LogFormat.AUTO) {
                LOG.log(
                        WARNING,
                        "log.levels, log.format: nothing logs by Logback here, so that they say nothing (expected: logback-classic, as in the distribution)");
            }
            return;
        }
        Loggers present = loggers.get();
        present.repeats(config.repeats());
        if (!present.format(config.format()) && config.format() != LogFormat.AUTO) {
            LOG.log(
                    WARNING,
                    "log.format: no appender of Logback has {0} for its encoder, so that it says nothing (expected: one, as in the distribution)",
                    LineEncoder.class.getName());
        }
        Iterator<Map.Entry<String, Optional<Level>>> had = before.entrySet().iterator();
        while (had.hasNext()) {
            Map.Entry<String, Optional<Level>> logger = had.next();
            if (!levels.containsKey(logger.getKey())) {
                present.level(logger.getKey(), logger.getValue().orElse(null));
                had.remove();
            }
        }
        levels.forEach(
                (name, level) -> {
                    before.computeIfAbsent(name, _ -> Optional.ofNullable(present.level(name)));
                    present.level(name, level);
                });
    }

    /** Gives every logger back what it had. */
    @Override
    public void close() {
        configure(LogConfig.builder().repeats(Duration.ZERO).build());
    }
}
