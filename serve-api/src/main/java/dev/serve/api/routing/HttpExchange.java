package dev.serve.api.routing;

import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

/** An HTTP request with its response, over HTTP/1.1 or HTTP/2. */
public interface HttpExchange extends Exchange {

    /** Helidon's request. */
    ServerRequest request();

    /** Helidon's response. */
    ServerResponse response();
}
