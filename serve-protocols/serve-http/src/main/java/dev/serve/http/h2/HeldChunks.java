package dev.serve.http.h2;

import java.util.ArrayDeque;

/**
 * Content that has come and is not yet read. Small frames are joined, so that what is held is about
 * what has come. Its user guards it.
 */
final class HeldChunks {

    private static final int LEAST = 1024;

    private final ArrayDeque<byte[]> chunks = new ArrayDeque<>(4);
    private int headFrom;
    private int tailTo;
    private int held;

    /** How many bytes it holds. */
    int held() {
        return held;
    }

    /**
     * Keeps a copy of bytes.
     *
     * @param expected how many come at most, these included
     */
    void add(byte[] bytes, int begin, int length, long expected) {
        int from = begin;
        int left = length;
        byte[] tail = chunks.peekLast();
        if (tail != null && tailTo < tail.length) {
            int count = Math.min(left, tail.length - tailTo);
            System.arraycopy(bytes, from, tail, tailTo, count);
            tailTo += count;
            from += count;
            left -= count;
        }
        if (left > 0) {
            byte[] chunk = new byte[Math.max(left, (int) Math.min(LEAST, expected))];
            System.arraycopy(bytes, from, chunk, 0, left);
            chunks.add(chunk);
            tailTo = left;
        }
        held += length;
    }

    /** Takes some bytes from the beginning; it holds at least one. */
    int take(byte[] target, int offset, int length) {
        byte[] chunk = chunks.getFirst();
        int end = chunks.size() == 1 ? tailTo : chunk.length;
        int count = Math.min(length, end - headFrom);
        System.arraycopy(chunk, headFrom, target, offset, count);
        headFrom += count;
        held -= count;
        if (headFrom == end) {
            chunks.removeFirst();
            headFrom = 0;
        }
        return count;
    }

    /** Takes the first chunk whole; it holds at least one byte. */
    InboundBody.Part takeFirst() {
        byte[] bytes = chunks.removeFirst();
        int to = chunks.isEmpty() ? tailTo : bytes.length;
        InboundBody.Part part = new InboundBody.Part(bytes, headFrom, to);
        headFrom = 0;
        held -= to - part.from();
        return part;
    }

    /** Drops everything; how many bytes that was. */
    int clear() {
        int dropped = held;
        chunks.clear();
        headFrom = 0;
        held = 0;
        return dropped;
    }
}
