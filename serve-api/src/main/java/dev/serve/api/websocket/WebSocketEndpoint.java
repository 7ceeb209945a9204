package dev.serve.api.websocket;

/**
 * What a WebSocket route leads to. One object serves all sessions of its route; for one session its
 * methods are called by one thread at a time, in order.
 *
 * <p>An exception ends the session with 1011 and is logged; the peer is not told its text.
 */
public sealed interface WebSocketEndpoint
        permits WebSocketHandler, WebSocketStreamHandler, WebSocketConversation {

    /** The session is open; nothing has been received yet. */
    default void onOpen(WebSocketSession session) throws Exception {}

    /**
     * The session has ended, in whatever way; called exactly once for every session whose {@link
     * #onOpen} was called, after all else.
     */
    default void onClose(WebSocketSession session, WebSocketClose close) throws Exception {}
}
