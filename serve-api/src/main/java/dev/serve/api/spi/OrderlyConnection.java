package dev.serve.api.spi;

import io.helidon.webserver.spi.ServerConnection;
import java.util.Map;

/**
 * A connection that ends itself in its protocol's words. {@code close(false)}, by any thread and at
 * once, tells the peer that nothing new is taken; what is in work goes on to its end, then the
 * connection closes. Whoever drains it leaves its wire alone.
 */
public interface OrderlyConnection extends ServerConnection {

    /** Whether it can do so now: a connection of HTTP/1.1 can when it was handed over. */
    default boolean isOrderly() {
        return true;
    }

    /**
     * Whether another protocol has it, or a stream of it: then it is not idle, though no request is
     * in flight, and is given time to end while its listener drains.
     */
    default boolean isInWork() {
        return false;
    }

    /**
     * Whether it carries what goes on when the listener is configured anew ({@link
     * EndWatcher#stays}): then it is left alone until the server stops.
     */
    default boolean stays() {
        return false;
    }

    /**
     * What is in work on it, by protocol: {@code http} for requests, {@code sse}, {@code
     * websocket}, {@code grpc}, {@code tcp}. Empty when nothing is, and while it is one request of
     * HTTP/1.1. Any thread.
     */
    default Map<String, Integer> work() {
        return Map.of();
    }

    /**
     * Messages, events or frames on it that have been taken to send and wait for the peer. Any
     * thread.
     */
    default int waiting() {
        return 0;
    }

    /**
     * The time in which it was to end has passed. Whoever is in work and has something to say does
     * so, and a moment later the connection cuts itself. By any thread, which is not held up.
     *
     * @return false if nobody has: whoever calls cuts it
     */
    default boolean expires() {
        return false;
    }
}
