package dev.serve.http.h2;

import dev.serve.api.spi.EndWatcher;
import dev.serve.api.spi.Handover;
import dev.serve.api.spi.LastingAnswer;
import dev.serve.api.spi.StreamTaker;
import dev.serve.http.message.EngineRequest;
import dev.serve.http.message.EngineResponse;
import io.helidon.webserver.ConnectionContext;
import org.jspecify.annotations.Nullable;

/** An answer of HTTP/2: {@link AnswerWriter} knows its frames. */
final class Http2Response extends EngineResponse<Http2Response> implements Handover, LastingAnswer {

    private final Http2Stream exchange;
    private final AnswerWriter writer;
    private @Nullable StreamTaker taker;

    Http2Response(
            ConnectionContext context,
            EngineRequest request,
            Http2Stream exchange,
            AnswerWriter writer) {
        super(context, request, writer);
        this.exchange = exchange;
        this.writer = writer;
    }

    @Override
    public void lasts(EndWatcher watcher) {
        exchange.lasts(watcher);
    }

    @Override
    public void cut() {
        exchange.cut(ErrorCode.CANCEL.code());
    }

    @Override
    public boolean asksFor(String protocol) {
        return protocol.equalsIgnoreCase(exchange.head().protocol());
    }

    @Override
    public void handOver(String protocol, StreamTaker next) {
        giveTo(protocol, next);
        taker = next;
    }

    @Override
    public void serve(String protocol, StreamTaker next) {
        giveTo(protocol, next);
        new HandedStream(exchange, this, writer, next).serve();
    }

    private void giveTo(String protocol, StreamTaker next) {
        leaves();
        exchange.session().carries(protocol);
        writer.giveTo(protocol, next);
    }

    /** Who goes on with the stream; null when nobody does. */
    @Nullable StreamTaker taker() {
        return taker;
    }

    /** The handler's listeners learn that its answer is on its way. */
    void begins() {
        afterSend();
    }
}
