package dev.serve.api.sse;

import io.helidon.webserver.http.ServerRequest;

/**
 * Serves one stream of server-sent events in the request's thread; called by many threads at once.
 */
@FunctionalInterface
public interface EventStreamHandler {

    /**
     * Sends events until it returns, which ends the stream when all that waits is written.
     *
     * @throws InterruptedException when the stream has ended and it waited; see {@link EventStream}
     * @throws Exception to cut the stream; logged unless it had ended
     */
    void handle(ServerRequest request, EventStream events) throws Exception;
}
