package dev.serve.http.h1;

import dev.serve.http.message.Octets;
import dev.serve.http.message.Refusal;
import dev.serve.http.message.RequestFields;
import java.util.Arrays;

/**
 * Field lines (RFC 9112 section 5), one at a time, into a table of where names and values lie. What
 * other parsers read differently is refused: folded lines, space before the colon, empty names,
 * control characters.
 */
final class FieldTable {

    private static final int USUAL_FIELDS = 12;

    private int[] spans = new int[USUAL_FIELDS * RequestFields.SPAN];
    private int count;

    /**
     * Reads one line.
     *
     * @param from its first byte
     * @param to its CR
     * @param origin what positions in the table are counted from
     * @throws Refusal with 400 if it is malformed
     */
    void add(byte[] bytes, int from, int to, int origin) {
        int nameEnd = from;
        while (nameEnd < to && Octets.isToken(bytes[nameEnd])) {
            nameEnd++;
        }
        if (nameEnd == to || bytes[nameEnd] != ':' || nameEnd == from) {
            throw malformedName(bytes, from, nameEnd, to);
        }
        int valueFrom = nameEnd + 1;
        while (valueFrom < to && isBlank(bytes[valueFrom])) {
            valueFrom++;
        }
        for (int i = valueFrom; i < to; i++) {
            if (!Octets.isFieldValue(bytes[i])) {
                throw Refusal.badRequest("A field value holds a control character");
            }
        }
        int valueTo = to;
        while (valueTo > valueFrom && isBlank(bytes[valueTo - 1])) {
            valueTo--;
        }
        int at = count * RequestFields.SPAN;
        if (at == spans.length) {
            spans = Arrays.copyOf(spans, 2 * spans.length);
        }
        spans[at] = from - origin;
        spans[at + 1] = nameEnd - origin;
        spans[at + 2] = valueFrom - origin;
        spans[at + 3] = valueTo - origin;
        count++;
    }

    private static Refusal malformedName(byte[] bytes, int from, int nameEnd, int to) {
        if (isBlank(bytes[from])) {
            return Refusal.badRequest("A field line is folded");
        }
        if (nameEnd < to && isBlank(bytes[nameEnd])) {
            return Refusal.badRequest("There is space before a colon");
        }
        return Refusal.badRequest("A field name is malformed");
    }

    private static boolean isBlank(byte octet) {
        return octet == ' ' || octet == '\t';
    }

    /** Takes the last line out again. */
    void removeLast() {
        count--;
    }

    int count() {
        return count;
    }

    int nameFrom(int field) {
        return spans[field * RequestFields.SPAN];
    }

    int nameTo(int field) {
        return spans[field * RequestFields.SPAN + 1];
    }

    int valueFrom(int field) {
        return spans[field * RequestFields.SPAN + 2];
    }

    int valueTo(int field) {
        return spans[field * RequestFields.SPAN + 3];
    }

    /** Lets a field have another value, which lies in the same bytes. */
    void replaceValue(int field, int from, int to) {
        spans[field * RequestFields.SPAN + 2] = from;
        spans[field * RequestFields.SPAN + 3] = to;
    }

    /** The fields, in bytes that begin at the origin; the table is not used any further. */
    RequestFields in(byte[] bytes) {
        return new RequestFields(bytes, spans, count);
    }
}
