package dev.serve.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.serve.api.websocket.WebSocketClose;
import dev.serve.api.websocket.WebSocketEndpoint;
import dev.serve.api.websocket.WebSocketHandler;
import dev.serve.api.websocket.WebSocketMessage;
import dev.serve.api.websocket.WebSocketSession;
import dev.serve.api.websocket.WebSocketStreamHandler;
import dev.serve.testing.ExpectLog;
import dev.serve.testing.RawClient;
import io.helidon.common.buffers.BufferData;
import io.helidon.websocket.WsListener;
import io.helidon.websocket.WsSession;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Reader;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What handlers of every style see and may do. */
class HandlersTest {

    private static WebSocketServer server(WebSocketEndpoint endpoint) {
        return WebSocketServer.of(routes -> routes.webSocket("/ws", endpoint));
    }

    @Test
    void mayConverse() {
        try (WebSocketServer server =
                        WebSocketServer.of(
                                routes ->
                                        routes.webSocket(
                                                "/ws",
                                                session -> {
                                                    session.send("who?");
                                                    if (session.receive()
                                                            instanceof
                                                            WebSocketMessage.Text(String name)) {
                                                        session.send("hello " + name);
                                                    }
                                                }));
                WsClient client = server.open("/ws")) {
            assertThat(client.read().text()).isEqualTo("who?");
            client.text("me");
            assertThat(client.read().text()).isEqualTo("hello me");
            assertThat(client.read()).hasToString("close 1000");
        }
    }

    @Test
    void mayReadAMessageWhileItComes() throws Exception {
        BlockingQueue<String> seen = new LinkedBlockingQueue<>();
        WebSocketStreamHandler handler =
                new WebSocketStreamHandler() {
                    @Override
                    public void onText(WebSocketSession session, Reader text) throws IOException {
                        char[] two = new char[2];
                        int count = text.read(two);
                        seen.add(new String(two, 0, count));
                    }

                    @Override
                    public void onBinary(WebSocketSession session, InputStream bytes)
                            throws IOException {
                        seen.add("begun " + bytes.read());
                        seen.add("whole " + bytes.readAllBytes().length);
                    }
                };
        try (WebSocketServer server = server(handler);
                WsClient client = server.open("/ws")) {
            client.frame(0x02, new byte[] {7, 8});
            assertThat(seen.poll(10, TimeUnit.SECONDS)).isEqualTo("begun 7");
            client.frame(0x00, new byte[100]).frame(0x80, new byte[50]);
            assertThat(seen.poll(10, TimeUnit.SECONDS)).isEqualTo("whole 151");
            client.text("what nobody reads is skipped").text("next");
            assertThat(seen.poll(10, TimeUnit.SECONDS)).isEqualTo("wh");
            assertThat(seen.poll(10, TimeUnit.SECONDS)).isEqualTo("ne");
        }
    }

    @Test
    void mayWriteAMessagePieceByPiece() {
        WebSocketHandler handler =
                new WebSocketHandler() {
                    @Override
                    public void onText(WebSocketSession session, String text) throws IOException {
                        try (Writer writer = session.textStream()) {
                            writer.write("one ");
                            writer.flush();
                            session.send("between");
                            writer.write("two");
                        }
                        try (OutputStream bytes = session.binaryStream()) {
                            bytes.write(new byte[20_000]);
                        }
                    }
                };
        try (WebSocketServer server = server(handler);
                WsClient client = server.open("/ws")) {
            client.text("go");
            StringBuilder message = new StringBuilder();
            WsClient.Frame frame = client.read();
            assertThat(frame.opcode()).isEqualTo(1);
            message.append(frame.text());
            while (!frame.isFinal()) {
                frame = client.read();
                assertThat(frame.opcode()).isZero();
                message.append(frame.text());
            }
            assertThat(message).hasToString("one two");
            assertThat(client.read()).hasToString("1: between");
            int size = 0;
            do {
                frame = client.read();
                size += frame.payload().length;
            } while (!frame.isFinal());
            assertThat(size).isEqualTo(20_000);
        }
    }

