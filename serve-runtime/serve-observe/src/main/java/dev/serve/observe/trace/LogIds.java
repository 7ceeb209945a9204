package dev.serve.observe.trace;

import io.opentelemetry.api.trace.SpanContext;
import org.slf4j.MDC;

/**
 * Puts the ids of a span where log lines of its thread find them: {@code traceId} and {@code
 * spanId} in SLF4J's MDC, where there is an SLF4J.
 */
final class LogIds {

    private static final boolean PRESENT = isPresent();

    private LogIds() {}

    private static boolean isPresent() {
        try {
            Class.forName("org.slf4j.MDC", false, LogIds.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }

    /** The work of a span begins in this thread. */
    static void begin(SpanContext span) {
        if (PRESENT) {
            Slf4j.put(span);
        }
    }

    /** It has ended: nothing is left behind for whatever the thread does next. */
    static void end() {
        if (PRESENT) {
            Slf4j.remove();
        }
    }

    /** Loaded only where SLF4J is. */
    private static final class Slf4j {

        static void put(SpanContext span) {
            MDC.put("traceId", span.getTraceId());
            MDC.put("spanId", span.getSpanId());
        }

        static void remove() {
            MDC.remove("traceId");
            MDC.remove("spanId");
        }
    }
}
