package dev.serve.grpc.http;

import static java.lang.System.Logger.Level.DEBUG;

import dev.serve.api.observe.CallEnd;
import dev.serve.api.routing.RequestCall;
import dev.serve.api.spi.CallOrigin;
import dev.serve.api.spi.ConnectionObserver;
import dev.serve.api.spi.LastingAnswer;
import dev.serve.api.spi.StreamTaker;
import dev.serve.api.spi.TakenStream;
import dev.serve.api.spi.Wire;
import io.grpc.StatusRuntimeException;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import io.helidon.http.WritableHeaders;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A request with its answer, as the stream that a call is served on. What the call says on its way
 * is written by threads of its own, one after the other, for nobody who sends waits for the client;
 * the end is written by the thread of the request, when the call has returned.
 *
 * <p>The call reads the request as it wants messages, which waits for the client: a deadline that
 * passes meanwhile is told when the request is there, or {@code pool.body-timeout} has passed.
 */
public final class PlainCall implements TakenStream {

    private static final System.Logger LOG = System.getLogger(PlainCall.class.getName());
    private static final Headers NO_FIELDS = WritableHeaders.create();
    private static final byte[] NOTHING = {};

    private final ServerRequest request;
    private final ServerResponse response;
    private final Form form;
    private final StreamTaker taker;
    private final FormWire wire = new FormWire(this::read);

    private volatile Headers head = NO_FIELDS;
    private volatile @Nullable OutputStream out;
    private volatile byte[] last = NOTHING;
    private volatile @Nullable Headers trailers;
    private volatile boolean lost;
    private volatile @Nullable RuntimeException failure;

    /** Belongs to the thread of the request. */
    private boolean watched;

    private PlainCall(
            ServerRequest request, ServerResponse response, Form form, StreamTaker taker) {
        this.request = request;
        this.response = response;
        this.form = form;
        this.taker = taker;
    }

    /**
     * Serves a call to the end of its answer.
     *
     * @param taker the call
     * @throws CloseConnectionException if the client has gone, or must not take what it has got for
     *     the whole
     */
    public static void serve(
            ServerRequest request, ServerResponse response, Form form, StreamTaker taker) {
        new PlainCall(request, response, form, taker).serve();
    }

    private void serve() {
        try {
            taker.take(this);
            finish();
        } catch (IOException e) {
            throw cut(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw cut(e);
        }
    }

    private void finish() throws IOException {
        RuntimeException problem = failure;
        if (problem != null) {
            throw problem;
        }
        Headers end = trailers;
        if (lost || end == null) {
            throw new IOException("the call has no end to tell of");
        }
        OutputStream opened = out;
        if (opened == null) {
            form.answer(head, last, end, response);
            return;
        }
        if (last.length > 0) {
            opened.write(form.part(last, 0, last.length));
        }
        opened.write(form.end(end));
        opened.close();
    }

    /** The answer may have begun: all that is left is that the client sees it broken. */
    private CloseConnectionException cut(Exception cause) {
        if (response instanceof LastingAnswer answer) {
            answer.cut();
        }
        return new CloseConnectionException(
                "the call " + request.prologue().uriPath().path() + " was cut", cause);
    }

    private byte @Nullable [] read() throws IOException {
        try {
            byte[] next = form.read();
            watch();
            return next;
        } catch (StatusRuntimeException e) {
            throw e;
        } catch (RuntimeException e) {
            // What the engine has to say of the body, it says when the call has ended.
            failure = e;
            throw new IOException("the body of a request cannot be read", e);
        }
    }

    /** Once the request is read, its client is watched: nothing else tells that it has gone. */
    private void watch() {
        boolean read = !request.content().hasEntity() || request.content().consumed();
        if (read && !watched && response instanceof LastingAnswer answer) {
            watched = true;
            answer.lasts(taker);
        }
    }

    @Override
    public Wire wire() {
        return wire;
    }

    @Override
    public ConnectionObserver observer() {
        return ConnectionObserver.NONE;
    }

    /** Its request is told of as one of HTTP, and says how the call was. */
    @Override
    public void callEnded(
            String method, String code, boolean streamed, long nanos, @Nullable CallOrigin origin) {
        RequestCall.put(request, new CallEnd(method, code, streamed));
    }

    @Override
    public boolean isShared() {
        return request.prologue().protocolVersion().startsWith("2");
    }

    /** It would wait, but there is nothing else to wait for. */
    @Override
    public boolean isReadable() {
        return true;
    }

    @Override
    public void begin(Headers fields) {
        head = fields;
    }

    @Override
    public void post(byte[] bytes, int offset, int length, Runnable sent) throws IOException {
        if (lost) {
            throw new IOException("the answer is lost");
        }
        if (length == 0) {
            // A head leaves with its first content.
            Thread.ofVirtual().name("serve-grpc-write").start(sent);
        } else {
            Thread.ofVirtual()
                    .name("serve-grpc-write")
                    .start(() -> write(bytes, offset, length, sent));
        }
    }

    private void write(byte[] bytes, int offset, int length, Runnable sent) {
        try {
            byte[] part = form.part(bytes, offset, length);
            OutputStream opened = open();
            opened.write(part);
            opened.flush();
        } catch (IOException | RuntimeException e) {
            // Engines have several words for a connection that is lost.
            LOG.log(DEBUG, "an answer was lost", e);
            lost = true;
            taker.lost();
        } finally {
            sent.run();
        }
    }

    /** The body of an answer that the listener leaves uncompressed. */
    public static OutputStream uncompressed(ServerResponse response) {
        response.header(HeaderNames.CONTENT_ENCODING, "identity");
        OutputStream body = response.outputStream();
        response.headers().remove(HeaderNames.CONTENT_ENCODING);
        return body;
    }

    /** Not compressed: what stays in a compressor does not reach the client. */
    private OutputStream open() {
        OutputStream opened = out;
        if (opened == null) {
            form.begin(head, response);
            opened = uncompressed(response);
            out = opened;
        }
        return opened;
    }

    @Override
    public void end(Headers fields) {
        postEnd(NOTHING, 0, 0, fields);
    }

    @Override
    public void postEnd(byte[] bytes, int offset, int length, Headers fields) {
        last = Arrays.copyOfRange(bytes, offset, offset + length);
        trailers = fields;
    }

    @Override
    public void reset(int code) {
        lost = true;
        if (response instanceof LastingAnswer answer) {
            answer.cut();
        }
    }
}
