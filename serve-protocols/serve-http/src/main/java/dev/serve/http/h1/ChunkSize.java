package dev.serve.http.h1;

import dev.serve.http.message.Octets;
import dev.serve.http.message.Refusal;

/**
 * The line before a chunk (RFC 9112 section 7.1): its size, and extensions, which are looked at and
 * dropped.
 */
final class ChunkSize {

    /** Digits of the largest size; also as many zeros as anybody needs. */
    static final int MAX_DIGITS = 15;

    /** The longest line, extensions included. */
    static final int MAX_LINE = 4 * 1024;

    private ChunkSize() {}

    /**
     * Reads a line without its line end.
     *
     * @throws Refusal with 400 unless it is hexadecimal digits, alone or followed by extensions
     */
    static long of(byte[] bytes, int from, int to) {
        long size = 0;
        int i = from;
        while (i < to && Octets.isHex(bytes[i])) {
            if (i - from == MAX_DIGITS) {
                throw malformed();
            }
            size = size << 4 | Octets.hexValue(bytes[i]);
            i++;
        }
        if (i == from) {
            throw malformed();
        }
        if (i < to) {
            checkExtensions(bytes, i, to);
        }
        return size;
    }

    /**
     * RFC 9112 section 7.1.1, to the letter: who takes a quote that does not end for a part of the
     * next line sees other chunks.
     */
    private static void checkExtensions(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to) {
            i = blanks(bytes, i, to);
            if (i == to || bytes[i] != ';') {
                throw malformed();
            }
            i = token(bytes, blanks(bytes, i + 1, to), to);
            int equals = blanks(bytes, i, to);
            if (equals < to && bytes[equals] == '=') {
                int value = blanks(bytes, equals + 1, to);
                boolean quoted = value < to && bytes[value] == '"';
                i = quoted ? quoted(bytes, value + 1, to) : token(bytes, value, to);
            }
        }
    }

    private static int blanks(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to && (bytes[i] == ' ' || bytes[i] == '\t')) {
            i++;
        }
        return i;
    }

    /** After a token of at least one character. */
    private static int token(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to && Octets.isToken(bytes[i])) {
            i++;
        }
        if (i == from) {
            throw malformedExtension();
        }
        return i;
    }

    /** After the quotation mark that ends a quoted string (RFC 9110 section 5.6.4). */
    private static int quoted(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] == '"') {
                return i + 1;
            }
            if (bytes[i] == '\\') {
                i++;
            }
            if (i < to && !Octets.isFieldValue(bytes[i])) {
                break;
            }
        }
        throw malformedExtension();
    }

    private static Refusal malformedExtension() {
        return Refusal.badRequest("A chunk extension is malformed");
    }

    private static Refusal malformed() {
        return Refusal.badRequest("A chunk size is malformed");
    }
}
