package dev.serve.api.spi;

/**
 * What an answer of our engines can do instead of answering: hand what carries its request over to
 * another protocol. On HTTP/2 that is the stream (RFC 8441 section 4, or any request, as gRPC has
 * it), on HTTP/1.1 the connection (RFC 9110 section 7.8). A route's handler finds it on its {@code
 * ServerResponse}, after the filters have let the request pass:
 *
 * <pre>{@code
 * if (response instanceof Handover handover && handover.asksFor("websocket")) {
 *     handover.handOver("websocket", new Session(request));
 * } else {
 *     response.status(Status.UPGRADE_REQUIRED_426).send();
 * }
 * }</pre>
 *
 * <p>Belongs to the thread of its request.
 */
public interface Handover {

    /**
     * Whether the client asks for a protocol: as the {@code :protocol} of an extended CONNECT, or
     * among the names in Upgrade of a request of HTTP/1.1 without a body. Names have no case.
     */
    boolean asksFor(String protocol);

    /**
     * Hands over, when routing is done with the request. Nothing is answered yet: {@link
     * TakenStream#begin} does that. {@code pool.request-timeout}, {@code pool.body-timeout} and
     * {@code http.max-body-size} hold no longer.
     *
     * @param protocol its name, for listings of connections
     * @throws IllegalStateException if the answer has begun, or the client of HTTP/1.1 has not
     *     asked for the protocol
     * @throws io.helidon.webserver.CloseConnectionException if the request has been answered by
     *     another or has gone
     */
    void handOver(String protocol, StreamTaker taker);

    /**
     * As {@link #handOver}, but serves the stream to its end inside this call: the filters around
     * the route's handler see all of it, and the request is in flight until then. On HTTP/1.1,
     * which has to end the request first, it is the same as {@link #handOver}.
     */
    default void serve(String protocol, StreamTaker taker) {
        handOver(protocol, taker);
    }
}
