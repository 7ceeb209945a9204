package dev.serve.http.h2;

import dev.serve.api.routing.EarlyHints;
import dev.serve.http.message.EngineRequest;
import dev.serve.http.message.InvalidFields;
import dev.serve.http.message.SinkData;
import io.helidon.common.GenericType;
import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Headers;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.ServerResponseTrailers;
import io.helidon.http.WritableHeaders;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ServerConnectionException;
import io.helidon.webserver.http.ServerResponseBase;
import io.helidon.webserver.http.spi.Sink;
import java.io.IOException;
import java.io.OutputStream;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * An answer as handlers and Helidon's routing take it; {@link AnswerWriter} knows its frames.
 * Belongs to the thread of its stream.
 */
final class Http2Response extends ServerResponseBase<Http2Response> implements EarlyHints {

    private static final HeaderName STREAM_RESULT = HeaderNames.create("stream-result");
    private static final Headers NO_TRAILERS = WritableHeaders.create();
    private static final int EARLY_HINTS = 103;

    private final ConnectionContext context;
    private final EngineRequest request;
    private final Http2Stream exchange;
    private final AnswerWriter writer;
    private final ServerResponseHeaders headers = ServerResponseHeaders.create();
    private @Nullable ServerResponseTrailers trailers;
    private @Nullable AnswerStream stream;
    private @Nullable UnaryOperator<OutputStream> filter;
    private String streamResult = "";
    private boolean sent;

    Http2Response(ConnectionContext context, EngineRequest request, Http2Stream exchange) {
        super(context, request);
        this.context = context;
        this.request = request;
        this.exchange = exchange;
        this.writer = new AnswerWriter(exchange);
    }

    /** Its frames so far. */
    AnswerWriter writer() {
        return writer;
    }

    @Override
    public Http2Response header(Header header) {
        checkOpen();
        headers.set(header);
        return this;
    }

    private void checkOpen() {
        if (sent) {
            throw new IllegalStateException("the answer was already sent");
        }
        if (stream != null) {
            throw new IllegalStateException("the stream of the answer was already asked for");
        }
    }

    @Override
    public void send(byte[] bytes) {
        send(bytes, 0, bytes.length);
    }

    @Override
    public void send(byte[] bytes, int position, int length) {
        checkOpen();
        beforeSend();
        if (filter != null || headers.contains(HeaderNames.TRAILER)) {
            sendAsStream(bytes, position, length);
            return;
        }
        byte[] entity = entityBytes(bytes, position, length);
        if (entity == bytes) {
            whole(bytes, position, length);
        } else {
            whole(entity, 0, entity.length);
        }
    }

    private void sendAsStream(byte[] bytes, int position, int length) {
        try (OutputStream out = open(length > 0)) {
            out.write(bytes, position, length);
        } catch (IOException e) {
            throw new ServerConnectionException("cannot write an answer", e);
        }
    }

    /** A field that cannot be written is taken out, so that an error can still be answered. */
    private void whole(byte[] bytes, int offset, int length) {
        try {
            writer.begin(status(), headers, writer.lengthOf(status(), headers, length));
        } catch (IllegalArgumentException e) {
            InvalidFields.removeFrom(headers);
            throw e;
        }
        try {
            writer.last(bytes, offset, length, null);
        } catch (IOException e) {
            throw new ServerConnectionException("cannot write an answer", e);
        }
        sent = true;
        afterSend();
    }

    @Override
    public OutputStream outputStream() {
        checkOpen();
        beforeSend();
        return open(true);
    }

    private OutputStream open(boolean encode) {
        AnswerStream opened = new AnswerStream(writer, this::status, headers);
        stream = opened;
        OutputStream encoded = encode ? contentEncode(opened) : opened;
        return filter == null ? encoded : filter.apply(encoded);
    }

    @Override
    public void streamFilter(UnaryOperator<OutputStream> next) {
        checkOpen();
        UnaryOperator<OutputStream> before = filter;
        filter = before == null ? next : out -> next.apply(before.apply(out));
    }

    @Override
    public void commit() {
        if (stream == null || writer.hasEnded()) {
            return;
        }
        stream.complete(finalTrailers());
        sent = true;
        afterSend();
    }

    private Headers finalTrailers() {
        Consumer<ServerResponseTrailers> before = beforeTrailers();
        if (!takesTrailers()) {
            return NO_TRAILERS;
        }
        if (before != null) {
            before.accept(trailers());
        }
        if (!streamResult.isEmpty()) {
            trailers().set(STREAM_RESULT, streamResult);
        }
        return trailers == null ? NO_TRAILERS : trailers;
    }

    private boolean takesTrailers() {
        return headers.contains(HeaderNames.TRAILER)
                || request.headers().containsToken(HeaderValues.TE_TRAILERS);
    }

    @Override
    public ServerResponseTrailers trailers() {
        if (!takesTrailers()) {
            throw new IllegalStateException(
                    "trailers without a Trailer header in the answer or \"TE: trailers\" in the"
                            + " request (expected: one of them)");
        }
        if (trailers == null) {
            trailers = ServerResponseTrailers.create();
        }
        return trailers;
    }

    @Override
    public void streamResult(String result) {
        streamResult = result;
        if (stream != null) {
            stream.close();
        }
    }

    @Override
    public boolean isSent() {
        return sent;
    }

    @Override
    public boolean hasEntity() {
        return sent || stream != null;
    }

    @Override
    public boolean reset() {
        if (!resetStream()) {
            return false;
        }
        headers.clear();
        return true;
    }

    @Override
    public boolean resetStream() {
        if (sent || writer.hasBegun()) {
            return false;
        }
        stream = null;
        return true;
    }

    @Override
    public long bytesWritten() {
        return writer.written();
    }

    @Override
    public ServerResponseHeaders headers() {
        return headers;
    }

    @Override
    public void earlyHints(Header... fields) {
        if (exchange.hasAnswerBegun()) {
            throw new IllegalStateException("the answer has begun (expected: early hints before)");
        }
        WritableHeaders<?> hints = WritableHeaders.create();
        for (Header field : fields) {
            hints.add(field);
        }
        writer.interim(EARLY_HINTS, hints);
    }

    @Override
    public <X extends Sink<?>> X sink(GenericType<X> sinkType) {
        return createSink(
                sinkType,
                request,
                context,
                this::commit,
                this::flushHead,
                (data, mediaType) ->
                        new SinkData(mediaContext()).write(data, mediaType, sinkStream()),
                () -> sent = true);
    }

    private OutputStream sinkStream() {
        return stream == null ? outputStream() : stream;
    }

    private void flushHead() {
        if (stream != null) {
            stream.flushHead();
        }
    }
}
