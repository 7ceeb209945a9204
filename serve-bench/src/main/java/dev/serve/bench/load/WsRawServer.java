package dev.serve.bench.load;

import io.helidon.common.buffers.BufferData;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.websocket.WsRouting;
import io.helidon.websocket.WsListener;
import io.helidon.websocket.WsSession;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Helidon's own WebSocket as a program of its own; see {@link Announcement} for how it talks. */
public final class WsRawServer {

    private WsRawServer() {}

    /** Serves on a free port until standard input ends. */
    public static void main(String[] arguments) throws IOException {
        Set<WsSession> subscribers = ConcurrentHashMap.newKeySet();
        WebServer server =
                WebServer.builder()
                        .host("127.0.0.1")
                        .port(0)
                        .connectionOptions(options -> options.tcpNoDelay(true))
                        .addRouting(
                                WsRouting.builder()
                                        .endpoint(WsPaths.ECHO, new Echo())
                                        .endpoint(WsPaths.SUBSCRIBE, new Subscriber(subscribers))
                                        .endpoint(WsPaths.PUBLISH, new Publisher(subscribers)))
                        .build()
                        .start();
        try {
            Announcement.ofPort(server.port());
        } finally {
            server.stop();
        }
    }

    private static final class Echo implements WsListener {
        @Override
        public void onMessage(WsSession session, String text, boolean last) {
            session.send(text, last);
        }

        @Override
        public void onMessage(WsSession session, BufferData buffer, boolean last) {
            session.send(buffer, last);
        }
    }

    private record Subscriber(Set<WsSession> all) implements WsListener {
        @Override
        public void onOpen(WsSession session) {
            all.add(session);
        }

        @Override
        public void onClose(WsSession session, int status, String reason) {
            all.remove(session);
        }

        @Override
        public void onError(WsSession session, Throwable problem) {
            all.remove(session);
        }
    }

    private record Publisher(Set<WsSession> all) implements WsListener {
        @Override
        public void onMessage(WsSession session, String text, boolean last) {
            all.forEach(each -> each.send(text, last));
        }
    }
}
