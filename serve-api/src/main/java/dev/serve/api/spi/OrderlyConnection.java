package dev.serve.api.spi;

import io.helidon.webserver.spi.ServerConnection;

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
}
