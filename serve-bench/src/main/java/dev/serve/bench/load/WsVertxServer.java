package dev.serve.bench.load;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.ServerWebSocket;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Vert.x's WebSocket as a program of its own; see {@link Announcement} for how it talks. */
public final class WsVertxServer {

    private WsVertxServer() {}

    /** Serves on a free port until standard input ends. */
    public static void main(String[] arguments) throws IOException {
        Set<ServerWebSocket> subscribers = ConcurrentHashMap.newKeySet();
        Vertx vertx = Vertx.vertx();
        try {
            HttpServer server =
                    vertx.createHttpServer(
                                    new HttpServerOptions()
                                            .setHost("127.0.0.1")
                                            .setPort(0)
                                            .setTcpNoDelay(true))
                            .webSocketHandler(socket -> serve(socket, subscribers))
                            .listen()
                            .await();
            Announcement.ofPort(server.actualPort());
        } finally {
            vertx.close().await();
        }
    }

    private static void serve(ServerWebSocket socket, Set<ServerWebSocket> subscribers) {
        switch (socket.path()) {
            case WsPaths.SUBSCRIBE -> {
                subscribers.add(socket);
                socket.closeHandler(_ -> subscribers.remove(socket));
            }
            case WsPaths.PUBLISH ->
                    socket.textMessageHandler(
                            text -> subscribers.forEach(each -> each.writeTextMessage(text)));
            default -> {
                socket.textMessageHandler(socket::writeTextMessage);
                socket.binaryMessageHandler(socket::writeBinaryMessage);
            }
        }
    }
}
