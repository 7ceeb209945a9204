package dev.serve.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serve.testing.RawAnswer;
import dev.serve.testing.RawClient;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * Clients that ask without pause, through each door one that keeps its connection until an answer
 * announces its end, and one that connects for each request.
 */
final class SwapLoad implements AutoCloseable {

    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicBoolean over = new AtomicBoolean();
    private final Semaphore answered = new Semaphore(0);
    private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();

    SwapLoad(List<Supplier<RawClient>> doors) {
        for (Supplier<RawClient> door : doors) {
            workers.execute(() -> ask(door, Integer.MAX_VALUE));
            workers.execute(() -> ask(door, 1));
        }
    }

    private void ask(Supplier<RawClient> door, int requestsPerConnection) {
        while (!over.get()) {
            try (RawClient client = door.get()) {
                for (int i = 0; i < requestsPerConnection && !over.get(); i++) {
                    RawAnswer answer = client.get("/hello");
                    answered.release();
                    if (answer.status() != 200 || !answer.body().equals("hello")) {
                        failures.add(answer.toString());
                    }
                    if (answer.header("Connection").filter("close"::equals).isPresent()) {
                        break;
                    }
                }
            } catch (RuntimeException | AssertionError e) {
                failures.add(e.toString());
            }
        }
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

    @Override
    public void close() {
        over.set(true);
        workers.close();
    }
}
