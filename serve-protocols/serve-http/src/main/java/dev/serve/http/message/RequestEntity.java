package dev.serve.http.message;

import io.helidon.common.GenericType;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.http.Status;
import io.helidon.http.encoding.ContentEncodingContext;
import io.helidon.http.media.ReadableEntity;
import io.helidon.http.media.ReadableEntityBase;
import io.helidon.webserver.ListenerContext;
import io.helidon.webserver.http.DecodedLimiter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A request body as handlers take it: decoded, filtered, as a stream or as a whole. It is read when
 * it is asked for, and once.
 */
final class RequestEntity extends ReadableEntityBase {

    /** What {@link #buffer()} takes at most, as Helidon has it. */
    private static final int MAX_BUFFERED = 64 * 1024;

    private final EngineRequest request;
    private final RequestBody body;
    private UnaryOperator<InputStream> filter = UnaryOperator.identity();
    private byte @Nullable [] buffered;
    private boolean asked;

    RequestEntity(EngineRequest request, RequestBody body) {
        super(estimate -> null, () -> {}, MAX_BUFFERED);
        this.request = request;
        this.body = body;
    }

    /** Wraps the stream of the body; the filter set last is the outermost. */
    void filter(UnaryOperator<InputStream> next) {
        UnaryOperator<InputStream> before = filter;
        filter = stream -> next.apply(before.apply(stream));
    }

    @Override
    public InputStream inputStream() {
        if (buffered != null) {
            return new ByteArrayInputStream(buffered);
        }
        if (asked) {
            throw new IllegalStateException(
                    "the body of a request was asked for a second time (expected: once, or after"
                            + " buffer())");
        }
        asked = true;
        return filter.apply(decoded(new BodyStream(body)));
    }

    /** RFC 9110 section 15.5.16: a content coding that the listener does not know is 415. */
    private InputStream decoded(InputStream plain) {
        ServerRequestHeaders headers = request.headers();
        if (!headers.contains(HeaderNames.CONTENT_ENCODING)) {
            return plain;
        }
        String coding = String.join(",", headers.get(HeaderNames.CONTENT_ENCODING).allValues());
        if (coding.equalsIgnoreCase("identity")) {
            return plain;
        }
        ListenerContext listener = request.listenerContext();
        ContentEncodingContext codings = listener.contentEncodingContext();
        if (!codings.contentDecodingEnabled() || !codings.contentDecodingSupported(coding)) {
            throw Refusal.of(
                    Status.UNSUPPORTED_MEDIA_TYPE_415,
                    "The content coding is not supported",
                    request.transport());
        }
        return DecodedLimiter.limit(
                codings.decoder(coding).apply(plain), listener.config().maxPayloadSize());
    }

    @Override
    protected byte[] readAllBytes() {
        try {
            return inputStream().readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void buffer() {
        if (buffered != null) {
            return;
        }
        try {
            byte[] bytes = inputStream().readNBytes(MAX_BUFFERED + 1);
            if (bytes.length > MAX_BUFFERED) {
                throw new IllegalStateException(
                        "a body of more than " + MAX_BUFFERED + " bytes cannot be buffered");
            }
            buffered = bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    protected <T> T entityAs(GenericType<T> type) {
        return request.listenerContext()
                .mediaContext()
                .reader(type, request.headers())
                .read(type, inputStream(), request.headers());
    }

    @Override
    public boolean consumed() {
        return body.isFinished();
    }

    /** Reads and drops what is left of a body that is coming. */
    @Override
    public void consume() {
        byte[] dropped = new byte[4 * 1024];
        while (body.isComing() && body.read(dropped, 0, dropped.length) >= 0) {
            // Dropped.
        }
    }

    /** The body can be read once, by whoever asks first. */
    @Override
    public ReadableEntity copy(Runnable entityProcessedRunnable) {
        return this;
    }
}
