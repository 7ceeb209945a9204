package dev.serve.http.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.serve.api.Server;
import dev.serve.api.ShutdownReport;
import dev.serve.api.config.ShutdownOptions;
import dev.serve.testing.RawAnswer;
import dev.serve.testing.RawClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** A server stops while clients ask; they count what they sent and what was answered. */
class StopUnderLoadTest {

    private static final int CLIENTS = 8;

    private final AtomicLong answered = new AtomicLong();
    private final AtomicLong connects = new AtomicLong();

    /** Completed by the kernel between the last accept and the close of the socket, and reset. */
    private final AtomicLong tooLate = new AtomicLong();

    private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();

    @Test
    void everythingAcceptedIsAnsweredAndBothSidesCountTheSame() throws Exception {
        try (Server server =
                Server.builder()
                        .listener(
                                "web",
                                web ->
                                        web.port(0)
                                                .routing(
                                                        routes ->
                                                                routes.get(
                                                                        "/hello",
                                                                        (_, response) ->
                                                                                response.send(
                                                                                        "hello"))))
                        .build()
                        .start()) {
            int port = server.port("web");
            List<Thread> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(Thread.ofVirtual().start(() -> connectEachTime(port)));
                clients.add(Thread.ofVirtual().start(() -> stayWhileToldTo(port)));
            }
            await().until(() -> answered.get() > 200);

            ShutdownReport report =
                    server.gracefulShutdown(
                            ShutdownOptions.AS_CONFIGURED.drainDelay(Duration.ofMillis(500)));

            for (Thread client : clients) {
                client.join();
            }
            assertThat(failures).isEmpty();
            assertThat(server.pool("web").metrics().total())
                    .as("all but those that the server never saw were answered")
                    .isEqualTo(connects.get() - tooLate.get());
            assertThat(report.cut()).isZero();
            assertThat(report.failures()).isEmpty();
            assertThat(server.pool("web").metrics().requests()).isEqualTo(answered.get());
        }
    }

    private void connectEachTime(int port) {
        boolean open = true;
        while (open) {
            open = ask(port);
        }
    }

    /** Whether the server still lets anybody in. */
    private boolean ask(int port) {
        Socket socket;
        try {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
        } catch (IOException e) {
            return false;
        }
        connects.incrementAndGet();
        try (socket) {
            socket.getOutputStream()
                    .write(
                            "GET /hello HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
                                    .getBytes(StandardCharsets.US_ASCII));
            String answer =
                    new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            if (answer.startsWith("HTTP/1.1 200") && answer.endsWith("hello")) {
                answered.incrementAndGet();
            } else if (answer.isEmpty()) {
                tooLate.incrementAndGet();
            } else {
                failures.add(answer);
            }
        } catch (IOException e) {
            tooLate.incrementAndGet();
        }
        return true;
    }

    private void stayWhileToldTo(int port) {
        while (true) {
            RawClient connected;
            try {
                connected = RawClient.tcp(port);
            } catch (UncheckedIOException e) {
                return;
            }
            connects.incrementAndGet();
            int before = 0;
            try (RawClient client = connected) {
                boolean stays = true;
                while (stays) {
                    RawAnswer answer = client.get("/hello");
                    answered.incrementAndGet();
                    before++;
                    if (!answer.body().equals("hello")) {
                        failures.add(answer.toString());
                    }
                    stays = answer.header("Connection").filter("close"::equals).isEmpty();
                }
            } catch (RuntimeException | AssertionError e) {
                if (before == 0) {
                    tooLate.incrementAndGet();
                } else {
                    failures.add("after " + before + " answers: " + e);
                }
            }
        }
    }
}
