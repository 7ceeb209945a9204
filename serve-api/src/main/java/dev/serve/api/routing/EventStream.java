package dev.serve.api.routing;

import io.helidon.http.sse.SseEvent;
import java.util.OptionalLong;

/**
 * The server's end of one stream of server-sent events (WHATWG HTML, section 9.2). Used by the
 * handler's thread only; ends when the handler returns.
 */
public interface EventStream {

    /**
     * Sends an event at once.
     *
     * @throws java.io.UncheckedIOException if the client has gone
     */
    void send(SseEvent event);

    /**
     * The number in the client's {@code Last-Event-ID}; empty without one, or if it is not a
     * number.
     */
    OptionalLong lastEventNumber();
}
