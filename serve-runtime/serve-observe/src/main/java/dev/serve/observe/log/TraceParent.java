package dev.serve.observe.log;

import org.jspecify.annotations.Nullable;

/** The field {@code traceparent} (W3C Trace Context section 3.2). */
final class TraceParent {

    private static final int TRACE_FROM = 3;
    private static final int TRACE_TO = 35;
    private static final int LENGTH = 55;

    private TraceParent() {}

    /** The trace's id, 32 hexadecimal digits; null if the field is malformed. */
    static @Nullable String traceId(String value) {
        if (value.length() < LENGTH || value.charAt(2) != '-' || value.charAt(TRACE_TO) != '-') {
            return null;
        }
        boolean zero = true;
        for (int i = TRACE_FROM; i < TRACE_TO; i++) {
            char c = value.charAt(i);
            if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) {
                return null;
            }
            zero &= c == '0';
        }
        return zero ? null : value.substring(TRACE_FROM, TRACE_TO);
    }
}
