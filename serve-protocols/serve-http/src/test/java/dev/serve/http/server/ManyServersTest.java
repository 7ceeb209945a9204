package dev.serve.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serve.api.Server;
import dev.serve.testing.RawClient;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Servers of one process share its carriers, and keep none of each other from them. */
class ManyServersTest {

    private static final int SERVERS = 12;
    private static final int REQUESTS = 300;

    @Test
    void allAnswerWhileAllAreAsked() throws Exception {
        List<Server> servers = new ArrayList<>();
        try (ExecutorService clients =
                Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory())) {
            List<Callable<Integer>> all = new ArrayList<>();
            for (int i = 0; i < SERVERS; i++) {
                Server server = Greeter.start();
                servers.add(server);
                all.add(() -> answers(server.port("web")));
            }

            for (Future<Integer> each : clients.invokeAll(all, 30, TimeUnit.SECONDS)) {
                assertThat(each.get()).isEqualTo(REQUESTS);
            }
        } finally {
            servers.forEach(Server::stopNow);
        }
    }

    private static int answers(int port) {
        int answers = 0;
        try (RawClient client = RawClient.tcp(port)) {
            for (int i = 0; i < REQUESTS; i++) {
                client.send("GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n");
                if (client.readAnswer().status() == 200) {
                    answers++;
                }
            }
        }
        return answers;
    }
}
