package dev.serve.api.routing;

import dev.serve.api.tcp.TcpConnection;

/**
 * One frame of a byte stream. It has no headers, and its {@link #target} is empty. {@link #reject}
 * sends the reason and the message as a frame, where the codec can frame them, and closes the
 * connection.
 */
public interface TcpExchange extends Exchange {

    /** Who sent it. */
    TcpConnection connection();

    /** What was sent, without its framing. */
    byte[] frame();
}
