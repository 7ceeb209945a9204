package dev.serve.api.websocket;

/**
 * Serves a session in straight-line code on a virtual thread of its own: it receives when it wants
 * to.
 *
 * <pre>{@code
 * routes.webSocket("/greet", session -> {
 *     session.send("who are you?");
 *     if (session.receive() instanceof WebSocketMessage.Text(String name)) {
 *         session.send("hello " + name);
 *     }
 * });
 * }</pre>
 */
@FunctionalInterface
public non-sealed interface WebSocketConversation extends WebSocketEndpoint {

    /**
     * Serves a session; when it returns, the session is closed with 1000.
     *
     * @throws Exception to end the session with 1011
     */
    void converse(ConversationSession session) throws Exception;
}
