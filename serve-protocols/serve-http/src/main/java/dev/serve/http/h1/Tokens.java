package dev.serve.http.h1;

import dev.serve.http.message.Octets;

/** Comma-separated lists of tokens (RFC 9110 section 5.6.1), letters of either case. */
final class Tokens {

    private Tokens() {}

    /** Whether a list holds a word, which is lower-case ASCII. */
    static boolean contains(byte[] bytes, int from, int to, String word) {
        int begin = from;
        while (begin < to) {
            int comma = begin;
            while (comma < to && bytes[comma] != ',') {
                comma++;
            }
            int first = begin;
            while (first < comma && isBlank(bytes[first])) {
                first++;
            }
            int end = comma;
            while (end > first && isBlank(bytes[end - 1])) {
                end--;
            }
            if (Octets.equalsIgnoreCase(bytes, first, end, word)) {
                return true;
            }
            begin = comma + 1;
        }
        return false;
    }

    private static boolean isBlank(byte octet) {
        return octet == ' ' || octet == '\t';
    }
}
