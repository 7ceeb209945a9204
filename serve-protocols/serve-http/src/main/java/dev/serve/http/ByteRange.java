package dev.serve.http;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a Range header asks of a file (RFC 9110 section 14.2). Immutable.
 *
 * @param from the first byte
 * @param length how many; zero when no byte of the file was asked for
 */
record ByteRange(long from, long length) {

    private static final Pattern ONE_RANGE =
            Pattern.compile(
                    "bytes\\s*=\\s*(\\d{0,18})\\s*-\\s*(\\d{0,18})", Pattern.CASE_INSENSITIVE);

    /**
     * Reads the header.
     *
     * @param size bytes of the file
     * @return the range, cut to the file; empty when the whole file is to be sent: the header is
     *     malformed, of another unit, or asks for several ranges, which a server may ignore
     */
    static Optional<ByteRange> of(String header, long size) {
        Matcher matcher = ONE_RANGE.matcher(header.strip());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String first = matcher.group(1);
        String last = matcher.group(2);
        if (first.isEmpty()) {
            return last.isEmpty() ? Optional.empty() : Optional.of(suffix(number(last), size));
        }
        long from = number(first);
        long to = last.isEmpty() ? size - 1 : number(last);
        if (to < from && !last.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                from >= size
                        ? new ByteRange(size, 0)
                        : new ByteRange(from, Math.min(to, size - 1) - from + 1));
    }

    /** Whether the file has a byte of it; otherwise the answer is 416. */
    boolean isSatisfiable() {
        return length > 0;
    }

    /** The value of Content-Range. */
    String contentRange(long size) {
        return isSatisfiable()
                ? "bytes " + from + "-" + (from + length - 1) + "/" + size
                : "bytes */" + size;
    }

    private static ByteRange suffix(long length, long size) {
        long sent = Math.min(length, size);
        return new ByteRange(size - sent, sent);
    }

    private static long number(String digits) {
        return Long.parseLong(digits);
    }
}
