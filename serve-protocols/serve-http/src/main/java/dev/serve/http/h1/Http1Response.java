package dev.serve.http.h1;

import dev.serve.api.routing.EarlyHints;
import dev.serve.http.message.EngineRequest;
import dev.serve.http.message.FileAnswer;
import dev.serve.http.message.InvalidFields;
import dev.serve.http.message.SinkData;
import io.helidon.common.GenericType;
import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.ServerResponseTrailers;
import io.helidon.http.Status;
import io.helidon.http.WritableHeaders;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ServerConnectionException;
import io.helidon.webserver.http.ServerResponseBase;
import io.helidon.webserver.http.spi.Sink;
import io.helidon.webserver.http1.spi.Http1UpgradeResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * An answer as handlers and Helidon's routing take it; {@link AnswerWriter} knows its bytes.
 * Belongs to the thread of its request.
 */
final class Http1Response extends ServerResponseBase<Http1Response>
        implements Http1UpgradeResponse, EarlyHints, FileAnswer {

    private static final HeaderName STREAM_RESULT = HeaderNames.create("stream-result");
    private static final Headers NO_TRAILERS = WritableHeaders.create();

    private final ConnectionContext context;
    private final EngineRequest request;
    private final Http1Exchange exchange;
    private final AnswerWriter writer;
    private final ServerResponseHeaders headers = ServerResponseHeaders.create();
    private @Nullable ServerResponseTrailers trailers;
    private @Nullable AnswerStream stream;
    private @Nullable UnaryOperator<OutputStream> filter;
    private String streamResult = "";
    private boolean sent;

    Http1Response(ConnectionContext context, EngineRequest request, Http1Exchange exchange) {
        super(context, request);
        this.context = context;
        this.request = request;
        this.exchange = exchange;
        this.writer = new AnswerWriter(exchange);
    }

    /** Its bytes so far. */
    AnswerWriter writer() {
        return writer;
    }

    /** Whether everything of it is written. */
    boolean isComplete() {
        return stream == null ? sent : stream.isComplete();
    }

    @Override
    public Http1Response header(Header header) {
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
        if (filter != null
                || headers.contains(HeaderNames.TRAILER)
                || headers.contains(HeaderNames.TRANSFER_ENCODING)) {
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

    /** RFC 9110 section 6.4.1: what has no body is sent without the one a handler gives. */
    private void whole(byte[] bytes, int offset, int length) {
        long announced = writer.lengthOf(status(), headers, length);
        begin(announced);
        try {
            writer.content(bytes, offset, length);
        } catch (IOException e) {
            throw new ServerConnectionException("cannot write an answer", e);
        }
        sent = true;
        afterSend();
    }

    /** A field that cannot be written is taken out, so that an error can still be answered. */
    private void begin(long length) {
        try {
            writer.begin(status(), headers, length, true);
        } catch (IllegalArgumentException e) {
            InvalidFields.removeFrom(headers);
            throw e;
        }
    }

    @Override
    public boolean sendFile(FileChannel file, long start, long count) throws IOException {
        checkOpen();
        if (filter != null
                || headers.contains(HeaderNames.TRAILER)
                || context.listenerContext().contentEncodingContext().contentEncodingEnabled()) {
            return false;
        }
        beforeSend();
        begin(count);
        writer.content(file, start, count);
        sent = true;
        afterSend();
        return true;
    }

    @Override
    public void send(Status status) {
        status(status);
        send();
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
        if (stream == null || stream.isComplete()) {
            return;
        }
        stream.complete(finalTrailers());
        sent = true;
        afterSend();
    }

    private Headers finalTrailers() {
        boolean wanted =
                !exchange.isHttp10()
                        && (headers.contains(HeaderNames.TRAILER) || exchange.takesTrailers());
        Consumer<ServerResponseTrailers> before = beforeTrailers();
        if (!wanted) {
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

    @Override
    public ServerResponseTrailers trailers() {
        if (!headers.contains(HeaderNames.TRAILER) && !exchange.takesTrailers()) {
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
        if (writer.hasBegun()) {
            throw new IllegalStateException("the answer has begun (expected: early hints before)");
        }
        if (exchange.isHttp10()) {
            return;
        }
        WritableHeaders<?> hints = WritableHeaders.create();
        for (Header field : fields) {
            hints.add(field);
        }
        writer.interim(Status.create(103, "Early Hints"), hints);
    }

    @Override
    public void sendSwitchingProtocols(Headers requiredHeaders) {
        checkOpen();
        status(Status.SWITCHING_PROTOCOLS_101);
        headers.from(requiredHeaders);
        beforeSend();
        headers.from(requiredHeaders);
        headers.remove(HeaderNames.CONTENT_LENGTH);
        headers.remove(HeaderNames.TRANSFER_ENCODING);
        writer.interim(Status.SWITCHING_PROTOCOLS_101, headers);
        sent = true;
        afterSend();
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