    @Test
    void mayBeHelidonListeners() throws Exception {
        BlockingQueue<String> seen = new LinkedBlockingQueue<>();
        WsListener listener =
                new WsListener() {
                    @Override
                    public void onOpen(WsSession session) {
                        seen.add("open");
                    }

                    @Override
                    public void onMessage(WsSession session, String text, boolean last) {
                        session.send("a" + text, false).send("b", true);
                    }

                    @Override
                    public void onMessage(WsSession session, BufferData bytes, boolean last) {
                        session.send(bytes, last);
                    }

                    @Override
                    public void onPing(WsSession session, BufferData bytes) {
                        seen.add("ping " + bytes.available());
                    }

                    @Override
                    public void onClose(WsSession session, int status, String reason) {
                        seen.add("close " + status + session.socketContext().isSecure());
                    }
                };
        try (WebSocketServer server =
                        WebSocketServer.of(routes -> routes.webSocket("/ws", listener));
                WsClient client = server.open("/ws")) {
            client.text("x");
            assertThat(client.read()).hasToString("1: ax");
            assertThat(client.read()).hasToString("0: b");
            client.ping("12");
            assertThat(client.read()).hasToString("10: 12");
            client.binary(new byte[3]);
            assertThat(client.read().payload()).hasSize(3);
            client.sendClose(1001);
            assertThat(client.read()).hasToString("close 1001");
        }
        assertThat(seen.poll(10, TimeUnit.SECONDS)).isEqualTo("open");
        assertThat(seen.poll(10, TimeUnit.SECONDS)).isEqualTo("ping 2");
        assertThat(seen.poll(10, TimeUnit.SECONDS)).isEqualTo("close 1001false");
    }

