package dev.serve.observe.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LogbackServiceProvider;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.CoreConstants;
import ch.qos.logback.core.joran.spi.ConsoleTarget;
import java.util.List;

/**
 * Logback as the {@code serve} command has it: lines of text or of JSON to standard error, at level
 * INFO. Set up in code, since to read a configuration in XML takes a fifth of the start; one of
 * {@code -Dlogback.configurationFile=FILE} is read all the same, and takes the place of this.
 *
 * <p>SLF4J is told of it by the system property {@code slf4j.provider}, and it of the form of lines
 * by {@code dev.serve.logs}. Used by SLF4J, once.
 */
public final class ConsoleLogback extends LogbackServiceProvider {

    /** System property: {@code json}, or else text. */
    static final String FORM = "dev.serve.logs";

    private static final String FILE = "logback.configurationFile";

    /** Start, stop and changes are told by the command itself. */
    private static final List<String> TOLD_BY_THE_COMMAND =
            List.of(
                    "dev.serve.server.ServeServer",
                    "dev.serve.server.Swap",
                    "dev.serve.server.lifecycle.Changes",
                    "dev.serve.server.lifecycle.Shutdown");

    /** Constructed by SLF4J. */
    public ConsoleLogback() {}

    @Override
    public void initialize() {
        if (System.getProperty(FILE) != null) {
            super.initialize();
            return;
        }
        LoggerContext context = (LoggerContext) getLoggerFactory();
        context.setName(CoreConstants.DEFAULT_CONTEXT_NAME);
        context.setMDCAdapter(getMDCAdapter());
        setUp(context, "json".equals(System.getProperty(FORM)));
        context.start();
    }

    private static void setUp(LoggerContext context, boolean json) {
        ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
        appender.setContext(context);
        appender.setName("stderr");
        appender.setTarget(ConsoleTarget.SystemErr.getName());
        LineEncoder encoder = new LineEncoder();
        encoder.setContext(context);
        encoder.setJson(json);
        encoder.start();
        appender.setEncoder(encoder);
        RepeatFilter repeats = new RepeatFilter();
        repeats.setContext(context);
        repeats.start();
        appender.addFilter(repeats);
        appender.start();
        if (!json) {
            TOLD_BY_THE_COMMAND.forEach(name -> context.getLogger(name).setLevel(Level.WARN));
        }
        Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.INFO);
        root.addAppender(appender);
    }
}
