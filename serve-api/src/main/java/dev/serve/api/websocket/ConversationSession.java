package dev.serve.api.websocket;

import org.jspecify.annotations.Nullable;

/** A session whose messages are asked for. {@link #receive} is for the conversation's thread. */
public interface ConversationSession extends WebSocketSession {

    /**
     * Waits for the next message.
     *
     * @return the message; null when the session has ended
     */
    @Nullable WebSocketMessage receive();
}
