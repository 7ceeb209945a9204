package dev.serve.observe;

import static dev.serve.observe.HealthCalls.CHECK;
import static dev.serve.observe.OtlpReceiver.hex;
import static dev.serve.observe.TracedServer.PARENT;
import static dev.serve.observe.TracedServer.SAMPLED;
import static dev.serve.observe.TracedServer.TRACE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.serve.api.ListenerBuilder;
import dev.serve.api.tcp.FrameCodec;
import dev.serve.api.websocket.WebSocketHandler;
import dev.serve.api.websocket.WebSocketSession;
import dev.serve.testing.ExpectLog;
import dev.serve.testing.RawClient;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status.StatusCode;
import java.net.URI;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The work of each protocol is seen in a collector, and its log lines carry its ids. */
class ProtocolSpansTest {

    private @Nullable TracedServer started;

    @AfterEach
    void stop() {
        if (started != null) {
            started.close();
        }
    }

    private TracedServer start(int percent, Consumer<ListenerBuilder> web) {
        TracedServer server = TracedServer.start(percent, builder -> builder.listener("web", web));
        started = server;
        return server;
    }

    private static void assertChildOfTheClients(Span span) {
        assertThat(hex(span.getTraceId())).isEqualTo(TRACE);
        assertThat(hex(span.getParentSpanId())).isEqualTo(PARENT);
        assertThat(span.getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_SERVER);
    }

    private static void assertIds(Map<String, String> ids, Span span) {
        assertThat(ids)
                .containsEntry("traceId", hex(span.getTraceId()))
                .containsEntry("spanId", hex(span.getSpanId()))
                .containsEntry("listener", "web")
                .hasEntrySatisfying(
                        "connectionId", id -> assertThat(id).matches("conn_[0-9a-f]{12}"));
    }

    @Test
    @ExpectLog("Internal server error")
    @ExpectLog("cannot send error response")
    void requestsOverHttp1And2() {
        TracedServer server =
                start(
                        0,
                        web ->
                                web.routing(
                                        routes ->
                                                routes.get(
                                                                "/{version}",
                                                                (req, res) -> {
                                                                    TracedServer.log()
                                                                            .info(
                                                                                    req.path()
                                                                                            .path());
                                                                    res.send();
                                                                })
                                                        .get(
                                                                "/late/failure",
                                                                (_, res) -> {
                                                                    res.send();
                                                                    throw new IllegalStateException(
                                                                            "told to");
                                                                })
                                                        .get(
                                                                "/failing/it",
                                                                (_, _) -> {
                                                                    throw new IllegalStateException(
                                                                            "told to");
                                                                })));
        server.client().get("/1", "traceparent", SAMPLED);
        server.client().http2().get("/2", "traceparent", SAMPLED);
        server.client().get("/failing/it", "traceparent", SAMPLED);
        server.client().get("/late/failure", "traceparent", SAMPLED);

        var spans = server.receiver().spans("GET /{version}", 2);
        spans.forEach(ProtocolSpansTest::assertChildOfTheClients);
        assertThat(server.ids("/1").get("protocol")).isEqualTo("http");
        assertThat(server.ids("/1").get("requestId")).matches("req_[0-9a-f]{12}");
        assertIds(server.ids("/1"), spans.getFirst());
        assertIds(server.ids("/2"), spans.getLast());

        Span failed = server.receiver().span("GET /failing/it");
        assertThat(failed.getStatus().getCode()).isEqualTo(StatusCode.STATUS_CODE_ERROR);
        Span late = server.receiver().span("GET /late/failure");
        assertThat(late.getStatus().getCode()).isEqualTo(StatusCode.STATUS_CODE_ERROR);
        assertThat(late.getAttributesList())
                .filteredOn(attribute -> attribute.getKey().equals("http.response.status_code"))
                .extracting(attribute -> attribute.getValue().getIntValue())
                .containsExactly(200L);
        assertThat(spans.getFirst().getStatus().getCode()).isEqualTo(StatusCode.STATUS_CODE_UNSET);
    }

