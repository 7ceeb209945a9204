package dev.serve.api.routing;

import io.helidon.webserver.http.ServerRequest;

/**
 * Serves one stream of server-sent events in the request's thread; called by many threads at once.
 */
@FunctionalInterface
public interface EventStreamHandler {

    /**
     * Sends events until it returns, which ends the stream.
     *
     * @throws Exception to end the stream; logged unless the client had gone
     */
    void handle(ServerRequest request, EventStream events) throws Exception;
}
