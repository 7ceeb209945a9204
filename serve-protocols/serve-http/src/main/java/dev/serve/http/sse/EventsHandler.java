package dev.serve.http.sse;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.WARNING;

import dev.serve.api.config.ListenerConfig;
import dev.serve.api.config.SseConfig;
import dev.serve.api.spi.ClientGoneException;
import dev.serve.api.spi.LastingAnswer;
import dev.serve.api.spi.Sweeper;
import dev.serve.api.sse.EventStreamHandler;
import io.helidon.common.media.type.MediaType;
import io.helidon.common.media.type.MediaTypes;
import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.HttpMediaType;
import io.helidon.http.Method;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Answers with server-sent events (WHATWG HTML, section 9.2). The head leaves at once, before the
 * first event, so that a client knows that it is connected.
 */
public final class EventsHandler implements Handler {

    private static final System.Logger LOG = System.getLogger(EventsHandler.class.getName());

    private static final HeaderName LAST_EVENT_ID = HeaderNames.create("Last-Event-ID");

    /** Understood by nginx and others: a proxy that gathers the answer would hold events back. */
    private static final Header UNBUFFERED = HeaderValues.create("X-Accel-Buffering", "no");

    private final SseConfig config;
    private final Duration writeTimeout;
    private final EventStreamHandler handler;
    private final Sweeper<OpenStream> streams =
            new Sweeper<>("serve-sse-sweeper", EventsHandler::look);

    /**
     * A route.
     *
     * @param listener the listener's configuration
     * @param config what holds for the route
     */
    public EventsHandler(ListenerConfig listener, SseConfig config, EventStreamHandler handler) {
        this.config = config;
        this.writeTimeout = listener.pool().writeTimeout();
        this.handler = handler;
    }

    @Override
    public void handle(ServerRequest request, ServerResponse response) {
        if (!wantsEvents(request.headers())) {
            response.status(Status.NOT_ACCEPTABLE_406)
                    .send("Not Acceptable (expected: Accept: text/event-stream)");
            return;
        }
        response.header(HeaderValues.CONTENT_TYPE_EVENT_STREAM)
                .header(HeaderValues.CACHE_NO_CACHE)
                .header(UNBUFFERED);
        if (request.prologue().method().equals(Method.HEAD)) {
            response.send();
            return;
        }
        OutputStream body = body(response);
        OpenStream stream =
                new OpenStream(config, writeTimeout, body, request.headers().first(LAST_EVENT_ID));
        if (response instanceof LastingAnswer answer) {
            answer.lasts(stream);
        }
        streams.add(stream);
        try {
            serve(request, response, body, stream);
        } finally {
            streams.remove(stream);
        }
    }

    /** Not compressed: what stays in a compressor does not reach the client. */
    private static OutputStream body(ServerResponse response) {
        response.header(HeaderNames.CONTENT_ENCODING, "identity");
        OutputStream body = response.outputStream();
        response.headers().remove(HeaderNames.CONTENT_ENCODING);
        return body;
    }

    private static long look(Iterable<OpenStream> streams, long now) {
        long due = Long.MAX_VALUE;
        for (OpenStream stream : streams) {
            due = Math.min(due, stream.check(now));
        }
        return due;
    }

    private void serve(
            ServerRequest request, ServerResponse response, OutputStream body, OpenStream stream) {
        String path = request.prologue().uriPath().path();
        @Nullable Exception thrown = null;
        try {
            stream.begin();
            handler.handle(request, stream);
        } catch (CloseConnectionException e) {
            boolean ignored = stream.finish();
            throw e;
        } catch (Exception e) {
            thrown = e;
        }
        boolean written = stream.finish();
        OpenStream.End end = stream.endedBy();
        boolean inOrder = end == null ? thrown == null : end.isOrderly();
        if (inOrder && written) {
            close(body, path);
            return;
        }
        if (end != null || thrown == null) {
            LOG.log(DEBUG, () -> "event stream " + path + " was cut: " + end);
        } else if (thrown instanceof InterruptedException) {
            Thread.currentThread().interrupt();
            LOG.log(DEBUG, () -> "event stream " + path + " was interrupted");
        } else if (thrown instanceof IOException) {
            LOG.log(DEBUG, "event stream " + path + " was lost", thrown);
        } else {
            LOG.log(WARNING, "event stream " + path + " failed", thrown);
        }
        if (response instanceof LastingAnswer answer) {
            // The answer has begun: all that is left is to cut it, so that the client sees it
            // broken.
            answer.cut();
        }
        String message = "event stream " + path + " was cut";
        throw end == OpenStream.End.GONE
                ? new ClientGoneException(message, thrown)
                : new CloseConnectionException(message, thrown);
    }

    private static void close(OutputStream body, String path) {
        try {
            body.close();
        } catch (IOException e) {
            throw new CloseConnectionException("event stream " + path + " was lost", e);
        }
    }

    /** RFC 9110 section 12.5.1: the most specific range that fits decides; none at all fits too. */
    private static boolean wantsEvents(ServerRequestHeaders headers) {
        double quality = headers.acceptedTypes().isEmpty() ? 1 : 0;
        int bestWeight = -1;
        for (HttpMediaType range : headers.acceptedTypes()) {
            int weight = weight(range.mediaType());
            if (weight > bestWeight && range.test(MediaTypes.TEXT_EVENT_STREAM)) {
                quality = range.qualityFactor();
                bestWeight = weight;
            }
        }
        return quality > 0;
    }

    private static int weight(MediaType range) {
        return range.isWildcardType() ? 0 : range.isWildcardSubtype() ? 1 : 2;
    }
}
