package dev.serve.observe.log;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import dev.serve.api.config.LogConfig;
import dev.serve.api.config.LogFormat;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** The loggers of Logback; loaded only where it is. Any thread. */
final class LogbackLoggers implements LogLevels.Loggers {

    private final LoggerContext context;

    private LogbackLoggers(LoggerContext context) {
        this.context = context;
    }

    /** Those of this process; empty if something else is behind SLF4J. */
    static Optional<LogLevels.Loggers> find() {
        return LoggerFactory.getILoggerFactory() instanceof LoggerContext context
                ? Optional.of(new LogbackLoggers(context))
                : Optional.empty();
    }

    @Override
    public void repeats(Duration window) {
        RepeatFilter.window(window);
    }

    @Override
    public boolean format(LogFormat format) {
        return LineEncoder.format(format);
    }

    private Logger logger(String name) {
        return context.getLogger(name.equals(LogConfig.ROOT) ? Logger.ROOT_LOGGER_NAME : name);
    }

    @Override
    public @Nullable Level level(String name) {
        ch.qos.logback.classic.Level level = logger(name).getLevel();
        return level == null ? null : level(level.toInt());
    }

    private static Level level(int logback) {
        return switch (logback) {
            case ch.qos.logback.classic.Level.OFF_INT -> Level.OFF;
            case ch.qos.logback.classic.Level.ERROR_INT -> Level.ERROR;
            case ch.qos.logback.classic.Level.WARN_INT -> Level.WARNING;
            case ch.qos.logback.classic.Level.INFO_INT -> Level.INFO;
            case ch.qos.logback.classic.Level.DEBUG_INT -> Level.DEBUG;
            default -> Level.TRACE;
        };
    }

    @Override
    public void level(String name, @Nullable Level level) {
        logger(name).setLevel(level == null ? null : logback(level));
    }

    private static ch.qos.logback.classic.Level logback(Level level) {
        return switch (level) {
            case OFF -> ch.qos.logback.classic.Level.OFF;
            case ERROR -> ch.qos.logback.classic.Level.ERROR;
            case WARNING -> ch.qos.logback.classic.Level.WARN;
            case INFO -> ch.qos.logback.classic.Level.INFO;
            case DEBUG -> ch.qos.logback.classic.Level.DEBUG;
            case TRACE, ALL -> ch.qos.logback.classic.Level.TRACE;
        };
    }
}
