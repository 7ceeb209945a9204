package dev.serve.http.h2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.serve.api.Server;
import dev.serve.api.event.ServerEvent.RequestStuck;
import dev.serve.testing.ExpectLog;
import dev.serve.testing.RawClient;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Handlers that nothing ends are reported with what they are stuck in, whatever the protocol. */
class StuckHandlersTest {

    private final CountDownLatch released = new CountDownLatch(1);
    private final List<RequestStuck> told = new CopyOnWriteArrayList<>();

    private void stuck(ServerRequest request, ServerResponse response) throws InterruptedException {
        if (request.prologue().protocolVersion().startsWith("1")) {
            inHttp1();
        } else {
            inHttp2();
        }
        response.send("too late");
    }

    private void inHttp1() throws InterruptedException {
        released.await();
    }

    private void inHttp2() throws InterruptedException {
        released.await();
    }

    @Test
    @ExpectLog("a handler is still running after 3 s, long after its client was given up, at")
    void oneOfEachProtocol() throws Exception {
        try (Server server =
                        Server.builder()
                                .onEvent(RequestStuck.class, told::add)
                                .listener(
                                        "web",
                                        web ->
                                                web.port(0)
                                                        .pool(
                                                                pool ->
                                                                        pool.requestTimeout(
                                                                                Duration.ofMillis(
                                                                                        100)))
                                                        .routing(r -> r.get("/", this::stuck)))
                                .build()
                                .start();
                RawClient http1 = RawClient.tcp(server.port("web"));
                FrameClient answered = FrameClient.to(server.port("web"));
                FrameClient reset = FrameClient.to(server.port("web"))) {
            reset.get(1, "/").reset(1);
            answered.get(1, "/");
            assertThat(http1.get("/").status()).isEqualTo(503);
            assertThat(answered.answer(1).fields()).containsEntry(":status", "503");
            try {
                await().atMost(Duration.ofSeconds(20)).until(() -> told.size() >= 3);
            } finally {
                released.countDown();
            }
            assertThat(told)
                    .hasSize(3)
                    .filteredOn(each -> isIn(each, "inHttp2"))
                    .hasSize(2)
                    .allMatch(each -> each.running().compareTo(Duration.ofSeconds(3)) >= 0);
            assertThat(told).filteredOn(each -> isIn(each, "inHttp1")).hasSize(1);
        }
    }

    private static boolean isIn(RequestStuck told, String method) {
        return told.stack().stream().anyMatch(frame -> frame.getMethodName().equals(method));
    }
}
