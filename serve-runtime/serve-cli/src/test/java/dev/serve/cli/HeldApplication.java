package dev.serve.cli;

import dev.serve.api.Application;
import dev.serve.api.config.ListenerConfig;
import dev.serve.api.routing.Routes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/**
 * Never comes to an end of making its routes while there is the file that {@code ext.hold} names;
 * the file says that it has come so far.
 */
public final class HeldApplication implements Application {

    /** Made by the name of its class. */
    public HeldApplication() {}

    @Override
    public String name() {
        return "held";
    }

    @Override
    public void routes(String listener, ListenerConfig config, Routes routes) {
        Path hold = Path.of(config.ext().get("hold"));
        if (Files.exists(hold)) {
            try {
                Files.writeString(hold, "held");
                new CountDownLatch(1).await();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
