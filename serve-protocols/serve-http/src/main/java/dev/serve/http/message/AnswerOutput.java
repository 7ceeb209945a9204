package dev.serve.http.message;

import io.helidon.http.Headers;
import io.helidon.http.Status;
import java.io.IOException;

/**
 * One answer in the form of one version of HTTP: its head once, then content, then its end. Belongs
 * to the thread of its request.
 */
public interface AnswerOutput {

    /** Whether there is a head that cannot be taken back. */
    boolean hasBegun();

    /** Whether the answer is to HEAD, and goes without its body (RFC 9110 section 9.3.2). */
    boolean isHead();

    /** Bytes so far. */
    long written();

    /**
     * Makes the head.
     *
     * @param length of the body; negative when nobody knows yet
     * @param whole whether the body follows at once, and the request's own body is no longer read
     * @throws IllegalArgumentException if a field cannot be written; nothing is written then
     * @throws io.helidon.webserver.CloseConnectionException if the request has been answered by
     *     another
     */
    void begin(Status status, Headers headers, long length, boolean whole);

    /**
     * Writes content.
     *
     * @throws IOException if it is more than was announced
     */
    void content(byte[] bytes, int offset, int length) throws IOException;

    /** Sends what is gathered. */
    void flush();

    /**
     * Writes the last content, and ends the answer.
     *
     * @param trailers left out where the form has no place for them
     * @throws IOException if it is more than was announced
     * @throws io.helidon.webserver.CloseConnectionException if it is less
     */
    void end(byte[] bytes, int offset, int length, Headers trailers) throws IOException;

    /** Sends an interim answer (1xx) at once. */
    void interim(Status status, Headers headers);

    /**
     * What to announce for a body that is known: its real length, whatever a handler has set; but
     * what it has set where an answer has no body to measure.
     */
    default long lengthOf(Status status, Headers headers, long real) {
        return real == 0 && (isHead() || status.code() == 304)
                ? headers.contentLength().orElse(0)
                : real;
    }

    /** RFC 9110 sections 15.2, 15.3.5 and 15.4.5. */
    static boolean hasNoBody(Status status) {
        int code = status.code();
        return code < 200 || code == 204 || code == 304;
    }
}
