package dev.serve.http.h1;

import dev.serve.http.message.Octets;
import dev.serve.http.message.Refusal;

/**
 * The line before a chunk (RFC 9112 section 7.1): its size, and extensions, which are read over.
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

    /** They begin with a semicolon, blanks before it allowed, and hold no control characters. */
    private static void checkExtensions(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to && (bytes[i] == ' ' || bytes[i] == '\t')) {
            i++;
        }
        if (i == to || bytes[i] != ';') {
            throw malformed();
        }
        for (; i < to; i++) {
            if (!Octets.isFieldValue(bytes[i])) {
                throw Refusal.badRequest("A chunk extension holds a control character");
            }
        }
    }

    private static Refusal malformed() {
        return Refusal.badRequest("A chunk size is malformed");
    }
}
