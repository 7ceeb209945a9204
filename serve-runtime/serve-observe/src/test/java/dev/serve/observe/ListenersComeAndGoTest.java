package dev.serve.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serve.api.Server;
import dev.serve.testing.TestHttpClient;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Who looks at a server while its listeners come and go. */
class ListenersComeAndGoTest {

    private static final int TIMES = 60;
    private static final List<String> PATHS =
            List.of("/metrics", "/readyz", "/health?detailed=true", "/servers");

    @Test
    void seesNothingBroken() throws InterruptedException {
        Map<String, String> others = new ConcurrentSkipListMap<>();
        AtomicBoolean over = new AtomicBoolean();
        try (Server server =
                Server.builder()
                        .listener("admin", admin -> admin.port(0))
                        .observe(observe -> observe.listeners(List.of("admin")))
                        .build()
                        .start()) {
            List<Thread> looking =
                    PATHS.stream()
                            .map(
                                    path ->
                                            Thread.startVirtualThread(
                                                    () -> look(server, path, over, others)))
                            .toList();
            for (int i = 0; i < TIMES; i++) {
                server.updateConfig(config -> config.listener("guest", guest -> guest.port(0)));
                server.updateConfig(config -> config.withoutListener("guest"));
            }
            over.set(true);
            for (Thread thread : looking) {
                thread.join();
            }
        }
        assertThat(others).as("answers but 200").isEmpty();
    }

    private static void look(
            Server server, String path, AtomicBoolean over, Map<String, String> others) {
        try (TestHttpClient client =
                TestHttpClient.of(URI.create("http://127.0.0.1:" + server.port("admin")))) {
            while (!over.get()) {
                var answer = client.get(path);
                if (answer.statusCode() != 200) {
                    others.put(path + " " + answer.statusCode(), answer.body());
                }
            }
        }
    }
}
