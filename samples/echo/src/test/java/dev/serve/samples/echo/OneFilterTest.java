package dev.serve.samples.echo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serve.api.Server;
import dev.serve.api.routing.Exchange;
import dev.serve.api.routing.Filter;
import dev.serve.api.routing.Rejection;
import dev.serve.api.routing.Routes;
import dev.serve.api.routing.TcpExchange;
import dev.serve.api.routing.WebSocketExchange;
import dev.serve.api.tcp.FrameCodec;
import dev.serve.api.websocket.WebSocketHandler;
import dev.serve.api.websocket.WebSocketSession;
import dev.serve.testing.RawClient;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.testing.integration.EmptyProtos;
import io.grpc.testing.integration.TestServiceGrpc;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One class of filter that rejects, on every kind of exchange. */
class OneFilterTest {

    /** Rejects whatever a client asks for, but lets the requests that open sessions pass. */
    private static final class Refuses implements Filter {

        @Override
        public void filter(Exchange exchange, Chain chain) throws Exception {
            boolean opens = exchange.header("Sec-WebSocket-Key").isPresent();
            if (opens && !(exchange instanceof WebSocketExchange)) {
                chain.proceed();
            } else {
                exchange.reject(
                        Rejection.of(
                                Rejection.Reason.FORBIDDEN,
                                exchange instanceof TcpExchange ? "no frame" : "not here"));
            }
        }
    }

    /** What is refused, and in which words. */
    private enum Kind {
        HTTP("403 not here") {
            @Override
            String ask(Server server) {
                return status(server, "/hello");
            }
        },
        SSE("403 not here") {
            @Override
            String ask(Server server) {
                return status(server, "/events");
            }
        },
        WEBSOCKET_MESSAGE("1008 not here") {
            @Override
            String ask(Server server) throws Exception {
                CompletableFuture<String> closed = new CompletableFuture<>();
                try (HttpClient client = HttpClient.newHttpClient()) {
                    WebSocket socket =
                            client.newWebSocketBuilder()
                                    .buildAsync(
                                            URI.create(
                                                    "ws://127.0.0.1:" + server.port("web") + "/ws"),
                                            new WebSocket.Listener() {
                                                @Override
                                                public CompletionStage<?> onClose(
                                                        WebSocket socket, int code, String reason) {
                                                    closed.complete(code + " " + reason);
                                                    return CompletableFuture.completedFuture(null);
                                                }
                                            })
                                    .get(10, TimeUnit.SECONDS);
                    socket.sendText("hello", true).get(10, TimeUnit.SECONDS);
                    return closed.get(10, TimeUnit.SECONDS);
                }
            }
        },
        GRPC_CALL("PERMISSION_DENIED not here") {
            @Override
            String ask(Server server) throws Exception {
                ManagedChannel channel =
                        Grpc.newChannelBuilder(
                                        "dns:///127.0.0.1:" + server.port("web"),
                                        InsecureChannelCredentials.create())
                                .build();
                try {
                    TestServiceGrpc.newBlockingStub(channel)
                            .emptyCall(EmptyProtos.Empty.getDefaultInstance());
                    return "OK";
                } catch (StatusRuntimeException e) {
                    return e.getStatus().getCode() + " " + e.getStatus().getDescription();
                } finally {
                    channel.shutdownNow();
                    assertThat(channel.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
                }
            }
        },
        TCP_FRAME("FORBIDDEN: no frame") {
            @Override
            String ask(Server server) {
                try (RawClient client = RawClient.tcp(server.port("tcp"))) {
                    return client.send("hello\n").readToEnd().strip();
                }
            }
        };

        private final String answer;

        Kind(String answer) {
            this.answer = answer;
        }

        abstract String ask(Server server) throws Exception;

        private static String status(Server server, String path) {
            try (RawClient client = RawClient.tcp(server.port("web"))) {
                var answer = client.get(path);
                return answer.status() + " " + answer.body();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void rejectsEveryKindOfExchange(Kind kind) throws Exception {
        try (Server server =
                Server.builder()
                        .listener(
                                "web",
                                listener ->
                                        listener.port(0)
                                                .protocols("http", "sse", "websocket", "grpc")
                                                .routing(OneFilterTest::web))
                        .listener(
                                "tcp",
                                listener ->
                                        listener.port(0)
                                                .protocols("tcp")
                                                .routing(OneFilterTest::frames))
                        .build()
                        .start()) {
            assertThat(kind.ask(server)).isEqualTo(kind.answer);
        }
    }

    private static void web(Routes routes) {
        routes.filter(new Refuses())
                .get("/hello", (req, res) -> res.send("hello"))
                .grpc(new TestServiceGrpc.TestServiceImplBase() {})
                .sse("/events", (request, events) -> events.send("hello"))
                .webSocket(
                        "/ws",
                        new WebSocketHandler() {
                            @Override
                            public void onText(WebSocketSession session, String text) {
                                session.send(text);
                            }
                        });
    }

    private static void frames(Routes routes) {
        routes.filter(new Refuses())
                .tcp(FrameCodec.line(), (connection, frame) -> connection.send(frame));
    }
}
