package dev.serve.api.routing;

import io.helidon.http.Headers;
import io.helidon.http.WritableHeaders;
import io.helidon.webserver.http.ServerRequest;

/**
 * The trailer fields of a request (RFC 9110 section 6.5), which Helidon's {@link ServerRequest} has
 * no method for: requests of our engines implement it.
 */
public interface RequestTrailers {

    /**
     * The fields after the body. Empty until the body has been read to its end, and when there are
     * none.
     */
    Headers trailers();

    /** The trailer fields of a request; empty when another engine serves it. */
    static Headers of(ServerRequest request) {
        return request instanceof RequestTrailers known
                ? known.trailers()
                : WritableHeaders.create();
    }
}