    @Test
    void thatAreSlowDelayNeitherPongNorClose() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        BlockingQueue<String> seen = new LinkedBlockingQueue<>();
        WebSocketHandler handler =
                new WebSocketHandler() {
                    @Override
                    public void onText(WebSocketSession session, String text) throws Exception {
                        seen.add(text);
                        inside.countDown();
                        release.await();
                    }

                    @Override
                    public void onClose(WebSocketSession session, WebSocketClose close) {
                        seen.add("close " + close.code());
                    }
                };
        try (WebSocketServer server = server(handler);
                WsClient client = server.open("/ws")) {
            client.text("slow");
            assertThat(inside.await(10, TimeUnit.SECONDS)).isTrue();
            client.ping("alive?");
            assertThat(client.read()).hasToString("10: alive?");
            client.text("second").text("third").sendClose(1000);
            assertThat(client.read()).hasToString("close 1000");
            assertThat(client.raw().awaitEnd()).isEqualTo(RawClient.End.CLOSED);
            release.countDown();
            List<String> order = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                order.add(seen.poll(10, TimeUnit.SECONDS));
            }
            assertThat(order).containsExactly("slow", "second", "third", "close 1000");
        }
    }

    @Test
    void thatWereSlowGoOnInOrder() throws Exception {
        WebSocketHandler handler =
                new WebSocketHandler() {
                    @Override
                    public void onText(WebSocketSession session, String text) throws Exception {
                        if (text.startsWith("slow")) {
                            new CountDownLatch(1).await(20, TimeUnit.MILLISECONDS);
                        }
                        session.send(text);
                    }
                };
        try (WebSocketServer server = server(handler);
                WsClient client = server.open("/ws")) {
            for (int round = 0; round < 10; round++) {
                for (int i = 0; i < 20; i++) {
                    client.text((i % 5 == 0 ? "slow " : "quick ") + round + " " + i);
                }
                for (int i = 0; i < 20; i++) {
                    assertThat(client.read().text())
                            .isEqualTo((i % 5 == 0 ? "slow " : "quick ") + round + " " + i);
                }
            }
        }
    }

    @Test
    @ExpectLog("the handler failed")
    void thatFailEndTheSessionWith1011AndNoText() throws Exception {
        BlockingQueue<WebSocketClose> closes = new LinkedBlockingQueue<>();
        WebSocketHandler handler =
                new WebSocketHandler() {
                    @Override
                    public void onText(WebSocketSession session, String text) {
                        throw new IllegalArgumentException("a secret of ours");
                    }

                    @Override
                    public void onClose(WebSocketSession session, WebSocketClose close) {
                        closes.add(close);
                    }
                };
        try (WebSocketServer server = server(handler);
                WsClient client = server.open("/ws")) {
            client.text("x");
            WsClient.Frame close = client.read();
            assertThat(close).hasToString("close 1011");
            assertThat(close.payload()).hasSize(2);
            client.sendClose(1011);
            WebSocketClose seen = WebSocketServer.Recorder.taken(closes);
            assertThat(seen.code()).isEqualTo(1011);
            assertThat(seen.cause()).hasMessage("a secret of ours");
        }
    }

    @Test
    void thatLackAMethodRefuseWith1003() {
        try (WebSocketServer server = server(new WebSocketHandler() {});
                WsClient client = server.open("/ws")) {
            client.binary(new byte[1]);
            assertThat(client.read()).hasToString("close 1003");
        }
    }

    @Test
    void maySendFromManyThreadsAtOnce() throws Exception {
        WebSocketServer.Recorder recorder = new WebSocketServer.Recorder();
        int threads = 16;
        int each = 200;
        try (WebSocketServer server =
                        WebSocketServer.of(
                                ws -> ws.queueMessages(threads * each),
                                routes -> routes.webSocket("/ws", recorder));
                WsClient client = server.open("/ws")) {
            WebSocketSession session = recorder.session();
            List<Thread> senders = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                int number = t;
                senders.add(
                        Thread.ofVirtual()
                                .start(
                                        () -> {
                                            for (int i = 0; i < each; i++) {
                                                session.send(number + ":" + i + "-".repeat(i));
                                            }
                                        }));
            }
            int[] next = new int[threads];
            for (int i = 0; i < threads * each; i++) {
                String[] parts = client.read().text().split("[:-]", 3);
                int sender = Integer.parseInt(parts[0]);
                assertThat(Integer.parseInt(parts[1])).isEqualTo(next[sender]++);
            }
            for (Thread sender : senders) {
                sender.join();
            }
        }
    }

    @Test
    void areToldOfTheServersStop() throws Exception {
        WebSocketServer.Recorder recorder = new WebSocketServer.Recorder();
        try (WebSocketServer server =
                WebSocketServer.of(routes -> routes.webSocket("/ws", recorder))) {
            WsClient client = server.open("/ws");
            recorder.session();
            Thread stopping = Thread.ofVirtual().start(server::close);
            assertThat(client.read()).hasToString("close 1001");
            client.sendClose(1001);
            client.raw().awaitEnd();
            stopping.join();
            assertThat(recorder.close().code()).isEqualTo(1001);
            client.close();
        }
    }

    @Test
    void areNotAskedBeyondMaxSessions() throws Exception {
        WebSocketServer.Recorder recorder = new WebSocketServer.Recorder();
        try (WebSocketServer server =
                        WebSocketServer.of(
                                ws -> ws.maxSessions(1),
                                routes -> routes.webSocket("/ws", recorder));
                WsClient first = server.open("/ws")) {
            recorder.session();
            try (WsClient second = server.open("/ws")) {
                assertThat(second.read()).hasToString("close 1013");
            }
            assertThat(recorder.opened).isEmpty();
            first.sendClose(1000);
            recorder.close();
            await().untilAsserted(
                            () -> {
                                try (WsClient third = server.open("/ws")) {
                                    third.text("in");
                                    assertThat(third.read()).hasToString("1: in");
                                }
                            });
        }
    }
}
