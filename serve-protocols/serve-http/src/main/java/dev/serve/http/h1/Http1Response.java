package dev.serve.http.h1;

import dev.serve.api.spi.EndWatcher;
import dev.serve.api.spi.Handover;
import dev.serve.api.spi.LastingAnswer;
import dev.serve.api.spi.StreamTaker;
import dev.serve.http.message.EngineRequest;
import dev.serve.http.message.EngineResponse;
import dev.serve.http.message.FileAnswer;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import io.helidon.http.Status;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.spi.Http1UpgradeResponse;
import java.io.IOException;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/** An answer of HTTP/1.1: it may be a file, or hand the connection over to another protocol. */
final class Http1Response extends EngineResponse<Http1Response>
        implements Http1UpgradeResponse, FileAnswer, Handover, LastingAnswer {

    private final ConnectionContext context;
    private final Http1Exchange exchange;
    private final AnswerWriter writer;
    private @Nullable HandedConnection handed;

    Http1Response(ConnectionContext context, EngineRequest request, Http1Exchange exchange) {
        this(context, request, exchange, new AnswerWriter(exchange));
    }

    private Http1Response(
            ConnectionContext context,
            EngineRequest request,
            Http1Exchange exchange,
            AnswerWriter writer) {
        super(context, request, writer);
        this.context = context;
        this.exchange = exchange;
        this.writer = writer;
    }

    /** Its bytes so far. */
    AnswerWriter writer() {
        return writer;
    }

    @Override
    public void send(Status status) {
        status(status);
        send();
    }

    @Override
    public boolean sendFile(FileChannel file, long start, long count) throws IOException {
        checkOpen();
        if (isFiltered()
                || headers().contains(HeaderNames.TRAILER)
                || context.listenerContext().contentEncodingContext().contentEncodingEnabled()) {
            return false;
        }
        beforeSend();
        begin(count);
        writer.content(file, start, count);
        ends();
        return true;
    }

    @Override
    public void lasts(EndWatcher watcher) {
        exchange.lasts(watcher);
    }

    @Override
    public void cut() {
        exchange.wire().abort();
    }

    @Override
    public boolean asksFor(String protocol) {
        return exchange.asksFor(protocol);
    }

    @Override
    public void handOver(String protocol, StreamTaker taker) {
        if (!asksFor(protocol)) {
            throw new IllegalStateException(
                    "the client has not asked for \"" + protocol + "\" (expected: in Upgrade)");
        }
        status(Status.SWITCHING_PROTOCOLS_101);
        leaves();
        exchange.answerBegins();
        handed = new HandedConnection(exchange, this, writer, protocol, taker);
    }

    /** What goes on with the connection; null when nothing does. */
    @Nullable HandedConnection handed() {
        return handed;
    }

    /** The handler's listeners learn that its answer is on its way. */
    void begins() {
        afterSend();
    }

    @Override
    public void sendSwitchingProtocols(Headers requiredHeaders) {
        checkOpen();
        status(Status.SWITCHING_PROTOCOLS_101);
        headers().from(requiredHeaders);
        beforeSend();
        headers().from(requiredHeaders);
        headers().remove(HeaderNames.CONTENT_LENGTH);
        headers().remove(HeaderNames.TRANSFER_ENCODING);
        writer.interim(Status.SWITCHING_PROTOCOLS_101, headers());
        ends();
    }
}
