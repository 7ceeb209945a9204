package dev.serve.api.sse;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One server-sent event, or a mere comment (WHATWG HTML, section 9.2). Immutable.
 *
 * <p>A client is given an event only if it has data; an id without data still becomes its last one.
 * Data and comments may have several lines, ended by CR, LF or both; a client sees LF between the
 * lines of data.
 *
 * @param id what a client sends as {@code Last-Event-ID} when it comes back; empty makes it forget;
 *     null says nothing
 * @param name its type; null for {@code message}
 * @param data its text; null for none
 * @param retry after how long a client comes back when it has lost the stream; null says nothing
 * @param comment what clients skip; null for none
 */
public record Event(
        @Nullable String id,
        @Nullable String name,
        @Nullable String data,
        @Nullable Duration retry,
        @Nullable String comment) {

    /**
     * Checks what would become something else on the way.
     *
     * @throws IllegalArgumentException if id or name hold CR or LF, which would begin another
     *     field; if the id holds NUL, for which clients ignore it; or if retry is negative
     */
    public Event {
        oneLine("id", id);
        oneLine("name", name);
        if (id != null && id.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(
                    "id with NUL (expected: none, clients ignore such an id)");
        }
        if (retry != null && retry.isNegative()) {
            throw new IllegalArgumentException("retry: " + retry + " (expected: zero or more)");
        }
    }

    private static void oneLine(String field, @Nullable String value) {
        if (value != null && (value.indexOf('\n') >= 0 || value.indexOf('\r') >= 0)) {
            throw new IllegalArgumentException(
                    field + " with a line end (expected: one line): " + value.strip());
        }
    }

    /** An event with data alone. */
    public static Event of(String data) {
        return builder().data(data).build();
    }

    /** A comment. */
    public static Event comment(String text) {
        return builder().comment(text).build();
    }

    /** An event without anything yet. */
    public static Builder builder() {
        return new Builder();
    }

    /** This event with another id. */
    public Event withId(String newId) {
        return new Event(newId, name, data, retry, comment);
    }

    /** Makes an {@link Event}. Not thread-safe. */
    public static final class Builder {
        private @Nullable String id;
        private @Nullable String name;
        private @Nullable String data;
        private @Nullable Duration retry;
        private @Nullable String comment;

        private Builder() {}

        /** What the client sends as {@code Last-Event-ID} when it comes back; one line. */
        public Builder id(String id) {
            this.id = id;
            return this;
        }

        /** Its type; one line. */
        public Builder name(String name) {
            this.name = name;
            return this;
        }

        /** Its text, of any number of lines. */
        public Builder data(String data) {
            this.data = data;
            return this;
        }

        /** After how long the client comes back; in milliseconds on the wire. */
        public Builder retry(Duration retry) {
            this.retry = retry;
            return this;
        }

        /** What clients skip, of any number of lines. */
        public Builder comment(String comment) {
            this.comment = comment;
            return this;
        }

        /**
         * Makes the event.
         *
         * @throws IllegalArgumentException as {@link Event} says
         */
        public Event build() {
            return new Event(id, name, data, retry, comment);
        }
    }
}
