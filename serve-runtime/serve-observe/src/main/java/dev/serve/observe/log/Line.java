package dev.serve.observe.log;

import dev.serve.api.observe.TraceIds;

/**
 * One line, as JSON or as words. What came from a client cannot end the line or forge another: in
 * words control characters and blanks are escaped, in JSON as RFC 8259 has it. One thread.
 */
final class Line {

    private final StringBuilder text = new StringBuilder(320);
    private final boolean json;

    Line(Stamp time, boolean json) {
        this.json = json;
        if (json) {
            text.append("{\"time\":\"");
        }
        time.appendTo(text);
        if (json) {
            text.append('"');
        }
    }

    void put(String name, String value) {
        begin(name);
        if (json) {
            text.append('"');
        }
        if (isPlain(value)) {
            text.append(value);
        } else {
            escaped(value);
        }
        if (json) {
            text.append('"');
        }
    }

    /** Whether it can stand as it is, as nearly all values can. */
    private boolean isPlain(String value) {
        for (int i = 0; i < value.length(); i++) {
            if (isForbidden(value.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private boolean isForbidden(char c) {
        return c < ' '
                || (c >= 0x7f && (c == 0x7f || c == '\u2028' || c == '\u2029'))
                || (json ? c == '"' || c == '\\' : c == ' ');
    }

    private void escaped(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (!isForbidden(c)) {
                text.append(c);
            } else if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else {
                escape(c);
            }
        }
    }

    private void escape(char c) {
        text.append("\\u");
        for (int shift = 12; shift >= 0; shift -= 4) {
            text.append(Character.forDigit(c >> shift & 0xf, 16));
        }
    }

    void put(TraceIds span) {
        put("traceId", span.traceId());
        put("spanId", span.spanId());
    }

    void put(String name, long value) {
        begin(name);
        text.append(value);
    }

    /** A duration, in milliseconds with three places. */
    void millis(long nanos) {
        begin("millis");
        long micros = nanos / 1_000;
        text.append(micros / 1_000).append('.');
        long rest = micros % 1_000;
        text.append(rest < 100 ? "0" : "").append(rest < 10 ? "0" : "").append(rest);
    }

    private void begin(String name) {
        if (json) {
            text.append(",\"").append(name).append("\":");
        } else {
            text.append(' ').append(name).append('=');
        }
    }

    /** All of it; nothing is put after that. */
    String text() {
        if (json) {
            text.append('}');
        }
        return text.toString();
    }
}
