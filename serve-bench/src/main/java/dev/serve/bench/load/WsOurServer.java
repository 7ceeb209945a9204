package dev.serve.bench.load;

import dev.serve.api.Server;
import dev.serve.api.config.WebSocketConfig;
import dev.serve.api.websocket.Broadcast;
import dev.serve.api.websocket.PreparedMessage;
import dev.serve.api.websocket.WebSocketClose;
import dev.serve.api.websocket.WebSocketHandler;
import dev.serve.api.websocket.WebSocketSession;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Our server of WebSocket as a program of its own; see {@link Announcement} for how it talks. */
public final class WsOurServer {

    private static final int MOST = 1_000_000;

    private WsOurServer() {}

    /** Serves on a free port until standard input ends. */
    public static void main(String[] arguments) throws IOException {
        Set<WebSocketSession> subscribers = ConcurrentHashMap.newKeySet();
        try (Server server =
                Server.builder()
                        .listener(
                                "web",
                                listener ->
                                        listener.port(0)
                                                .protocols("http", "websocket")
                                                .pool(pool -> pool.maxConnections(MOST))
                                                .websocket(WsOurServer::settings)
                                                .routing(
                                                        routes ->
                                                                routes.webSocket(
                                                                                WsPaths.ECHO,
                                                                                new Echo())
                                                                        .webSocket(
                                                                                WsPaths.SUBSCRIBE,
                                                                                new Subscriber(
                                                                                        subscribers))
                                                                        .webSocket(
                                                                                WsPaths.PUBLISH,
                                                                                new Publisher(
                                                                                        subscribers))))
                        .build()
                        .start()) {
            Announcement.ofPort(server.port("web"));
        }
    }

    /** Without pings: the client only counts bytes, and nobody else pings. */
    private static void settings(WebSocketConfig.Builder settings) {
        settings.maxSessions(MOST)
                .pingInterval(Duration.ofHours(1))
                .heartbeatInterval(Duration.ofHours(1));
    }

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

    private record Subscriber(Set<WebSocketSession> all) implements WebSocketHandler {
        @Override
        public void onOpen(WebSocketSession session) {
            all.add(session);
        }

        @Override
        public void onClose(WebSocketSession session, WebSocketClose close) {
            all.remove(session);
        }
    }

    private record Publisher(Set<WebSocketSession> all) implements WebSocketHandler {
        @Override
        public void onText(WebSocketSession session, String text) {
            Broadcast.send(PreparedMessage.text(text), all, Duration.ofSeconds(10));
        }
    }
}
