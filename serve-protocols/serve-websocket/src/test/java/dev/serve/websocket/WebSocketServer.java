package dev.serve.websocket;

import dev.serve.api.Extension;
import dev.serve.api.ListenerBuilder;
import dev.serve.api.Server;
import dev.serve.api.config.WebSocketConfig;
import dev.serve.api.routing.Routes;
import dev.serve.api.spi.WorkObserver;
import dev.serve.api.websocket.WebSocketClose;
import dev.serve.api.websocket.WebSocketHandler;
import dev.serve.api.websocket.WebSocketSession;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A server on any port whose listener {@code web} speaks WebSocket. */
final class WebSocketServer implements AutoCloseable {

    private final Server server;

    private WebSocketServer(Server server) {
        this.server = server;
    }

    static WebSocketServer of(Consumer<WebSocketConfig.Builder> settings, Consumer<Routes> routes) {
        return listening(listener -> listener.websocket(settings).routing(routes));
    }

    static WebSocketServer of(Consumer<Routes> routes) {
        return listening(listener -> listener.routing(routes));
    }

    /** One whose work is observed. */
    static WebSocketServer observed(WorkObserver observer, Consumer<Routes> routes) {
        return new WebSocketServer(
                Server.builder()
                        .listener(
                                "web",
                                web -> web.port(0).protocols("http", "websocket").routing(routes))
                        .extension(
                                new Extension() {
                                    @Override
                                    public String name() {
                                        return "observer";
                                    }

                                    @Override
                                    public Optional<WorkObserver> observer(String listener) {
                                        return Optional.of(observer);
                                    }
                                })
                        .build()
                        .start());
    }

    static WebSocketServer listening(Consumer<ListenerBuilder> listener) {
        return new WebSocketServer(
                Server.builder()
                        .listener(
                                "web",
                                builder ->
                                        listener.accept(
                                                builder.port(0).protocols("http", "websocket")))
                        .build()
                        .start());
    }

    Server server() {
        return server;
    }

    int port() {
        return server.port("web");
    }

    WsClient open(String path, String... fields) {
        return WsClient.open(port(), path, fields);
    }

    @Override
    public void close() {
        server.stop();
    }

    /** Echoes, and tells what it has seen. */
    static final class Recorder implements WebSocketHandler {
        final BlockingQueue<WebSocketSession> opened = new LinkedBlockingQueue<>();
        final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
        final BlockingQueue<WebSocketClose> closes = new LinkedBlockingQueue<>();

        @Override
        public void onOpen(WebSocketSession session) {
            opened.add(session);
        }

        @Override
        public void onText(WebSocketSession session, String text) {
            messages.add(text);
            session.send(text);
        }

        @Override
        public void onBinary(WebSocketSession session, byte[] bytes) {
            messages.add(bytes.length + " bytes");
            session.send(bytes);
        }

        @Override
        public void onClose(WebSocketSession session, WebSocketClose close) {
            closes.add(close);
        }

        /** The next session that opens. */
        WebSocketSession session() throws InterruptedException {
            return taken(opened);
        }

        /** The next end. */
        WebSocketClose close() throws InterruptedException {
            return taken(closes);
        }

        static <T> T taken(BlockingQueue<T> queue) throws InterruptedException {
            T next = queue.poll(10, TimeUnit.SECONDS);
            if (next == null) {
                throw new AssertionError("nothing happened within ten seconds");
            }
            return next;
        }
    }
}
