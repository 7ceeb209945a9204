package dev.serve.http.message;

import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.ServerConnectionException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * The body of an answer as a stream. Up to 16 KiB are held back, so that a short answer leaves as a
 * whole with its length, and an error handler may still take it back; a flush ends that.
 *
 * <p>Closing it ends the writing only. The answer ends by {@link #complete}, when routing has
 * finished with the request.
 */
final class AnswerStream extends OutputStream {

    private static final int HELD = 16 * 1024;
    private static final int FIRST = 1024;

    private final AnswerOutput output;
    private final Supplier<Status> status;
    private final ServerResponseHeaders headers;
    private byte[] held = new byte[FIRST];
    private int length;
    private boolean closed;
    private boolean complete;

    AnswerStream(AnswerOutput output, Supplier<Status> status, ServerResponseHeaders headers) {
        this.output = output;
        this.status = status;
        this.headers = headers;
    }

    @Override
    public void write(int octet) throws IOException {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
        Objects.checkFromIndexSize(offset, count, bytes.length);
        if (closed) {
            throw new IOException("the stream of an answer is closed");
        }
        if (length + count <= HELD) {
            hold(bytes, offset, count);
            return;
        }
        begin();
        emit();
        if (count >= HELD) {
            output.content(bytes, offset, count);
        } else {
            hold(bytes, offset, count);
        }
    }

    private void hold(byte[] bytes, int offset, int count) {
        if (length + count > held.length) {
            held = Arrays.copyOf(held, Math.min(HELD, Math.max(2 * held.length, length + count)));
        }
        System.arraycopy(bytes, offset, held, length, count);
        length += count;
    }

    private void begin() {
        if (!output.hasBegun()) {
            output.begin(status.get(), headers, announced(), false);
        }
    }

    /** What the handler has announced, unless nothing is to be. */
    private long announced() {
        return isInParts(headers) ? -1 : headers.contentLength().orElse(-1);
    }

    private void emit() throws IOException {
        int count = length;
        length = 0;
        output.content(held, 0, count);
    }

    /** Sends everything so far, with the head. */
    @Override
    public void flush() throws IOException {
        if (closed) {
            return;
        }
        if (length > 0 || output.hasBegun()) {
            begin();
            emit();
            output.flush();
        }
    }

    /** Sends the head, and what is held. */
    void flushHead() {
        try {
            begin();
            emit();
            output.flush();
        } catch (IOException e) {
            throw new ServerConnectionException("cannot write an answer", e);
        }
    }

    @Override
    public void close() {
        closed = true;
    }

    /** Whether the answer has ended. */
    boolean isComplete() {
        return complete;
    }

    /** Ends the answer. */
    void complete(Headers trailers) {
        closed = true;
        complete = true;
        try {
            if (!output.hasBegun()) {
                boolean parts = trailers.size() > 0 || isInParts(headers);
                long whole = output.lengthOf(status.get(), headers, length);
                output.begin(status.get(), headers, parts ? -1 : whole, true);
            }
            output.end(held, 0, length, trailers);
        } catch (IOException e) {
            throw new ServerConnectionException("cannot end an answer", e);
        }
    }

    /** Whether trailers or the handler itself ask for a body whose length is not announced. */
    static boolean isInParts(Headers headers) {
        return headers.contains(HeaderNames.TRAILER)
                || headers.contains(HeaderNames.TRANSFER_ENCODING);
    }
}
