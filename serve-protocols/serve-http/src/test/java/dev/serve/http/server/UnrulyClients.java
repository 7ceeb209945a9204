package dev.serve.http.server;

import dev.serve.testing.RawAnswer;
import dev.serve.testing.RawClient;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Clients that come through any door and are killed at any point: before a byte, within a head,
 * within a body, within an answer, or after a few requests. An answer that came whole must be
 * right; that one does not come is no failure, since server and clients cut each other.
 */
final class UnrulyClients implements AutoCloseable {

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicLong answers = new AtomicLong();
    private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();

    UnrulyClients(int count, long seed, List<Supplier<RawClient>> doors) {
        for (int i = 0; i < count; i++) {
            Random random = new Random(seed + i);
            threads.execute(() -> live(random, doors));
        }
    }

    private void live(Random random, List<Supplier<RawClient>> doors) {
        while (!over.get()) {
            try (RawClient client = doors.get(random.nextInt(doors.size())).get()) {
                misbehave(client.within(Duration.ofSeconds(2)), random);
            } catch (UncheckedIOException | AssertionError e) {
                // Refused, cut, or killed: what this is about.
            } catch (RuntimeException e) {
                failures.add(e.toString());
            }
        }
    }

    private void misbehave(RawClient client, Random random) {
        switch (random.nextInt(8)) {
            case 0 -> client.staysSilent(Duration.ofMillis(random.nextInt(50)));
            case 1 -> client.send("GET /hello HT").reset();
            case 2 ->
                    client.send(
                                    "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\nab")
                            .reset();
            case 3 -> client.send("GET /big HTTP/1.1\r\nHost: a\r\n\r\n").reset();
            case 4 -> {
                client.send("GET /big HTTP/1.1\r\nHost: a\r\n\r\n").readExactly(1_000);
                client.reset();
            }
            case 5 -> {
                client.send("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n");
                client.staysSilent(Duration.ofMillis(random.nextInt(20)));
            }
            case 6 -> {
                client.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0");
                client.staysSilent(Duration.ofMillis(random.nextInt(20)));
            }
            default -> ask(client, 1 + random.nextInt(20));
        }
    }

    private void ask(RawClient client, int requests) {
        for (int i = 0; i < requests && !over.get(); i++) {
            RawAnswer answer = client.get("/hello");
            answers.incrementAndGet();
            if (answer.status() != 200 || !answer.body().startsWith("hello ")) {
                failures.add(answer.toString());
            }
            if (answer.header("Connection").filter("close"::equals).isPresent()) {
                return;
            }
        }
    }

    long answers() {
        return answers.get();
    }

    List<String> failures() {
        return List.copyOf(failures);
    }

    @Override
    public void close() {
        over.set(true);
        threads.close();
    }
}
