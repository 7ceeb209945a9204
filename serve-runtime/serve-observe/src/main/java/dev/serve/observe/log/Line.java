package dev.serve.observe.log;

import java.time.Instant;

/**
 * One line, as JSON or as words. What came from a client cannot end the line or forge another: in
 * words control characters and blanks are escaped, in JSON as RFC 8259 has it. One thread.
 */
final class Line {

    private final StringBuilder text = new StringBuilder(320);
    private final boolean json;

    Line(Instant time, boolean json) {
        this.json = json;
        if (json) {
            text.append("{\"time\":\"").append(time).append('"');
        } else {
            text.append(time);
        }
    }

    void put(String name, String value) {
        begin(name);
        if (json) {
            text.append('"');
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (json && (c == '"' || c == '\\')) {
                text.append('\\').append(c);
            } else if (c < ' '
                    || c == 0x7f
                    || c == '\u2028'
                    || c == '\u2029'
                    || (!json && c == ' ')) {
                escape(c);
            } else {
                text.append(c);
            }
        }
        if (json) {
            text.append('"');
        }
    }

    private void escape(char c) {
        text.append("\\u");
        for (int shift = 12; shift >= 0; shift -= 4) {
            text.append(Character.forDigit(c >> shift & 0xf, 16));
        }
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

    String text() {
        return json ? text + "}" : text.toString();
    }
}
