package dev.serve.http.h2;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Which stream sends its next frame of content (RFC 9218 section 10): the most urgent; among equals
 * those that are incremental take turns, others go one after the other. Belongs to the holder of
 * the {@link Outbox}.
 */
final class Schedule {

    /** Urgencies go from 0, the first, to 7. */
    static final int URGENCIES = 8;

    private final @Nullable ArrayDeque<Content>[] waiting = queues();
    private int count;

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static @Nullable ArrayDeque<Content>[] queues() {
        return new ArrayDeque[URGENCIES];
    }

    boolean isEmpty() {
        return count == 0;
    }

    void add(Content content) {
        queue(content.stream().urgency()).addLast(content);
        count++;
    }

    /** It has sent a frame and has more. */
    void addAgain(Content content) {
        ArrayDeque<Content> queue = queue(content.stream().urgency());
        if (content.stream().isIncremental()) {
            queue.addLast(content);
        } else {
            queue.addFirst(content);
        }
        count++;
    }

    private ArrayDeque<Content> queue(int urgency) {
        ArrayDeque<Content> queue = waiting[urgency];
        if (queue == null) {
            queue = new ArrayDeque<>();
            waiting[urgency] = queue;
        }
        return queue;
    }

    /** Takes the next one out; null when none is waiting. */
    @Nullable Content next() {
        for (ArrayDeque<Content> queue : waiting) {
            Content content = queue == null ? null : queue.pollFirst();
            if (content != null) {
                count--;
                return content;
            }
        }
        return null;
    }
}
