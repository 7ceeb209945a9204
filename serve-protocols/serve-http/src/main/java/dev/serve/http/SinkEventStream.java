package dev.serve.http;

import dev.serve.api.routing.EventStream;
import io.helidon.common.socket.SocketWriterException;
import io.helidon.http.sse.SseEvent;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.sse.SseSink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.OptionalLong;

/** An event stream on Helidon's sink, which writes each event through to the client at once. */
final class SinkEventStream implements EventStream {

    private final SseSink sink;
    private final OptionalLong lastEventNumber;
    private boolean clientGone;

    SinkEventStream(SseSink sink, OptionalLong lastEventNumber) {
        this.sink = sink;
        this.lastEventNumber = lastEventNumber;
    }

    @Override
    public void send(SseEvent event) {
        write(() -> sink.emit(event));
    }

    @Override
    public OptionalLong lastEventNumber() {
        return lastEventNumber;
    }

    /** Whether a write failed because of the connection. */
    boolean clientGone() {
        return clientGone;
    }

    /** Ends the stream in order. */
    void end() {
        write(sink::close);
    }

    private void write(Runnable action) {
        try {
            action.run();
        } catch (UncheckedIOException e) {
            clientGone = true;
            throw e;
        } catch (CloseConnectionException | SocketWriterException e) {
            clientGone = true;
            throw new UncheckedIOException(new IOException("the client has gone", e));
        }
    }
}
