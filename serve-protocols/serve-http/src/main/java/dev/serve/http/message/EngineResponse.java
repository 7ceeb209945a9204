package dev.serve.http.message;

import dev.serve.api.routing.EarlyHints;
import io.helidon.common.GenericType;
import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Headers;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.ServerResponseTrailers;
import io.helidon.http.Status;
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
 * An answer as handlers and Helidon's routing take it, whatever the version of HTTP; an {@link
 * AnswerOutput} knows its bytes. Belongs to the thread of its request.
 *
 * @param <T> the answer itself
 */
public abstract class EngineResponse<T extends EngineResponse<T>> extends ServerResponseBase<T>
        implements EarlyHints {

    private static final HeaderName STREAM_RESULT = HeaderNames.create("stream-result");
    private static final Headers NO_TRAILERS = WritableHeaders.create();
    private static final Status EARLY_HINTS = Status.create(103, "Early Hints");

    private final ConnectionContext context;
    private final EngineRequest request;
    private final AnswerOutput output;
    private final ServerResponseHeaders headers = ServerResponseHeaders.create();
    private @Nullable ServerResponseTrailers trailers;
    private @Nullable AnswerStream stream;
    private @Nullable UnaryOperator<OutputStream> filter;
    private String streamResult = "";
    private boolean sent;

    /** An answer to a request. */
    protected EngineResponse(
            ConnectionContext context, EngineRequest request, AnswerOutput output) {
        super(context, request);
        this.context = context;
        this.request = request;
        this.output = output;
    }

    /** Whether everything of it is written. */
    public final boolean isComplete() {
        return stream == null ? sent : stream.isComplete();
    }

    @Override
    @SuppressWarnings("unchecked") // as the base class has it
    public T header(Header header) {
        checkOpen();
        headers.set(header);
        return (T) this;
    }

    /** Handlers may still set and send. */
    protected final void checkOpen() {
        if (sent) {
            throw new IllegalStateException("the answer was already sent");
        }
        if (stream != null) {
            throw new IllegalStateException("the stream of the answer was already asked for");
        }
    }

    /** Whether something stands between what a handler writes and the body. */
    protected final boolean isFiltered() {
        return filter != null;
    }

    @Override
    public void send(byte[] bytes) {
        send(bytes, 0, bytes.length);
    }

    @Override
    public void send(byte[] bytes, int position, int length) {
        checkOpen();
        beforeSend();
        if (filter != null || AnswerStream.isInParts(headers)) {
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

    private void whole(byte[] bytes, int offset, int length) {
        begin(output.lengthOf(status(), headers, length));
        try {
            output.end(bytes, offset, length, NO_TRAILERS);
        } catch (IOException e) {
            throw new ServerConnectionException("cannot write an answer", e);
        }
        ends();
    }

    /**
     * Begins with the head of a whole answer. A field that cannot be written is taken out, so that
     * an error can still be answered.
     */
    protected final void begin(long length) {
        try {
            output.begin(status(), headers, length, true);
        } catch (IllegalArgumentException e) {
            InvalidFields.removeFrom(headers);
            throw e;
        }
    }

    /** Another writes from here on; handlers and routing are done with it. */
    protected final void leaves() {
        checkOpen();
        beforeSend();
        sent = true;
    }

    /** Everything is written. */
    protected final void ends() {
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
        AnswerStream opened = new AnswerStream(output, this::status, headers);
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
        ends();
    }

    private Headers finalTrailers() {
        if (!takesTrailers()) {
            return NO_TRAILERS;
        }
        Consumer<ServerResponseTrailers> before = beforeTrailers();
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
        if (sent || output.hasBegun()) {
            return false;
        }
        stream = null;
        return true;
    }

    @Override
    public long bytesWritten() {
        return output.written();
    }

    @Override
    public ServerResponseHeaders headers() {
        return headers;
    }

    @Override
    public void earlyHints(Header... fields) {
        if (output.hasBegun()) {
            throw new IllegalStateException("the answer has begun (expected: early hints before)");
        }
        WritableHeaders<?> hints = WritableHeaders.create();
        for (Header field : fields) {
            hints.add(field);
        }
        output.interim(EARLY_HINTS, hints);
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
