package dev.serve.observe.log;

import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.encoder.EncoderBase;
import dev.serve.api.config.LogFormat;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The encoder of a Logback appender whose lines are text or JSON as {@code log.format} says, and as
 * its own property {@code json} says while that is {@code auto}. What a format needs is made when
 * its first line is written. Any thread.
 */
public final class LineEncoder extends EncoderBase<ILoggingEvent> {

    private static final byte[] NOTHING = {};

    /** Encoders that lines go through, of all appenders of the process. */
    private static final Set<LineEncoder> IN_USE = ConcurrentHashMap.newKeySet();

    private static volatile LogFormat chosen = LogFormat.AUTO;

    private boolean json; // set before it starts, as the pattern is
    private String pattern =
            "%d{HH:mm:ss.SSS} %-5level %logger{0}: %msg%replace( trace=%X{traceId}){' trace=$', ''}%n";
    private volatile @Nullable Made made;

    /** What writes lines of one format. */
    private record Made(boolean json, Encoder<ILoggingEvent> encoder) {}

    /** Constructed by Logback. */
    public LineEncoder() {}

    /**
     * Has lines written so from now on, by all encoders of the process.
     *
     * @return false if there is none that would
     */
    static boolean format(LogFormat format) {
        chosen = format;
        return !IN_USE.isEmpty();
    }

    /** Whether a line is JSON while nothing else is chosen; default false. */
    public void setJson(boolean json) {
        this.json = json;
    }

    /** A line in words, as Logback has it; default time, level, logger, message and trace. */
    public void setPattern(String pattern) {
        this.pattern = pattern;
    }

    @Override
    public void start() {
        IN_USE.add(this);
        super.start();
    }

    @Override
    public void stop() {
        IN_USE.remove(this);
        super.stop();
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        boolean asked = chosen == LogFormat.AUTO ? json : chosen == LogFormat.JSON;
        Made now = made;
        if (now == null || now.json() != asked) {
            now = make(asked);
        }
        return now.encoder().encode(event);
    }

    private synchronized Made make(boolean asJson) {
        Made now = made;
        if (now == null || now.json() != asJson) {
            now = new Made(asJson, asJson ? ofJson() : ofText());
            now.encoder().setContext(getContext());
            now.encoder().start();
            made = now;
        }
        return now;
    }

    private Encoder<ILoggingEvent> ofText() {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setPattern(pattern);
        return encoder;
    }

    /** With what readers want; a template and its arguments are in the message already. */
    private static Encoder<ILoggingEvent> ofJson() {
        JsonEncoder encoder = new JsonEncoder();
        encoder.setWithFormattedMessage(true);
        encoder.setWithMessage(false);
        encoder.setWithArguments(false);
        encoder.setWithSequenceNumber(false);
        encoder.setWithNanoseconds(false);
        encoder.setWithContext(false);
        return encoder;
    }

    @Override
    public byte[] headerBytes() {
        return NOTHING;
    }

    @Override
    public byte[] footerBytes() {
        return NOTHING;
    }
}
