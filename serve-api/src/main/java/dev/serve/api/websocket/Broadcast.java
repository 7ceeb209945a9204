package dev.serve.api.websocket;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Sends one message to many sessions. First to all that have room for it, without waiting for
 * anybody; then, by the overflow policy of each, to those whose queue was full. Where that is
 * {@code block}, all of them together share one deadline: who is late is closed with 1013.
 *
 * <p>Virtual threads write, each for {@value #TOGETHER} sessions, so that messages that follow one
 * another leave in one write to each peer. Messages keep their order.
 *
 * <p>Stateless.
 */
public final class Broadcast {

    private static final int TOGETHER = 256;

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
        List<Runnable> writes = new ArrayList<>();
        for (WebSocketSession session : sessions) {
            List<Runnable> batch = writes;
            if (!session.trySend(message, batch::add) && session.isOpen()) {
                full.add(session);
            }
            if (writes.size() == TOGETHER) {
                start(writes);
                writes = new ArrayList<>(TOGETHER);
            }
        }
        start(writes);
        long deadline = full.isEmpty() ? 0 : System.nanoTime() + patience.toNanos();
        full.forEach(session -> sendLate(message, session, deadline));
    }

    private static void start(List<Runnable> writes) {
        if (!writes.isEmpty()) {
            Thread.ofVirtual()
                    .name("serve-websocket-broadcast")
                    .start(() -> writes.forEach(Runnable::run));
        }
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
