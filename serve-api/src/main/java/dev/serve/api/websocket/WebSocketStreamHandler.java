package dev.serve.api.websocket;

import java.io.InputStream;
import java.io.Reader;

/**
 * Gets messages while they come in, however large: {@code max-message-size} and {@code
 * max-fragments} do not hold. What a method leaves unread is skipped. Reading waits for the peer
 * and throws an {@link java.io.IOException} when the session ends within a message.
 */
public non-sealed interface WebSocketStreamHandler extends WebSocketEndpoint {

    /** A text message begins. */
    default void onText(WebSocketSession session, Reader text) throws Exception {
        session.close(WebSocketClose.UNSUPPORTED_DATA, "text is not expected");
    }

    /** A binary message begins. */
    default void onBinary(WebSocketSession session, InputStream bytes) throws Exception {
        session.close(WebSocketClose.UNSUPPORTED_DATA, "binary data is not expected");
    }
}
