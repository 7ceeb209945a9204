package dev.serve.samples.echo;

import dev.serve.api.config.Overflow;
import dev.serve.api.routing.Routes;
import dev.serve.api.websocket.Broadcast;
import dev.serve.api.websocket.PreparedMessage;
import dev.serve.api.websocket.WebSocketClose;
import dev.serve.api.websocket.WebSocketHandler;
import dev.serve.api.websocket.WebSocketSession;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** WebSocket: {@code /ws/echo} and {@code /ws/room}. */
final class WebSocketRoutes {

    /** How long all who are late with a message of the room may keep its sender waiting. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private WebSocketRoutes() {}

    static void addTo(Routes routes) {
        routes.webSocket("/ws/echo", new Echo(), ws -> ws.overflow(Overflow.BLOCK))
                .webSocket("/ws/room", new Room(), ws -> ws.overflow(Overflow.BLOCK));
    }

    /** Sends each message back. */
    private static final class Echo implements WebSocketHandler {
        @Override
        public void onText(WebSocketSession session, String text) {
            session.send(text);
        }

        @Override
        public void onBinary(WebSocketSession session, byte[] bytes) {
            session.send(bytes);
        }
    }

    /** Sends each message to everybody there, the sender too. */
    private static final class Room implements WebSocketHandler {
        private final Set<WebSocketSession> present = ConcurrentHashMap.newKeySet();

        @Override
        public void onOpen(WebSocketSession session) {
            present.add(session);
        }

        @Override
        public void onText(WebSocketSession session, String text) {
            Broadcast.send(PreparedMessage.text(text), present, PATIENCE);
        }

        @Override
        public void onBinary(WebSocketSession session, byte[] bytes) {
            Broadcast.send(PreparedMessage.binary(bytes), present, PATIENCE);
        }

        @Override
        public void onClose(WebSocketSession session, WebSocketClose close) {
            present.remove(session);
        }
    }
}
