package dev.serve.observe;

import static org.awaitility.Awaitility.await;

import dev.serve.api.ListenerBuilder;
import dev.serve.api.Server;
import dev.serve.api.config.Overflow;
import dev.serve.api.tcp.FrameCodec;
import dev.serve.api.websocket.PreparedMessage;
import dev.serve.api.websocket.WebSocketHandler;
import dev.serve.api.websocket.WebSocketSession;
import dev.serve.testing.RawClient;
import dev.serve.testing.TestHttpClient;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** How much waits for peers that do not read. */
class QueuedMessagesTest {

    private static final PreparedMessage BIG = PreparedMessage.binary(new byte[64 << 10]);

    private static Server start(Consumer<ListenerBuilder> web) {
        return Server.builder()
                .listener("web", listener -> web.accept(listener.port(0)))
                .listener("admin", admin -> admin.port(0))
                .observe(observe -> observe.listeners(List.of("admin")))
                .build()
                .start();
    }

    private static TestHttpClient operator(Server server) {
        return TestHttpClient.of(URI.create("http://127.0.0.1:" + server.port("admin")));
    }

    private static void awaitSome(TestHttpClient operator) {
        await().until(
                        () ->
                                operator.get("/metrics")
                                        .body()
                                        .lines()
                                        .anyMatch(QueuedMessagesTest::tellsOfSome));
    }

    private static void awaitNone(TestHttpClient operator) {
        await().until(
                        () ->
                                operator.get("/metrics")
                                        .body()
                                        .contains("serve_queued_messages{listener=\"web\"} 0"));
    }

    @Test
    void messagesThatWaitForTheirPeerAreTold() throws Exception {
        CompletableFuture<WebSocketSession> opened = new CompletableFuture<>();
        Server server =
                start(
                        web ->
                                web.protocols("http", "websocket")
                                        .routing(
                                                routes ->
                                                        routes.webSocket(
                                                                "/feed", new Opened(opened))));
        try (HttpClient client = HttpClient.newHttpClient();
                TestHttpClient operator = operator(server)) {
            WebSocket silent =
                    client.newWebSocketBuilder()
                            .buildAsync(
                                    URI.create("ws://127.0.0.1:" + server.port("web") + "/feed"),
                                    new Silent())
                            .get(10, TimeUnit.SECONDS);
            WebSocketSession session = opened.get(10, TimeUnit.SECONDS);
            awaitNone(operator);

            await().until(
                            () -> {
                                boolean full = !session.trySend(BIG);
                                return full && session.queuedMessages() > 1;
                            });
            awaitSome(operator);
            silent.abort();
            awaitNone(operator);
        } finally {
            server.stop();
        }
    }

    @Test
    void eventsThatWaitForTheirPeerAreTold() {
        String big = "x".repeat(64 << 10);
        Server server =
                start(
                        web ->
                                web.protocols("http", "sse")
                                        .routing(
                                                routes ->
                                                        routes.sse(
                                                                "/feed",
                                                                (_, events) -> {
                                                                    while (events.isOpen()) {
                                                                        events.send(big);
                                                                    }
                                                                })));
        areToldWhileNobodyReads(server, "GET /feed HTTP/1.1\r\nHost: a\r\n\r\n");
    }

    @Test
    void framesThatWaitForTheirPeerAreTold() {
        byte[] big = new byte[64 << 10];
        Server server =
                start(
                        web ->
                                web.protocols("tcp")
                                        .tcp(tcp -> tcp.overflow(Overflow.BLOCK))
                                        .routing(
                                                routes ->
                                                        routes.tcp(
                                                                FrameCodec.line(),
                                                                (connection, _) -> {
                                                                    while (connection.isOpen()) {
                                                                        connection.send(big);
                                                                    }
                                                                })));
        areToldWhileNobodyReads(server, "feed\n");
    }

    /** A client asks, reads nothing of what comes, and goes. */
    private static void areToldWhileNobodyReads(Server server, String asked) {
        try (RawClient silent = RawClient.tcp(server.port("web"));
                TestHttpClient operator = operator(server)) {
            silent.send(asked);
            awaitSome(operator);
            silent.reset();
            awaitNone(operator);
        } finally {
            server.stop();
        }
    }

    private static boolean tellsOfSome(String line) {
        return line.matches("serve_queued_messages\\{listener=\"web\"} [1-9].*");
    }

    private record Opened(CompletableFuture<WebSocketSession> session) implements WebSocketHandler {

        @Override
        public void onOpen(WebSocketSession opened) {
            session.complete(opened);
        }
    }

    /** Asks for nothing. */
    private static final class Silent implements WebSocket.Listener {

        @Override
        public void onOpen(WebSocket webSocket) {
            // Without request(1) nothing is read.
        }
    }
}