    @Test
    @ExpectLog("the handler failed")
    void messagesOfWebSockets() throws Exception {
        TracedServer server =
                start(
                        0,
                        web ->
                                web.protocols("http", "websocket")
                                        .routing(routes -> routes.webSocket("/echo", new Echo())));
        Heard heard = new Heard();
        WebSocket socket =
                server.client()
                        .jdk()
                        .newWebSocketBuilder()
                        .header("traceparent", SAMPLED)
                        .buildAsync(
                                URI.create("ws://127.0.0.1:" + server.port("web") + "/echo"), heard)
                        .get(10, TimeUnit.SECONDS);
        socket.sendText("one", true).get(10, TimeUnit.SECONDS);
        socket.sendText("fail", true).get(10, TimeUnit.SECONDS);
        heard.closed.get(10, TimeUnit.SECONDS);

        var spans = server.receiver().spans("websocket message", 2);
        spans.forEach(ProtocolSpansTest::assertChildOfTheClients);
        assertIds(server.ids("one"), spans.getFirst());
        assertThat(server.ids("one"))
                .containsEntry("protocol", "websocket")
                .containsKey("sessionId");
        assertThat(spans.getFirst().getStatus().getCode()).isEqualTo(StatusCode.STATUS_CODE_UNSET);
        assertThat(spans.getLast().getStatus().getCode()).isEqualTo(StatusCode.STATUS_CODE_ERROR);
    }

    private static final class Echo implements WebSocketHandler {

        @Override
        public void onText(WebSocketSession session, String text) {
            TracedServer.log().info(text);
            if (text.equals("fail")) {
                throw new IllegalStateException("told to");
            }
            session.send(text);
        }
    }

    private static final class Heard implements WebSocket.Listener {

        private final CompletableFuture<Integer> closed = new CompletableFuture<>();

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            closed.complete(code);
            return null;
        }
    }

    @Test
    void callsOfGrpc() throws Exception {
        TracedServer server =
                start(
                        0,
                        web ->
                                web.protocols("http", "grpc")
                                        .grpc(grpc -> grpc.json(true))
                                        .routing(
                                                routes ->
                                                        routes.grpc(
                                                                new HealthCalls.Service(
                                                                        TracedServer.log()
                                                                                ::info))));
        HealthCalls.check(server.port("web"), SAMPLED, "one", "fail");
        server.client()
                .post(
                        "/" + CHECK,
                        "{\"service\": \"fail\"}",
                        "Content-Type",
                        "application/json",
                        "traceparent",
                        SAMPLED);
        var spans = server.receiver().spans(CHECK, 2);
        spans.forEach(ProtocolSpansTest::assertChildOfTheClients);
        assertIds(server.ids("one"), spans.getFirst());
        assertThat(server.ids("one")).containsEntry("protocol", "grpc");
        assertThat(spans.getFirst().getAttributesList().toString())
                .contains("rpc.response.status_code", "OK");
        assertThat(spans.getFirst().getStatus().getCode()).isEqualTo(StatusCode.STATUS_CODE_UNSET);
        Span inJson = server.receiver().span("POST");
        for (Span failed : List.of(spans.getLast(), inJson)) {
            assertThat(failed.getAttributesList().toString()).contains("INTERNAL");
            assertThat(failed.getStatus().getCode()).isEqualTo(StatusCode.STATUS_CODE_ERROR);
        }
    }

    @Test
    @ExpectLog("failed")
    void framesOfTcp() {
        TracedServer server =
                start(
                        100,
                        web ->
                                web.protocols("tcp")
                                        .routing(
                                                routes ->
                                                        routes.tcp(
                                                                FrameCodec.line(),
                                                                (_, frame) -> framed(frame))));
        try (RawClient client = RawClient.tcp(server.port("web"))) {
            client.send("one\ntwo\nfail\n");
            client.awaitEnd();
        }
        var spans = server.receiver().spans("tcp frame", 3);
        assertThat(spans).extracting(Span::getTraceId).doesNotHaveDuplicates();
        assertThat(spans).allMatch(span -> span.getParentSpanId().isEmpty());
        assertIds(server.ids("one"), spans.getFirst());
        assertIds(server.ids("two"), spans.get(1));
        assertThat(spans.get(1).getStatus().getCode()).isEqualTo(StatusCode.STATUS_CODE_UNSET);
        assertThat(spans.getLast().getStatus().getCode()).isEqualTo(StatusCode.STATUS_CODE_ERROR);
    }

    private static void framed(byte[] frame) {
        String text = new String(frame, StandardCharsets.US_ASCII);
        TracedServer.log().info(text);
        if (text.equals("fail")) {
            throw new IllegalStateException("told to");
        }
    }
}
