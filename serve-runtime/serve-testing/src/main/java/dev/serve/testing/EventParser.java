package dev.serve.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Puts lines of a {@code text/event-stream} together to events, by the rules of the HTML standard
 * (section 9.2.6). Not thread-safe.
 */
final class EventParser {

    private final List<String> data = new ArrayList<>();
    private String id = "";
    private String name = "";
    private @Nullable Duration retry;
    private boolean first = true;

    /** Takes a line without its end; gives an event when the line was the empty one after it. */
    Optional<ReceivedEvent> line(String raw) {
        String line = first && raw.startsWith("\uFEFF") ? raw.substring(1) : raw;
        first = false;
        if (line.isEmpty()) {
            return dispatch();
        }
        int colon = line.indexOf(':');
        if (colon != 0) {
            String field = colon < 0 ? line : line.substring(0, colon);
            String value = colon < 0 ? "" : line.substring(colon + 1);
            field(field, value.startsWith(" ") ? value.substring(1) : value);
        }
        return Optional.empty();
    }

    private void field(String field, String value) {
        switch (field) {
            case "data" -> data.add(value);
            case "event" -> name = value;
            case "id" -> {
                if (value.indexOf('\0') < 0) {
                    id = value;
                }
            }
            case "retry" -> {
                if (value.matches("[0-9]+")) {
                    retry = Duration.ofMillis(Long.parseLong(value));
                }
            }
            default -> {
                // The standard: any other field is ignored.
            }
        }
    }

    private Optional<ReceivedEvent> dispatch() {
        Optional<ReceivedEvent> event =
                data.isEmpty()
                        ? Optional.empty()
                        : Optional.of(
                                new ReceivedEvent(
                                        id,
                                        name.isEmpty() ? "message" : name,
                                        String.join("\n", data),
                                        retry));
        data.clear();
        name = "";
        retry = null;
        return event;
    }
}
