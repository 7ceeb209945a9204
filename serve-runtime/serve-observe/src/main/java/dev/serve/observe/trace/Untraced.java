package dev.serve.observe.trace;

import dev.serve.api.routing.Exchange;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * The beginning of a trace that is not sampled. Its ids are made when somebody asks, which is who
 * hands the context on: nearly nobody, and they are most of the work. Any thread.
 */
final class Untraced implements SpanContext {

    private static final HexFormat HEX = HexFormat.of();

    private final Exchange work;

    /** Null until asked for; guarded by this, as is the next. */
    private @Nullable String traceId;

    private @Nullable String spanId;

    Untraced(Exchange work) {
        this.work = work;
    }

    /** What it is the trace of. */
    Exchange work() {
        return work;
    }

    @Override
    public synchronized String getTraceId() {
        String known = traceId;
        if (known == null) {
            known = random() + random();
            traceId = known;
        }
        return known;
    }

    @Override
    public synchronized String getSpanId() {
        String known = spanId;
        if (known == null) {
            known = random();
            spanId = known;
        }
        return known;
    }

    /**
     * Sixteen digits that are not all 0. OpenTelemetry's generator writes into a buffer of the
     * thread, which whoever asks may be writing into himself: a propagator does.
     */
    private static String random() {
        return HEX.toHexDigits(ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE));
    }

    /** It is by the way its ids are made. */
    @Override
    public boolean isValid() {
        return true;
    }

    @Override
    public TraceFlags getTraceFlags() {
        return TraceFlags.getDefault();
    }

    @Override
    public TraceState getTraceState() {
        return TraceState.getDefault();
    }

    @Override
    public boolean isRemote() {
        return false;
    }
}
