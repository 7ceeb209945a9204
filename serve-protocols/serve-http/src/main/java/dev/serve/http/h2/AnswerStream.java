package dev.serve.http.h2;

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
 * whole, and an error handler may still take it back; a flush ends that.
 *
 * <p>Closing it ends the writing only. The answer ends by {@link #complete}, when routing has
 * finished with the request.
 */
final class AnswerStream extends OutputStream {

    private static final int HELD = 16 * 1024;
    private static final int FIRST = 1024;

    private final AnswerWriter writer;
    private final Supplier<Status> status;
    private final ServerResponseHeaders headers;
    private byte[] held = new byte[FIRST];
    private int length;
    private boolean closed;

    AnswerStream(AnswerWriter writer, Supplier<Status> status, ServerResponseHeaders headers) {
        this.writer = writer;
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
            writer.content(bytes, offset, count);
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
        if (!writer.hasBegun()) {
            boolean untold = headers.contains(HeaderNames.TRAILER);
            writer.begin(status.get(), headers, untold ? -1 : headers.contentLength().orElse(-1));
        }
    }

    private void emit() throws IOException {
        int count = length;
        length = 0;
        writer.content(held, 0, count);
    }

    /** Sends everything so far, with the head. */
    @Override
    public void flush() throws IOException {
        if (!closed && (length > 0 || writer.hasBegun())) {
            begin();
            emit();
        }
    }

    /** Sends the head, and what is held. */
    void flushHead() {
        try {
            begin();
            emit();
        } catch (IOException e) {
            throw new ServerConnectionException("cannot write an answer", e);
        }
    }

    @Override
    public void close() {
        closed = true;
    }

    /** Ends the answer. */
    void complete(Headers trailers) {
        closed = true;
        try {
            if (!writer.hasBegun()) {
                boolean untold = trailers.size() > 0 || headers.contains(HeaderNames.TRAILER);
                long whole = writer.lengthOf(status.get(), headers, length);
                writer.begin(status.get(), headers, untold ? -1 : whole);
            }
            writer.last(held, 0, length, AnswerFields.trailers(trailers));
        } catch (IOException e) {
            throw new ServerConnectionException("cannot end an answer", e);
        }
    }
}
