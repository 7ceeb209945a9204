package dev.serve.http.h2;

import dev.serve.http.hpack.HeaderBlock;
import dev.serve.http.message.Octets;
import dev.serve.http.message.Refusal;

/**
 * Checks the fields of a request one by one (RFC 9113 sections 8.2 and 8.2.2), and notes what they
 * mean for it.
 */
final class FieldFacts {

    private static final int NONE = -1;
    private static final int MAX_LENGTH_DIGITS = 18;

    private final int stream;
    private long contentLength = NONE;
    private int host = NONE;
    private int priority = NONE;
    private int cookies;
    private boolean dropped;
    private Http2Head.Expectation expectation = Http2Head.Expectation.NONE;

    FieldFacts(int stream) {
        this.stream = stream;
    }

    /** Names are lower-case tokens; values hold no control characters and no space around them. */
    static void check(int stream, byte[] bytes, int[] spans, int at) throws StreamError {
        if (spans[at] == spans[at + 1]) {
            throw StreamError.malformed(stream, "a field name is empty");
        }
        for (int i = spans[at]; i < spans[at + 1]; i++) {
            byte octet = bytes[i];
            if (!Octets.isToken(octet) || (octet >= 'A' && octet <= 'Z')) {
                throw StreamError.malformed(stream, "a field name is malformed");
            }
        }
        int from = spans[at + 2];
        int to = spans[at + 3];
        for (int i = from; i < to; i++) {
            if (!Octets.isFieldValue(bytes[i])) {
                throw StreamError.malformed(stream, "a field value holds a control character");
            }
        }
        if (from < to && (isBlank(bytes[from]) || isBlank(bytes[to - 1]))) {
            throw StreamError.malformed(stream, "a field value begins or ends with a space");
        }
    }

    private static boolean isBlank(byte octet) {
        return octet == ' ' || octet == '\t';
    }

    /**
     * Looks at a field.
     *
     * @param number which it will be among those that handlers see
     * @return whether handlers may see it
     */
    boolean note(byte[] bytes, int[] spans, int at, int number) throws StreamError {
        check(stream, bytes, spans, at);
        int name = spans[at];
        int nameEnd = spans[at + 1];
        switch (nameEnd - name) {
            case 2 -> {
                if (is(bytes, name, nameEnd, "te")
                        && !Octets.equalsIgnoreCase(
                                bytes, spans[at + 2], spans[at + 3], "trailers")) {
                    throw ofConnection();
                }
            }
            case 4 -> {
                if (is(bytes, name, nameEnd, "host")) {
                    if (host != NONE) {
                        throw Refusal.badRequest("Host is repeated");
                    }
                    host = number;
                }
            }
            case 6 -> {
                if (is(bytes, name, nameEnd, "cookie")) {
                    cookies++;
                } else if (is(bytes, name, nameEnd, "expect")) {
                    noteExpectation(bytes, spans[at + 2], spans[at + 3]);
                }
            }
            case 7 -> refuse(bytes, name, nameEnd, "upgrade");
            case 8 -> {
                if (is(bytes, name, nameEnd, "priority")) {
                    priority = number;
                }
            }
            case 10 -> {
                refuse(bytes, name, nameEnd, "connection");
                refuse(bytes, name, nameEnd, "keep-alive");
            }
            case 12 -> {
                // Helidon's own field for a verified client: nobody is known by what a peer writes.
                if (is(bytes, name, nameEnd, "x-helidon-cn")) {
                    dropped = true;
                    return false;
                }
            }
            case 14 -> {
                if (is(bytes, name, nameEnd, "content-length")) {
                    noteLength(bytes, spans[at + 2], spans[at + 3]);
                }
            }
            case 16 -> refuse(bytes, name, nameEnd, "proxy-connection");
            case 17 -> refuse(bytes, name, nameEnd, "transfer-encoding");
            default -> {
                // Means nothing to the engine.
            }
        }
        return true;
    }

    private static boolean is(byte[] bytes, int from, int to, String name) {
        return Octets.equalsIgnoreCase(bytes, from, to, name);
    }

    private void refuse(byte[] bytes, int from, int to, String name) throws StreamError {
        if (is(bytes, from, to, name)) {
            throw ofConnection();
        }
    }

    private StreamError ofConnection() {
        return StreamError.malformed(stream, "a field that speaks of a connection");
    }

    private void noteExpectation(byte[] bytes, int from, int to) {
        boolean known =
                expectation != Http2Head.Expectation.UNKNOWN
                        && Octets.equalsIgnoreCase(bytes, from, to, "100-continue");
        expectation = known ? Http2Head.Expectation.CONTINUE : Http2Head.Expectation.UNKNOWN;
    }

    private void noteLength(byte[] bytes, int from, int to) throws StreamError {
        if (contentLength != NONE) {
            throw StreamError.malformed(stream, "Content-Length is repeated");
        }
        if (from == to || to - from > MAX_LENGTH_DIGITS) {
            throw StreamError.malformed(stream, "Content-Length is malformed");
        }
        long length = 0;
        for (int i = from; i < to; i++) {
            if (bytes[i] < '0' || bytes[i] > '9') {
                throw StreamError.malformed(stream, "Content-Length is malformed");
            }
            length = length * 10 + bytes[i] - '0';
        }
        contentLength = length;
    }

    /** RFC 9113 section 8.1.1. */
    void checkLength(boolean endStream) throws StreamError {
        if (endStream && contentLength > 0) {
            throw StreamError.malformed(stream, "Content-Length without content");
        }
    }

    long contentLength() {
        return contentLength;
    }

    Http2Head.Expectation expectation() {
        return expectation;
    }

    /** Which field is Host; -1 when there is none. */
    int host() {
        return host;
    }

    int cookies() {
        return cookies;
    }

    /** Whether a field was there that handlers do not see. */
    boolean hasDropped() {
        return dropped;
    }

    PriorityField priority(byte[] bytes, int[] spans) {
        int at = priority * HeaderBlock.SPAN;
        return priority == NONE
                ? PriorityField.DEFAULT
                : PriorityField.of(bytes, spans[at + 2], spans[at + 3]);
    }
}
