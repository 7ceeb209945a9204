package dev.serve.http.hpack;

import java.util.Arrays;

/**
 * The fields of one header block, decoded: the bytes of all names and values in one array, and
 * where each lies. Beyond its limit nothing more is kept; the block is then read on for the sake of
 * the table alone.
 */
public final class HeaderBlock {

    /** Numbers a field takes: where its name and its value begin and end. */
    public static final int SPAN = 4;

    private static final int USUAL_BYTES = 256;
    private static final int USUAL_FIELDS = 12;

    private final long limit;
    private byte[] bytes = new byte[USUAL_BYTES];
    private int[] spans = new int[USUAL_FIELDS * SPAN];
    private int length;
    private int count;
    private long size;

    /**
     * An empty block.
     *
     * @param limit how large it may become, as RFC 9113 section 6.5.2 counts: names, values and 32
     *     for each field
     */
    public HeaderBlock(long limit) {
        this.limit = limit;
    }

    /** The bytes of all names and values; further ones after it are free. */
    public byte[] bytes() {
        return bytes;
    }

    /** For each field: begin and end of its name, begin and end of its value. */
    public int[] spans() {
        return spans;
    }

    /** How many fields it holds. */
    public int count() {
        return count;
    }

    /** How large it is, fields that are not kept included. */
    public long size() {
        return size;
    }

    /** Whether it was larger than its limit. */
    public boolean isTooLarge() {
        return size > limit;
    }

    /** How many bytes of names and values there are. */
    public int length() {
        return length;
    }

    /** Adds a field of a table. */
    void add(TableEntry entry) {
        int from = length;
        if (!counts(entry.bytes().length)) {
            return;
        }
        append(entry.bytes(), 0, entry.bytes().length);
        span(from, from + entry.nameLength(), from + entry.nameLength(), length);
    }

    /** Adds bytes that belong to no field yet; returns where they begin. */
    public int append(byte[] source) {
        return append(source, 0, source.length);
    }

    /** As {@link #append(byte[])}; the source may be the bytes of this block. */
    public int append(byte[] source, int from, int to) {
        int begin = length;
        room(to - from);
        System.arraycopy(source, from, bytes, length, to - from);
        length += to - from;
        return begin;
    }

    /** Makes room for more bytes, to be written from {@link #length()} on. */
    void room(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
        }
    }

    /** Bytes have been written up to here. */
    void length(int end) {
        length = end;
    }

    /** Makes a field of the bytes from here on; forgets them when there is no room for it. */
    void field(int from, int nameEnd) {
        if (counts(length - from)) {
            span(from, nameEnd, nameEnd, length);
        } else {
            length = from;
        }
    }

    private boolean counts(int octets) {
        size += octets + TableEntry.OVERHEAD;
        return size <= limit;
    }

    private void span(int nameFrom, int nameTo, int valueFrom, int valueTo) {
        int at = count * SPAN;
        if (at == spans.length) {
            spans = Arrays.copyOf(spans, 2 * spans.length);
        }
        spans[at] = nameFrom;
        spans[at + 1] = nameTo;
        spans[at + 2] = valueFrom;
        spans[at + 3] = valueTo;
        count++;
    }
}
