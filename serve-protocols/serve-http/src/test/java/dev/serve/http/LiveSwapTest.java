package dev.serve.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serve.api.Server;
import dev.serve.api.routing.HttpExchange;
import dev.serve.api.routing.Routes;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Routes are swapped under load: every answer carries the version of its table in a header that a
 * filter set and in the body that the handler sent, and both are equal.
 */
class LiveSwapTest {

    private static final int KEEP_ALIVE_CLIENTS = 3;
    private static final int REQUESTS_BETWEEN_SWAPS = 10;

    @Test
    void fiftySwapsUnderLoadLoseNoRequestAndMixNoTables() throws Exception {
        swap(50);
    }

    @Test
    @Tag("soak")
    void aThousandSwapsUnderLoadLoseNoRequestAndMixNoTables() throws Exception {
        swap(1_000);
    }

    private static void swap(int swaps) throws Exception {
        try (Server server =
                        Server.builder()
                                .listener(
                                        "web",
                                        listener ->
                                                listener.port(0)
                                                        .routing(routes -> table(routes, 1)))
                                .build()
                                .start();
                Load load = new Load(server.port("web"))) {
            for (int version = 2; version <= swaps + 1; version++) {
                load.awaitAnswers(REQUESTS_BETWEEN_SWAPS);
                int next = version;
                assertThat(server.routing("web", routes -> table(routes, next))).isEqualTo(version);
                assertThat(load.ask().version())
                        .as("the first answer after the swap")
                        .isEqualTo(version);
            }
            load.awaitAnswers(REQUESTS_BETWEEN_SWAPS);
            assertThat(load.failures()).isEmpty();
        }
    }

    private static void table(Routes routes, int version) {
        routes.filter(
                        (exchange, chain) -> {
                            ((HttpExchange) exchange)
                                    .response()
                                    .header("X-Table", String.valueOf(version));
                            chain.proceed();
                        })
                .get("/version", (req, res) -> res.send(String.valueOf(version)));
    }

    /** What one answer said in its two places. */
    private record Answer(int status, String header, String body) {

        static Answer of(HttpResponse<String> response) {
            return new Answer(
                    response.statusCode(),
                    response.headers().firstValue("X-Table").orElse("none"),
                    response.body());
        }

        boolean isWhole() {
            return status == 200 && header.equals(body);
        }

        int version() {
            return Integer.parseInt(body);
        }
    }

    /** Keep-alive clients of HTTP/1.1, one of HTTP/2, and one that connects for each request. */
    private static final class Load implements AutoCloseable {

        private final int port;
        private final HttpRequest request;
        private final HttpClient http1 =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        private final HttpClient http2 =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
        private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
        private final AtomicBoolean over = new AtomicBoolean();
        private final Semaphore answered = new Semaphore(0);
        private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();

        Load(int port) {
            this.port = port;
            this.request =
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/version"))
                            .timeout(Duration.ofSeconds(20))
                            .build();
            for (int i = 0; i < KEEP_ALIVE_CLIENTS; i++) {
                workers.execute(() -> repeat(() -> send(http1)));
            }
            workers.execute(() -> repeat(() -> send(http2)));
            workers.execute(() -> repeat(this::connectAndSend));
        }

        Answer ask() throws IOException, InterruptedException {
            return send(http1);
        }

        void awaitAnswers(int count) throws InterruptedException {
            answered.drainPermits();
            assertThat(answered.tryAcquire(count, 20, TimeUnit.SECONDS))
                    .as("%s answers within 20 s; failures so far: %s", count, failures)
                    .isTrue();
        }

        List<String> failures() {
            return List.copyOf(failures);
        }

        private void repeat(Request one) {
            while (!over.get()) {
                try {
                    Answer answer = one.send();
                    if (!answer.isWhole()) {
                        failures.add(answer.toString());
                    }
                } catch (IOException | RuntimeException | AssertionError e) {
                    failures.add(e.toString());
                } catch (InterruptedException e) {
                    return;
                }
                answered.release();
            }
        }

        private Answer send(HttpClient client) throws IOException, InterruptedException {
            return Answer.of(client.send(request, HttpResponse.BodyHandlers.ofString()));
        }

        private Answer connectAndSend() {
            try (RawConnection connection = RawConnection.to(port)) {
                connection.request("GET /version HTTP/1.1", "Connection: close");
                String answer = connection.readToEnd();
                int body = answer.indexOf("\r\n\r\n");
                int header = answer.indexOf("X-Table: ");
                return new Answer(
                        Integer.parseInt(answer.substring(9, 12)),
                        answer.substring(header + 9, answer.indexOf('\r', header)),
                        answer.substring(body + 4));
            }
        }

        @Override
        public void close() {
            over.set(true);
            workers.close();
            http1.shutdownNow();
            http2.shutdownNow();
        }
    }

    @FunctionalInterface
    private interface Request {
        Answer send() throws IOException, InterruptedException;
    }
}
