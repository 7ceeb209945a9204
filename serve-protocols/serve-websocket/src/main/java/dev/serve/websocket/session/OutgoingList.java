package dev.serve.websocket.session;

import org.jspecify.annotations.Nullable;

/** Frames in a row, linked by themselves, so that an empty list holds nothing. Not thread-safe. */
final class OutgoingList {

    private @Nullable Outgoing head;
    private @Nullable Outgoing tail;
    private int size;
    private long bytes;

    void add(Outgoing frame) {
        Outgoing before = tail;
        if (before == null) {
            head = frame;
        } else {
            before.next = frame;
        }
        tail = frame;
        size++;
        bytes += frame.cost();
    }

    /** Takes the first; null if there is none. */
    @Nullable Outgoing poll() {
        Outgoing frame = head;
        if (frame == null) {
            return null;
        }
        head = frame.next;
        frame.next = null;
        if (head == null) {
            tail = null;
        }
        size--;
        bytes -= frame.cost();
        return frame;
    }

    /** Moves all of another list behind these. */
    void takeAll(OutgoingList other) {
        for (Outgoing frame = other.poll(); frame != null; frame = other.poll()) {
            add(frame);
        }
    }

    boolean isEmpty() {
        return head == null;
    }

    int size() {
        return size;
    }

    long bytes() {
        return bytes;
    }
}
