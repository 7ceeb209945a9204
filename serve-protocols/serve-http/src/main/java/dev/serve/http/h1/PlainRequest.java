package dev.serve.http.h1;

import dev.serve.http.message.Octets;
import java.nio.charset.StandardCharsets;

/** A request without TLS on a listener that speaks TLS: what it looks like, and its answer. */
final class PlainRequest {

    /** No method is longer; what goes on like a word after that is none. */
    private static final int LONGEST_METHOD = 16;

    private static final String BODY = "This port speaks HTTPS (expected: https://)";

    private static final byte[] ANSWER =
            ("HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Type: text/plain\r\n"
                            + "Content-Length: "
                            + BODY.length()
                            + "\r\n\r\n"
                            + BODY)
                    .getBytes(StandardCharsets.US_ASCII);

    private PlainRequest() {}

    /**
     * Whether the bytes may be the begin of a request line: a method, and a space if it has come.
     */
    static boolean isBegunBy(byte[] bytes) {
        int length = 0;
        while (length < bytes.length && Octets.isMethod(bytes[length])) {
            length++;
        }
        boolean ends = length == bytes.length || bytes[length] == ' ';
        return length > 0 && length <= LONGEST_METHOD && ends;
    }

    /** 400, and why. */
    static byte[] answer() {
        return ANSWER.clone();
    }
}
