package dev.serve.http.sse;

import dev.serve.api.sse.Event;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Events as text (WHATWG HTML, section 9.2.5). A space stands behind each colon: clients take one
 * away, so a value that begins with one keeps it.
 */
final class EventText {

    private EventText() {}

    /** The bytes of an event, ended by an empty line. */
    static byte[] of(Event event) {
        StringBuilder text = new StringBuilder();
        lines(text, "", event.comment());
        Duration retry = event.retry();
        if (retry != null) {
            field(text, "retry", Long.toString(retry.toMillis()));
        }
        field(text, "id", event.id());
        field(text, "event", event.name());
        lines(text, "data", event.data());
        return text.append('\n').toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void field(StringBuilder text, String name, @Nullable String value) {
        if (value != null) {
            text.append(name).append(": ").append(value).append('\n');
        }
    }

    /** CR LF, CR and LF each end a line, as a client would see them. */
    private static void lines(StringBuilder text, String name, @Nullable String value) {
        if (value == null) {
            return;
        }
        int begin = 0;
        for (int at = 0; at < value.length(); at++) {
            char c = value.charAt(at);
            if (c == '\n' || c == '\r') {
                field(text, name, value.substring(begin, at));
                if (c == '\r' && at + 1 < value.length() && value.charAt(at + 1) == '\n') {
                    at++;
                }
                begin = at + 1;
            }
        }
        field(text, name, value.substring(begin));
    }
}
