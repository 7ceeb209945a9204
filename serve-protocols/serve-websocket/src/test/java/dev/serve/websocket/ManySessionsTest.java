package dev.serve.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.serve.api.ShutdownReport;
import dev.serve.api.websocket.Broadcast;
import dev.serve.api.websocket.PreparedMessage;
import dev.serve.api.websocket.WebSocketClose;
import dev.serve.api.websocket.WebSocketHandler;
import dev.serve.api.websocket.WebSocketSession;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Very many sessions, whose clients are a process of their own: opened, sent to, drained. */
class ManySessionsTest {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Set<WebSocketSession> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger closedForGood = new AtomicInteger();

    private final class Room implements WebSocketHandler {
        @Override
        public void onOpen(WebSocketSession session) {
            open.add(session);
        }

        @Override
        public void onClose(WebSocketSession session, WebSocketClose close) {
            open.remove(session);
            if (close.code() == WebSocketClose.GOING_AWAY && close.cause() == null) {
                closedForGood.incrementAndGet();
            }
        }
    }

    @Test
    void aThousandAreToldThatTheServerStops() throws IOException {
        allAreTold(1_000);
    }

    @Test
    @Tag("soak")
    void tenThousandAreToldThatTheServerStops() throws IOException {
        allAreTold(10_000);
    }

    private void allAreTold(int count) throws IOException {
        try (WebSocketServer server =
                WebSocketServer.listening(
                        listener ->
                                listener.pool(pool -> pool.maxConnections(count + 10))
                                        .websocket(ws -> ws.maxSessions(count))
                                        .routing(
                                                routes -> routes.webSocket("/room", new Room())))) {
            Process clients = clients(server.port(), count);
            try (BufferedReader said = clients.inputReader(StandardCharsets.UTF_8)) {
                assertThat(said.readLine()).isEqualTo("open");
                await().atMost(PATIENCE).until(() -> open.size() == count);
                assertThat(server.server().pool("web").metrics("websocket").active())
                        .isEqualTo(count);
                Broadcast.send(PreparedMessage.text("hello, all of you"), open, PATIENCE);
                assertThat(said.readLine()).isEqualTo("text " + count);
                ShutdownReport report = server.server().stop();
                assertThat(said.readLine()).isEqualTo("{1001=" + count + "}");
                assertThat(report.cut()).isZero();
                assertThat(closedForGood).hasValue(count);
            } finally {
                clients.destroyForcibly();
            }
        }
    }

    private static Process clients(int port, int count) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ManyClients.class.getName(),
                        Integer.toString(port),
                        Integer.toString(count))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
