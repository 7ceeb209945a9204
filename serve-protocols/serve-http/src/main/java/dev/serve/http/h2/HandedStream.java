package dev.serve.http.h2;

import static java.lang.System.Logger.Level.DEBUG;

import dev.serve.api.spi.ConnectionObserver;
import dev.serve.api.spi.StreamTaker;
import dev.serve.api.spi.TakenStream;
import dev.serve.api.spi.Wire;
import io.helidon.http.Header;
import io.helidon.http.Headers;
import io.helidon.http.Status;
import io.helidon.http.WritableHeaders;
import java.io.IOException;

/** A stream in the hands of another protocol. */
final class HandedStream implements TakenStream {

    private static final System.Logger LOG = System.getLogger(HandedStream.class.getName());
    private static final Headers NO_FIELDS = WritableHeaders.create();

    private final Http2Stream stream;
    private final Http2Response response;
    private final AnswerWriter writer;
    private final StreamWire wire;
    private final StreamTaker taker;

    HandedStream(
            Http2Stream stream, Http2Response response, AnswerWriter writer, StreamTaker taker) {
        this.stream = stream;
        this.response = response;
        this.writer = writer;
        this.taker = taker;
        this.wire = new StreamWire(stream, writer);
    }

    @Override
    public Wire wire() {
        return wire;
    }

    @Override
    public ConnectionObserver observer() {
        return stream.session().observer();
    }

    @Override
    public boolean isShared() {
        return true;
    }

    @Override
    public void begin(Headers fields) {
        if (writer.hasBegun()) {
            throw new IllegalStateException("the stream has begun (expected: once)");
        }
        for (Header field : fields) {
            response.headers().set(field);
        }
        writer.begin(Status.OK_200, response.headers(), -1, false);
        response.begins();
    }

    @Override
    public void end(Headers trailers) throws IOException {
        wire.end(trailers);
    }

    @Override
    public void reset(int code) {
        stream.cut(code);
    }

    @Override
    public boolean isReadable() {
        InboundBody body = stream.body();
        return body == null || body.isReadable();
    }

    @Override
    public void post(byte[] bytes, int offset, int length, Runnable sent) throws IOException {
        wire.post(bytes, offset, length, sent);
    }

    @Override
    public void postEnd(byte[] bytes, int offset, int length, Headers trailers) throws IOException {
        wire.postEnd(bytes, offset, length, trailers);
    }

    /** Lets the protocol have it to its end; which is in order, unless it has ended it itself. */
    void serve() {
        try {
            taker.take(this);
            wire.end(NO_FIELDS);
        } catch (IOException e) {
            LOG.log(
                    DEBUG,
                    () -> stream.session().name() + ": stream " + stream.id() + " was cut",
                    e);
            stream.reset(ErrorCode.CANCEL);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stream.reset(ErrorCode.CANCEL);
        }
    }
}
