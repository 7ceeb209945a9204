package dev.serve.http.h1;

import dev.serve.http.message.Octets;
import dev.serve.http.message.Refusal;

/**
 * Where the body of a request ends (RFC 9112 section 6), from Content-Length and Transfer-Encoding.
 * Everything that two parsers may read differently is refused, because what one takes for a body
 * the other takes for the next request.
 */
final class Framing {

    /** The largest number of digits that always fits a long. */
    private static final int MAX_DIGITS = 18;

    private long length = -1;
    private boolean chunked;

    /**
     * Reads a Content-Length.
     *
     * @throws Refusal with 400 unless it is the first, and digits alone
     */
    void contentLength(byte[] bytes, int from, int to) {
        if (length >= 0) {
            throw Refusal.badRequest("Content-Length is repeated");
        }
        if (from == to || to - from > MAX_DIGITS) {
            throw Refusal.badRequest("Content-Length is no number of bytes");
        }
        long value = 0;
        for (int i = from; i < to; i++) {
            if (bytes[i] < '0' || bytes[i] > '9') {
                throw Refusal.badRequest("Content-Length is no number of bytes");
            }
            value = value * 10 + bytes[i] - '0';
        }
        length = value;
    }

    /**
     * Reads a Transfer-Encoding.
     *
     * @throws Refusal with 400 unless it is the first, and chunked alone. RFC 9112 section 6.1
     *     would have 501 for a coding that is not understood; but a body whose end only others know
     *     ends the connection in any case, and what is refused for its framing is refused in one
     *     way
     */
    void transferEncoding(byte[] bytes, int from, int to) {
        if (chunked) {
            throw Refusal.badRequest("Transfer-Encoding is repeated");
        }
        if (!Octets.equalsIgnoreCase(bytes, from, to, "chunked")) {
            throw Refusal.badRequest(
                    "The transfer coding is not supported (expected: chunked, and no other)");
        }
        chunked = true;
    }

    /**
     * Looks at both together.
     *
     * @throws Refusal with 400 if both are there, or a transfer coding in HTTP/1.0
     */
    void check(boolean http10) {
        if (chunked && length >= 0) {
            throw Refusal.badRequest("Content-Length and Transfer-Encoding exclude one another");
        }
        if (chunked && http10) {
            throw Refusal.badRequest("HTTP/1.0 has no Transfer-Encoding");
        }
    }

    /** Whether the body comes in chunks. */
    boolean isChunked() {
        return chunked;
    }

    /** The length of a body that does not come in chunks; zero when there is none. */
    long length() {
        return Math.max(length, 0);
    }

    /** Whether there is a body at all. */
    boolean hasBody() {
        return chunked || length > 0;
    }
}
