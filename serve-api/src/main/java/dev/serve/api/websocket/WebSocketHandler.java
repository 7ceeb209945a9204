package dev.serve.api.websocket;

/** Gets whole messages. A message of a kind that it has no method for is refused with 1003. */
public non-sealed interface WebSocketHandler extends WebSocketEndpoint {

    /** A text message (RFC 6455 section 5.6). */
    default void onText(WebSocketSession session, String text) throws Exception {
        session.close(WebSocketClose.UNSUPPORTED_DATA, "text is not expected");
    }

    /** A binary message; the array is the handler's. */
    default void onBinary(WebSocketSession session, byte[] bytes) throws Exception {
        session.close(WebSocketClose.UNSUPPORTED_DATA, "binary data is not expected");
    }
}
