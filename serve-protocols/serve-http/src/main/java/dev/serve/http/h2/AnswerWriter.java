package dev.serve.http.h2;

import io.helidon.http.Header;
import io.helidon.http.Headers;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ServerConnectionException;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One answer in the form of HTTP/2 (RFC 9113 section 8.1): its head once, then content, then
 * trailers. Short content is copied, so that nobody waits for its way out; for longer content the
 * thread waits until the client has taken it.
 */
final class AnswerWriter {

    private static final byte[] NOTHING = new byte[0];
    private static final int COPIED = 8 * 1024;

    private final Http2Stream stream;
    private final @Nullable Header server;

    /** Made, and sent along with what comes first. */
    private @Nullable AnswerFields head;

    private boolean begun;
    private boolean headOnly;
    private boolean ended;
    private long announced = -1;
    private long written;

    AnswerWriter(Http2Stream stream) {
        this.stream = stream;
        this.server = stream.session().settings().server();
    }

    /** Whether there is a head that cannot be taken back. */
    boolean hasBegun() {
        return begun;
    }

    /** Whether everything has been handed over. */
    boolean hasEnded() {
        return ended;
    }

    long written() {
        return written;
    }

    /**
     * Makes the head.
     *
     * @param length of the body; negative when nobody knows yet
     * @throws IllegalArgumentException if a field cannot be written; nothing is written then
     * @throws CloseConnectionException if the request has been answered by another
     */
    void begin(Status status, Headers headers, long length) {
        boolean none = hasNoBody(status);
        boolean told = length >= 0 && (!none || (status.code() == 304 && length > 0));
        AnswerFields fields = AnswerFields.of(status, headers, told ? length : -1, server);
        if (!stream.claimAnswer()) {
            throw new CloseConnectionException("the request has been answered or has gone");
        }
        head = fields;
        begun = true;
        headOnly = none || stream.head().isHead();
        announced = headOnly ? -1 : length;
    }

    /** RFC 9110 sections 15.2, 15.3.5 and 15.4.5. */
    private static boolean hasNoBody(Status status) {
        int code = status.code();
        return code < 200 || code == 204 || code == 304;
    }

    /**
     * What to announce for a body that is known: its real length, whatever a handler has set; but
     * what it has set where an answer has no body to measure.
     */
    long lengthOf(Status status, Headers headers, long real) {
        return real == 0 && (stream.head().isHead() || status.code() == 304)
                ? headers.contentLength().orElse(0)
                : real;
    }

    /**
     * Sends content.
     *
     * @throws IOException if it is more than was announced
     */
    void content(byte[] bytes, int from, int length) throws IOException {
        if (length > 0 || head != null) {
            send(bytes, from, length, false, null);
        }
    }

    /** Sends the last content. */
    void last(byte[] bytes, int from, int length, @Nullable AnswerFields trailers)
            throws IOException {
        ended = true;
        send(bytes, from, length, true, trailers);
    }

    private void send(
            byte[] bytes, int from, int length, boolean last, @Nullable AnswerFields trailers)
            throws IOException {
        int count = headOnly ? 0 : length;
        written += count;
        if (announced >= 0 && written > announced) {
            throw new IOException(
                    "content beyond the announced Content-Length: "
                            + (written - announced)
                            + " bytes too many");
        }
        if (last && announced >= 0 && written < announced) {
            throw new CloseConnectionException(
                    "an answer ended "
                            + (announced - written)
                            + " bytes before its Content-Length");
        }
        AnswerFields fields = head;
        head = null;
        boolean copies = last && count <= COPIED && stream.session().memory().take(count);
        Content content =
                copies
                        ? new Content(
                                stream,
                                fields,
                                count == 0
                                        ? NOTHING
                                        : Arrays.copyOfRange(bytes, from, from + count),
                                0,
                                count,
                                true,
                                trailers,
                                count)
                        : new Content(stream, fields, bytes, from, count, last, trailers, 0);
        stream.send(content);
        if (!copies) {
            await(content);
        }
    }

    private void await(Content content) {
        try {
            content.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServerConnectionException("interrupted while sending an answer", e);
        }
        if (stream.isReset()) {
            throw new ServerConnectionException(
                    "cannot send an answer", new IOException("the stream has ended early"));
        }
    }

    /** Sends an interim answer (1xx). */
    void interim(int status, Headers headers) {
        AnswerFields fields = AnswerFields.interim(status, headers);
        int id = stream.id();
        stream.session()
                .outbox()
                .send(
                        (out, schedule) -> {
                            if (!stream.isReset()) {
                                out.headers(id, fields, false);
                            }
                        });
    }
}
