package dev.serve.websocket.session;

import dev.serve.api.websocket.WebSocketClose;
import dev.serve.api.websocket.WebSocketMessage;

/** How a session's messages reach the code of the route. One object for all sessions of a route. */
public interface Handling {

    /** Whether messages are handed over piece by piece. */
    default boolean isStreamed() {
        return false;
    }

    /** Whether pings and pongs are handed over too. */
    default boolean wantsControls() {
        return false;
    }

    /** Whether a message that a conversation receives may reach it. */
    default boolean passes(Session session, WebSocketMessage message) {
        return true;
    }

    /**
     * Serves a session from its opening to its end, in its own thread.
     *
     * @throws Exception to end it with 1011
     */
    void serve(Session session) throws Exception;

    /** The session has ended; called once, after {@link #serve}. */
    void closed(Session session, WebSocketClose close) throws Exception;
}
