package dev.serve.http.h2;

import dev.serve.api.spi.StreamTaker;
import dev.serve.http.message.AnswerOutput;
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
final class AnswerWriter implements AnswerOutput {

    private static final byte[] NOTHING = new byte[0];
    private static final int COPIED = 8 * 1024;

    private final Http2Stream stream;
    private final @Nullable Header server;

    /** Made, and sent along with what comes first. */
    private @Nullable AnswerFields head;

    /** Whether another protocol has the stream; its wire does not end by an interrupt. */
    private boolean claimed;

    private boolean begun;
    private boolean headOnly;
    private long announced = -1;
    private long written;

    AnswerWriter(Http2Stream stream) {
        this.stream = stream;
        this.server = stream.session().settings().server();
    }

    @Override
    public boolean hasBegun() {
        return begun;
    }

    @Override
    public boolean isHead() {
        return stream.head().isHead();
    }

    @Override
    public long written() {
        return written;
    }

    /** Makes the head; it leaves along with what comes first. */
    @Override
    public void begin(Status status, Headers headers, long length, boolean whole) {
        boolean none = AnswerOutput.hasNoBody(status);
        boolean told = length >= 0 && (!none || (status.code() == 304 && length > 0));
        AnswerFields fields = AnswerFields.of(honest(status), headers, told ? length : -1, server);
        if (!claimed && !stream.claimAnswer()) {
            throw gone();
        }
        head = fields;
        begun = true;
        headOnly = none || isHead();
        announced = headOnly ? -1 : length;
    }

    /** RFC 8441 section 5: success means that the stream is open, which a mere answer is not. */
    private Status honest(Status status) {
        boolean opens = status.family() == Status.Family.SUCCESSFUL && !claimed;
        return opens && stream.head().protocol() != null ? Status.NOT_IMPLEMENTED_501 : status;
    }

    /**
     * Leaves the stream to another protocol, which begins when it likes.
     *
     * @throws CloseConnectionException if the request has been answered by another or has gone
     */
    void giveTo(String protocol, StreamTaker taker) {
        if (!stream.takenBy(protocol, taker)) {
            throw gone();
        }
        claimed = true;
    }

    private static CloseConnectionException gone() {
        return new CloseConnectionException("the request has been answered or has gone");
    }

    @Override
    public void content(byte[] bytes, int from, int length) throws IOException {
        if (length > 0 || head != null) {
            send(bytes, from, length, false, null);
        }
    }

    /** Content is on its way already. */
    @Override
    public void flush() {}

    @Override
    public void end(byte[] bytes, int from, int length, Headers trailers) throws IOException {
        send(bytes, from, length, true, AnswerFields.trailers(trailers));
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
        AnswerFields fields = takeHead();
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
                                () -> stream.session().memory().give(count))
                        : new Content(stream, fields, bytes, from, count, last, trailers, null);
        stream.send(content);
        if (!copies) {
            await(content);
        }
    }

    /**
     * Sends content without waiting for its way out.
     *
     * @param sent called when it is written or never will be
     * @throws IOException if the stream has ended
     */
    void post(byte[] bytes, int from, int length, Runnable sent) throws IOException {
        post(new Content(stream, takeHead(), bytes, from, length, false, null, sent));
    }

    /**
     * Ends the answer without waiting for its way out.
     *
     * @throws IOException if the stream has ended
     */
    void postEnd(byte[] bytes, int from, int length, Headers trailers) throws IOException {
        AnswerFields last = AnswerFields.trailers(trailers);
        post(new Content(stream, takeHead(), bytes, from, length, true, last, () -> {}));
    }

    private @Nullable AnswerFields takeHead() {
        AnswerFields fields = head;
        head = null;
        return fields;
    }

    private void post(Content content) throws IOException {
        if (stream.isReset()) {
            throw new IOException("the stream has ended early");
        }
        stream.send(content);
    }

    private void await(Content content) {
        try {
            if (claimed) {
                content.awaitQuietly();
            } else {
                content.await();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServerConnectionException("interrupted while sending an answer", e);
        }
        if (stream.isReset()) {
            throw new ServerConnectionException(
                    "cannot send an answer", new IOException("the stream has ended early"));
        }
    }

    @Override
    public void interim(Status status, Headers headers) {
        AnswerFields fields = AnswerFields.interim(status.code(), headers);
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
