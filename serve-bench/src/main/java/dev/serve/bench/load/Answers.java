package dev.serve.bench.load;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The answers on one connection, all of one length. The first is parsed; of the others, status line
 * and length are looked at. Belongs to one thread.
 */
final class Answers {

    private static final Pattern HEAD_END = Pattern.compile("\r\n\r\n");
    private static final Pattern LENGTH =
            Pattern.compile("\r\ncontent-length: *(\\d+)\r\n", Pattern.CASE_INSENSITIVE);
    private static final byte[] OK = "HTTP/1.1 200".getBytes(StandardCharsets.US_ASCII);

    private final InputStream in;
    private final byte[] buffer = new byte[80 << 10];
    private int length;

    Answers(InputStream in) {
        this.in = in;
    }

    /**
     * Reads the next answers, which were all asked for at once.
     *
     * @throws IOException if one is no 200, is longer or shorter than the first, or does not come
     */
    void read(int count) throws IOException {
        int have = 0;
        while (length == 0 || have < count * length) {
            have += more(have);
            if (length == 0) {
                length = lengthOfFirst(have);
            }
        }
        boolean all = have == count * length;
        for (int at = 0; all && at < have; at += length) {
            all = Arrays.equals(buffer, at, at + OK.length, OK, 0, OK.length);
        }
        if (!all) {
            throw new IOException(
                    "answered " + text(have) + " (expected: a 200 of " + length + " bytes)");
        }
    }

    private int more(int have) throws IOException {
        int count = in.read(buffer, have, buffer.length - have);
        if (count <= 0) {
            throw new EOFException(
                    "the connection ended after \"" + text(have) + "\" (expected: an answer)");
        }
        return count;
    }

    /** The length of head and body together; 0 while the head is not complete. */
    private int lengthOfFirst(int have) throws IOException {
        String text = text(have);
        Matcher head = HEAD_END.matcher(text);
        if (!head.find()) {
            return 0;
        }
        Matcher body = LENGTH.matcher(text);
        if (!body.find()) {
            throw new IOException("answered " + text + " (expected: a Content-Length)");
        }
        return head.end() + Integer.parseInt(body.group(1));
    }

    private String text(int have) {
        return new String(buffer, 0, have, StandardCharsets.US_ASCII);
    }
}
