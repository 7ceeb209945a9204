package dev.serve.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.serve.api.config.Overflow;
import dev.serve.api.websocket.Broadcast;
import dev.serve.api.websocket.PreparedMessage;
import dev.serve.api.websocket.WebSocketClosedException;
import dev.serve.api.websocket.WebSocketSession;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What happens to messages for a peer that reads slowly, or never. */
class OverflowTest {

    private static final byte[] BIG = new byte[64 * 1024];

    private final WebSocketServer.Recorder recorder = new WebSocketServer.Recorder();

    private WebSocketServer server(Overflow overflow) {
        return WebSocketServer.of(
                ws ->
                        ws.pingInterval(Duration.ofHours(1))
                                .heartbeatInterval(Duration.ofHours(1))
                                .overflow(overflow)
                                .queueMessages(8)
                                .queueSize(1 << 20)
                                .blockTimeout(Duration.ofMillis(200))
                                .closeTimeout(Duration.ofMillis(300)),
                routes -> routes.webSocket("/feed", recorder));
    }

    /** Sends until the system's buffers and the queue are full. */
    private static void fill(WebSocketSession session) {
        PreparedMessage message = PreparedMessage.binary(BIG);
        await().pollInterval(Duration.ofMillis(5))
                .during(Duration.ofMillis(300))
                .until(() -> !session.trySend(message));
    }

    @Test
    void disconnectsWhoIsTooSlow() throws Exception {
        try (WebSocketServer server = server(Overflow.DISCONNECT);
                WsClient client = server.open("/feed")) {
            WebSocketSession session = recorder.session();
            fill(session);
            assertThat(session.queuedBytes()).isLessThanOrEqualTo(1 << 20);
            assertThatThrownBy(() -> session.send(BIG))
                    .isInstanceOf(WebSocketClosedException.class);
            assertThat(recorder.close().code()).isEqualTo(1013);
            assertThat(session.queuedBytes()).isZero();
            client.raw().awaitEnd();
        }
    }

    @Test
    void dropsTheOldest() throws Exception {
        try (WebSocketServer server = server(Overflow.DROP_OLDEST);
                WsClient client = server.open("/feed")) {
            WebSocketSession session = recorder.session();
            fill(session);
            for (int i = 0; i < 20; i++) {
                session.send("newer " + i);
            }
            assertThat(session.queuedMessages()).isLessThanOrEqualTo(8);
            List<String> texts = textsUpTo(client, "newer 19");
            assertThat(texts)
                    .containsExactly(
                            "newer 12",
                            "newer 13",
                            "newer 14",
                            "newer 15",
                            "newer 16",
                            "newer 17",
                            "newer 18",
                            "newer 19");
        }
    }

    @Test
    void keepsTheLatestOnly() throws Exception {
        try (WebSocketServer server = server(Overflow.LATEST_ONLY);
                WsClient client = server.open("/feed")) {
            WebSocketSession session = recorder.session();
            fill(session);
            session.send("newest");
            assertThat(session.queuedMessages()).isLessThanOrEqualTo(1);
            assertThat(textsUpTo(client, "newest")).containsExactly("newest");
        }
    }

    private static List<String> textsUpTo(WsClient client, String last) {
        List<String> texts = new ArrayList<>();
        while (!texts.contains(last)) {
            WsClient.Frame frame = client.read();
            if (frame.opcode() == 1) {
                texts.add(frame.text());
            }
        }
        return texts;
    }

    @Test
    void letsTheSenderWaitForAPeerThatReadsOn() throws Exception {
        try (WebSocketServer server = server(Overflow.BLOCK);
                WsClient client = server.open("/feed")) {
            WebSocketSession session = recorder.session();
            fill(session);
            CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> session.send("waited"));
            assertThat(textsUpTo(client, "waited")).containsExactly("waited");
            sent.get(10, TimeUnit.SECONDS);
            assertThat(session.isOpen()).isTrue();
        }
    }

    @Test
    void closesWhoKeepsASenderWaitingTooLong() throws Exception {
        try (WebSocketServer server = server(Overflow.BLOCK);
                WsClient client = server.open("/feed")) {
            WebSocketSession session = recorder.session();
            fill(session);
            assertThatThrownBy(() -> session.send("late"))
                    .isInstanceOf(WebSocketClosedException.class);
            assertThat(recorder.close().code()).isEqualTo(1013);
            client.raw().awaitEnd();
        }
    }

    @Test
    void oneDeadlineIsSharedByAllWhoAreLate() throws Exception {
        try (WebSocketServer server = server(Overflow.BLOCK)) {
            List<WsClient> clients = new ArrayList<>();
            List<WebSocketSession> sessions = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                clients.add(server.open("/feed"));
                sessions.add(recorder.session());
            }
            WebSocketSession quick = sessions.getFirst();
            sessions.subList(1, 5).forEach(OverflowTest::fill);
            long began = System.nanoTime();
            Broadcast.send(PreparedMessage.text("all"), sessions, Duration.ofMillis(500));
            assertThat(Duration.ofNanos(System.nanoTime() - began))
                    .isLessThan(Duration.ofSeconds(2));
            assertThat(quick.isOpen()).isTrue();
            assertThat(clients.getFirst().read().text()).isEqualTo("all");
            for (int i = 1; i < 5; i++) {
                assertThat(recorder.close().code()).isEqualTo(1013);
            }
            clients.forEach(WsClient::close);
        }
    }

    @Test
    void oneMessageAlwaysFitsAnEmptyQueue() throws Exception {
        try (WebSocketServer server =
                        WebSocketServer.of(
                                ws -> ws.queueSize(1).queueMessages(1),
                                routes -> routes.webSocket("/feed", recorder));
                WsClient client = server.open("/feed")) {
            recorder.session().send(BIG);
            assertThat(client.read().payload()).hasSize(BIG.length);
        }
    }

    @Test
    void tellsWhenTheBytesAreOut() throws Exception {
        try (WebSocketServer server = server(Overflow.DISCONNECT);
                WsClient client = server.open("/feed")) {
            WebSocketSession session = recorder.session();
            session.sendAsync(PreparedMessage.text("out")).get(10, TimeUnit.SECONDS);
            assertThat(client.read().text()).isEqualTo("out");
            fill(session);
            assertThatThrownBy(
                            () ->
                                    session.sendAsync(PreparedMessage.text("no room"))
                                            .get(10, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(WebSocketClosedException.class);
            assertThat(session.isOpen()).isTrue();
        }
    }
}
