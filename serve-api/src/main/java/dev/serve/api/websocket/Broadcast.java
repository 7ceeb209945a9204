package dev.serve.api.websocket;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Sends one message to many sessions. First to all that have room for it, without waiting for
 * anybody; then, by the overflow policy of each, to those whose queue was full. Where that is
 * {@code block}, all of them together share one deadline: who is late is closed with 1013.
 *
 * <p>Stateless.
 */
public final class Broadcast {

    private Broadcast() {}

    /**
     * Sends a message; sessions that are closed are passed over.
     *
     * @param patience how long to wait, in all, for sessions whose policy is {@code block}
     */
    public static void send(
            PreparedMessage message,
            Iterable<? extends WebSocketSession> sessions,
            Duration patience) {
        List<WebSocketSession> full = new ArrayList<>(0);
        for (WebSocketSession session : sessions) {
            if (!session.trySend(message) && session.isOpen()) {
                full.add(session);
            }
        }
        long deadline = full.isEmpty() ? 0 : System.nanoTime() + patience.toNanos();
        full.forEach(session -> sendLate(message, session, deadline));
    }

    private static void sendLate(
            PreparedMessage message, WebSocketSession session, long deadlineNanos) {
        try {
            session.send(message, deadlineNanos);
        } catch (WebSocketClosedException e) {
            // It has ended since, which its own handler is told.
        }
    }
}
