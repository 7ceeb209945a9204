package dev.serve.cli;

import dev.serve.api.Application;
import dev.serve.api.config.ListenerConfig;
import dev.serve.api.routing.Routes;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Answers, and counts that; the count is in the file that {@code ext.count} names when the process
 * has ended. {@code /forever} never answers; a file of that name beside it says that it was asked.
 */
public final class CountingApplication implements Application {

    private final AtomicLong answers = new AtomicLong();

    /** Made by the name of its class. */
    public CountingApplication() {}

    @Override
    public String name() {
        return "counting";
    }

    @Override
    public void routes(String listener, ListenerConfig config, Routes routes) {
        Path file = Path.of(config.ext().get("count"));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> write(file)));
        routes.get("/hello", this::hello)
                .get("/forever", (req, res) -> forever(file.resolveSibling("forever")));
    }

    private void hello(ServerRequest request, ServerResponse response) {
        answers.incrementAndGet();
        response.send("hello");
    }

    private static void forever(Path asked) throws IOException, InterruptedException {
        Files.createFile(asked);
        new CountDownLatch(1).await();
    }

    private void write(Path file) {
        try {
            Files.writeString(file, answers.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
