package dev.serve.api.websocket;

/** A message was sent to a session that has ended or is ending. */
public final class WebSocketClosedException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    /** Names the session. */
    public WebSocketClosedException(String session) {
        super("WebSocket session " + session + " is closed");
    }
}
