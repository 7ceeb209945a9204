package dev.serve.api.routing;

import dev.serve.api.websocket.WebSocketMessage;
import dev.serve.api.websocket.WebSocketSession;

/**
 * One WebSocket message. {@link #header} reads the request that opened the session; {@link #reject}
 * closes the session: with 1013 when it is too often or not now, else with 1008.
 */
public interface WebSocketExchange extends Exchange {

    /** Who sent it. */
    WebSocketSession session();

    /** What was sent; a streamed message is empty here. */
    WebSocketMessage message();
}
