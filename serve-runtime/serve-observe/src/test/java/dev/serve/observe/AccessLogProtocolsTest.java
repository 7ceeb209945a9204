package dev.serve.observe;

import static dev.serve.observe.HealthCalls.CHECK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.serve.api.Server;
import dev.serve.api.tcp.FrameCodec;
import dev.serve.api.websocket.WebSocketHandler;
import dev.serve.api.websocket.WebSocketSession;
import dev.serve.testing.RawClient;
import dev.serve.testing.TestHttpClient;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One line for the work of each protocol, and no second one. */
class AccessLogProtocolsTest {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String TRACE_PARENT = "00-" + TRACE + "-00f067aa0ba902b7-01";

    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int RST_STREAM = 3;
    private static final int SETTINGS = 4;

    @TempDir private Path directory;

    private int told;

    private Server start() {
        return Server.builder()
                .listener(
                        "web",
                        web ->
                                web.port(0)
                                        .protocols("http", "websocket", "sse", "grpc")
                                        .routing(
                                                routes ->
                                                        routes.respond("/hello", 200, "hello")
                                                                .sse(
                                                                        "/events",
                                                                        (_, stream) ->
                                                                                stream.send("one"))
                                                                .webSocket("/echo", new Echo())
                                                                .grpc(
                                                                        new HealthCalls.Service(
                                                                                _ -> {}))))
                .listener(
                        "unix",
                        unix ->
                                unix.path(directory.resolve("s").toString())
                                        .routing(routes -> routes.respond("/hello", 200, "hello")))
                .listener("admin", admin -> admin.port(0))
                .observe(observe -> observe.listeners(List.of("admin")))
                .listener(
                        "raw",
                        raw ->
                                raw.port(0)
                                        .protocols("tcp")
                                        .routing(
                                                routes ->
                                                        routes.tcp(
                                                                FrameCodec.line(),
                                                                (connection, frame) ->
                                                                        connection.send(frame))))
                .set("listeners.web.grpc.web", "true")
                .set("listeners.web.grpc.json", "true")
                .set("observe.access-log.enabled", "true")
                .set("observe.access-log.path", file().toString())
                .build()
                .start();
    }

    private Path file() {
        return directory.resolve("access.log");
    }

    private static final class Echo implements WebSocketHandler {

        @Override
        public void onText(WebSocketSession session, String text) {
            session.send(text);
        }
    }

    private List<String> lines(int count) {
        await().until(() -> Files.exists(file()) && Files.readAllLines(file()).size() >= count);
        return read();
    }

