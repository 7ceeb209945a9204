package dev.serve.api.spi;

import io.helidon.webserver.spi.ServerConnection;

/**
 * A connection that ends itself in its protocol's words. {@code close(false)}, by any thread and at
 * once, tells the peer that nothing new is taken; what is in work goes on to its end, then the
 * connection closes. Whoever drains it leaves its wire alone.
 */
public interface OrderlyConnection extends ServerConnection {}
