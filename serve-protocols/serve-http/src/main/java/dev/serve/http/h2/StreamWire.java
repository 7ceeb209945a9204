package dev.serve.http.h2;

import dev.serve.api.spi.HeapWire;
import io.helidon.http.Headers;
import io.helidon.http.WritableHeaders;
import io.helidon.webserver.CloseConnectionException;
import java.io.IOException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * The content of one stream as a wire. What has come is looked at where it lies, its window opens
 * when it is taken into that of the wire. What is written gathers, so that small pieces share a
 * frame of DATA; whoever writes waits until the client has taken it.
 */
final class StreamWire extends HeapWire {

    private final Http2Stream stream;
    private final @Nullable InboundBody body;
    private final AnswerWriter writer;
    private boolean ended;

    StreamWire(Http2Stream stream, AnswerWriter writer) {
        this.stream = stream;
        this.body = stream.body();
        this.writer = writer;
    }

    @Override
    public boolean more(long timeoutNanos) throws IOException {
        if (available() == 0) {
            in = NOTHING;
            position = 0;
            limit = 0;
        }
        InboundBody from = body;
        InboundBody.Part part = from == null ? null : from.next(timeoutNanos);
        if (part == null) {
            return false;
        }
        if (available() == 0) {
            in = part.bytes();
            position = part.from();
            limit = part.to();
        } else {
            join(part);
        }
        return true;
    }

    private void join(InboundBody.Part part) {
        int left = available();
        int more = part.to() - part.from();
        byte[] joined = new byte[left + more];
        System.arraycopy(in, position, joined, 0, left);
        System.arraycopy(part.bytes(), part.from(), joined, left, more);
        in = joined;
        position = 0;
        limit = left + more;
    }

    /** What is gathered is made a full frame first. */
    @Override
    public void send(byte[] bytes, int offset, int length) throws IOException {
        int first = gathered == 0 ? 0 : Math.min(length, MOST - gathered);
        if (first > 0) {
            room(first);
            gather(bytes, offset, first);
        }
        flush();
        if (first < length) {
            content(bytes, offset + first, length - first);
        }
    }

    @Override
    public void flush() throws IOException {
        if (gathered > 0 || (writer.hasBegun() && !ended)) {
            byte[] bytes = out;
            int count = gathered;
            drop();
            content(bytes, 0, count);
        }
    }

    private void content(byte[] bytes, int offset, int length) throws IOException {
        if (ended || !writer.hasBegun()) {
            throw new IOException("the output of the stream is closed, or has not begun");
        }
        try {
            writer.content(bytes, offset, length);
        } catch (CloseConnectionException e) {
            throw new IOException("cannot write on the stream", e);
        }
    }

    /** As {@link dev.serve.api.spi.TakenStream#post}. */
    void post(byte[] bytes, int offset, int length, Runnable sent) throws IOException {
        if (gathered > 0) {
            flush();
        }
        if (ended || !writer.hasBegun()) {
            throw new IOException("the output of the stream is closed, or has not begun");
        }
        writer.post(bytes, offset, length, sent);
    }

    /** As {@link dev.serve.api.spi.TakenStream#postEnd}; a second end does nothing. */
    void postEnd(byte[] bytes, int offset, int length, Headers trailers) throws IOException {
        if (gathered > 0) {
            flush();
        }
        if (ended || !writer.hasBegun()) {
            throw new IOException("the output of the stream is closed, or has not begun");
        }
        ended = true;
        writer.postEnd(bytes, offset, length, trailers);
    }

    @Override
    public @Nullable SSLSession tlsSession() {
        return stream.session().wire().tlsSession();
    }

    @Override
    public String applicationProtocol() {
        return stream.session().wire().applicationProtocol();
    }

    @Override
    public void closeOutput() throws IOException {
        end(WritableHeaders.create());
    }

    /** Ends the output with what is gathered; a second call does nothing. */
    void end(Headers trailers) throws IOException {
        if (ended) {
            return;
        }
        byte[] bytes = out;
        int count = gathered;
        drop();
        ended = true;
        if (!writer.hasBegun()) {
            throw new IOException("the stream ends before it has begun");
        }
        try {
            writer.end(bytes, 0, count, trailers);
        } catch (CloseConnectionException e) {
            throw new IOException("cannot end the stream", e);
        }
    }

    @Override
    public void close() {
        try {
            closeOutput();
        } catch (IOException e) {
            // It is closed in any case.
        }
        if (!stream.hasRequestEnded()) {
            stream.cut(ErrorCode.NO_ERROR.code());
        }
    }

    @Override
    public void abort() {
        stream.cut(ErrorCode.CANCEL.code());
    }

    @Override
    public void abort(byte[] lastWords) {
        abort();
    }
}
