package dev.serve.http.h2;

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

    /** Lets the protocol have it to its end; which is in order, unless it has ended it itself. */
    void takenOver() throws IOException, InterruptedException {
        taker.take(this);
        wire.end(NO_FIELDS);
    }
}