    private List<String> read() {
        try {
            return Files.readAllLines(file());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** The line of what was just done: it is the only one that has come. */
    private String line() {
        List<String> lines = lines(++told);
        assertThat(lines).hasSize(told);
        return lines.getLast();
    }

    @Test
    void eachHasOneLine() throws Exception {
        try (Server server = start();
                TestHttpClient client =
                        TestHttpClient.of(URI.create("http://127.0.0.1:" + server.port("web")))) {
            client.get("/hello");
            assertThat(line()).contains(" protocol=http/1.1 ", "route=/hello", "status=200");

            client.http2().get("/hello");
            assertThat(line()).contains(" protocol=http/2.0 ", "route=/hello", "status=200");

            try (RawClient raw = RawClient.unix(directory.resolve("s"))) {
                raw.get("/hello");
            }
            assertThat(line()).contains(" listener=unix protocol=http/1.1 ", "route=/hello");

            client.get("/events");
            assertThat(line()).contains(" protocol=http/1.1 ", "route=/events status=200 bytes=");

            HealthCalls.check(server.port("web"), TRACE_PARENT, "one");
            assertThat(line())
                    .containsPattern(
                            " protocol=grpc client=127.0.0.1 connectionId=conn_\\w+ requestId=req_\\w+ traceId="
                                    + TRACE
                                    + " method="
                                    + CHECK
                                    + " code=OK ");

            talk(client, server.port("web"));
            assertThat(line())
                    .containsPattern(
                            " protocol=websocket client=127.0.0.1 sessionId=conn_\\w+ traceId="
                                    + TRACE
                                    + " path=/echo code=1000 messagesIn=1 messagesOut=");

            talkOnAStream(server.port("web"));
            assertThat(line())
                    .contains(" protocol=websocket client=127.0.0.1 sessionId=conn_")
                    .contains("path=/echo code=4001 messagesIn=0 messagesOut=0");

            try (RawClient raw = RawClient.tcp(server.port("web"))) {
                raw.send("GET /a\u0001b HTTP/1.1\r\nHost: a\r\n\r\n").awaitEnd();
            }
            assertThat(line())
                    .containsPattern(
                            " protocol=http/1.1 client=127.0.0.1 connectionId=conn_\\w+ status=400 outcome=refused reason=");

            try (RawClient raw = RawClient.tcp(server.port("web"))) {
                raw.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n").send(frame(SETTINGS, 0, 0));
                raw.send(
                        frame(
                                HEADERS,
                                5,
                                1,
                                fields(":method", "GET", ":scheme", "http", ":path", "nowhere")));
                assertThat(line())
                        .containsPattern(
                                " protocol=http/2.0 client=127.0.0.1 connectionId=conn_\\w+ status=400 outcome=refused reason=");
            }

            try (RawClient raw = RawClient.tcp(server.port("raw"))) {
                raw.send("one\n").readUntil("\n");
            }
            assertThat(line()).contains(" protocol=tcp ", "bytesIn=4 bytesOut=4");
        }
        assertThat(read()).hasSize(told);
    }

    @Test
    void callsInPlainRequestsSayTheCodeThatTheyEndedWith() throws IOException {
        try (Server server = start();
                TestHttpClient client =
                        TestHttpClient.of(URI.create("http://127.0.0.1:" + server.port("web")))) {
            byte[] empty = new byte[5];
            web(client, CHECK, empty);
            assertThat(line()).contains("path=/" + CHECK + " ", "status=200 code=OK ");
            web(client, "grpc.health.v1.Health/Watch", empty);
            assertThat(line()).contains("status=200 code=UNIMPLEMENTED ");
            web(client, "no.Such/Method", empty);
            assertThat(line()).contains("status=200 code=UNIMPLEMENTED ");

            client.post("/" + CHECK, "{}", "Content-Type", "application/json");
            assertThat(line()).contains("path=/" + CHECK + " ", "status=200 code=OK ");
            client.post("/" + CHECK, "{\"service\": \"gone\"}", "Content-Type", "application/json");
            assertThat(line()).contains("status=404 code=NOT_FOUND ");

            try (TestHttpClient admin =
                    TestHttpClient.of(URI.create("http://127.0.0.1:" + server.port("admin")))) {
                String counted =
                        "serve_grpc_calls_seconds_count{code=\"%s\",listener=\"web\",method=\"%s\"} %d";
                assertThat(admin.get("/metrics").body())
                        .contains(counted.formatted("OK", CHECK, 2))
                        .contains(counted.formatted("NOT_FOUND", CHECK, 1))
                        .contains(counted.formatted("UNIMPLEMENTED", "other", 1));
            }
        }
    }

    private static void web(TestHttpClient client, String method, byte[] message) {
        client.send(
                client.request("/" + method)
                        .header("Content-Type", "application/grpc-web+proto")
                        .POST(BodyPublishers.ofByteArray(message))
                        .build(),
                BodyHandlers.ofByteArray());
    }

    private static void talk(TestHttpClient client, int port) throws Exception {
        WebSocket socket =
                client.jdk()
                        .newWebSocketBuilder()
                        .header("traceparent", TRACE_PARENT)
                        .buildAsync(
                                URI.create("ws://127.0.0.1:" + port + "/echo"),
                                new WebSocket.Listener() {})
                        .get(10, TimeUnit.SECONDS);
        socket.sendText("one", true).get(10, TimeUnit.SECONDS);
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "").get(10, TimeUnit.SECONDS);
    }

    /** On a stream of HTTP/2 (RFC 8441), by hand: the JDK has no client of that. */
    private static void talkOnAStream(int port) {
        try (RawClient raw = RawClient.tcp(port)) {
            raw.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n").send(frame(SETTINGS, 0, 0));
            raw.send(
                    frame(
                            HEADERS,
                            4,
                            1,
                            fields(
                                    ":method", "CONNECT",
                                    ":protocol", "websocket",
                                    ":scheme", "http",
                                    ":path", "/echo",
                                    ":authority", "127.0.0.1",
                                    "sec-websocket-version", "13")));
            // A close frame with code 4001 under a mask of zeros (RFC 6455 section 5.5.1).
            raw.send(frame(DATA, 1, 1, hex("8882" + "00000000" + "0fa1")));
            awaitEndOfStream(raw);
        }
    }

    private static void awaitEndOfStream(RawClient raw) {
        byte[] head = raw.readExactly(9);
        while (head[8] != 1 || (head[3] != RST_STREAM && (head[4] & 1) == 0)) {
            raw.readExactly((head[0] & 0xff) << 16 | (head[1] & 0xff) << 8 | (head[2] & 0xff));
            head = raw.readExactly(9);
        }
    }

    private static byte[] frame(int type, int flags, int stream, byte... payload) {
        return ByteBuffer.allocate(9 + payload.length)
                .putInt(payload.length << 8 | type)
                .put((byte) flags)
                .putInt(stream)
                .put(payload)
                .array();
    }

    /** Literals that nobody indexes (RFC 7541 section 6.2.2). */
    private static byte[] fields(String... namesAndValues) {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        for (int i = 0; i < namesAndValues.length; i++) {
            if (i % 2 == 0) {
                block.write(0);
            }
            block.write(namesAndValues[i].length());
            block.writeBytes(namesAndValues[i].getBytes(StandardCharsets.US_ASCII));
        }
        return block.toByteArray();
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }
}
