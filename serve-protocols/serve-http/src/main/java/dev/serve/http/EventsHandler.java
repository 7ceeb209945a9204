package dev.serve.http;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.WARNING;

import dev.serve.api.routing.EventStreamHandler;
import io.helidon.common.media.type.MediaType;
import io.helidon.common.media.type.MediaTypes;
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
import io.helidon.webserver.sse.SseSink;
import java.util.OptionalLong;

/**
 * Answers with server-sent events (WHATWG HTML section 9.2) on Helidon's sink. The head leaves at
 * once, before the first event, so that a client knows that it is connected.
 */
final class EventsHandler implements Handler {

    private static final System.Logger LOG = System.getLogger(EventsHandler.class.getName());

    private static final HeaderName LAST_EVENT_ID = HeaderNames.create("Last-Event-ID");

    private final EventStreamHandler handler;

    EventsHandler(EventStreamHandler handler) {
        this.handler = handler;
    }

    @Override
    public void handle(ServerRequest request, ServerResponse response) {
        if (!wantsEvents(request.headers())) {
            response.status(Status.NOT_ACCEPTABLE_406)
                    .send("Not Acceptable (expected: Accept: text/event-stream)");
            return;
        }
        if (request.prologue().method().equals(Method.HEAD)) {
            response.header(HeaderValues.CONTENT_TYPE_EVENT_STREAM).send();
            return;
        }
        SinkEventStream events =
                new SinkEventStream(
                        response.sink(SseSink.TYPE), lastEventNumber(request.headers()));
        try {
            handler.handle(request, events);
            events.end();
        } catch (Exception e) {
            throw ended(request, events, e);
        }
    }

    /** The answer has begun: all that is left is to cut it, so that the client sees it broken. */
    private static CloseConnectionException ended(
            ServerRequest request, SinkEventStream events, Exception cause) {
        String path = request.prologue().uriPath().path();
        if (cause instanceof InterruptedException) {
            Thread.currentThread().interrupt();
            LOG.log(DEBUG, () -> "event stream " + path + " was interrupted");
        } else if (events.clientGone()) {
            LOG.log(DEBUG, () -> "client of event stream " + path + " has gone: " + cause);
        } else {
            LOG.log(WARNING, "event stream " + path + " failed", cause);
        }
        return new CloseConnectionException("event stream " + path + " was cut", cause);
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

    private static OptionalLong lastEventNumber(ServerRequestHeaders headers) {
        String id = headers.first(LAST_EVENT_ID).orElse("").strip();
        try {
            return OptionalLong.of(Long.parseLong(id));
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }
}
