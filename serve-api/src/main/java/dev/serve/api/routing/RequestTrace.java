package dev.serve.api.routing;

import dev.serve.api.observe.TraceIds;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import io.helidon.webserver.http.ServerRequest;
import org.jspecify.annotations.Nullable;

/**
 * A request that remembers the span that was made of it, for who looks at it when it has ended and
 * its span is no longer current: exemplars of metrics, lines of logs. Belongs to the request's
 * thread.
 */
public interface RequestTrace {

    /** The field by which a client says what its trace is (W3C Trace Context section 3.2). */
    HeaderName PARENT = HeaderNames.createFromLowercase("traceparent");

    /** The span that it is; null if nobody records one. */
    @Nullable TraceIds trace();

    /** From now on it is this one. */
    void trace(TraceIds ids);

    /** The span of any request; null if nobody records one. */
    static @Nullable TraceIds of(ServerRequest request) {
        return request instanceof RequestTrace traced ? traced.trace() : null;
    }

    /** What its client says of a trace; empty if nothing. */
    static String parent(Headers headers) {
        return headers.first(PARENT).orElse("");
    }

    /** Gives a request its span, if it can remember one. */
    static void put(ServerRequest request, TraceIds ids) {
        if (request instanceof RequestTrace traced) {
            traced.trace(ids);
        }
    }
}
