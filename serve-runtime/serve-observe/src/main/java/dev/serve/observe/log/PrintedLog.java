package dev.serve.observe.log;

import static java.lang.System.Logger.Level.WARNING;

import dev.serve.api.config.LogConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the file that {@code serve start} sends the output of this process to from growing without
 * end: {@code log.max-size} and {@code log.keep}. Which one that is, the command says by a system
 * property. Any thread.
 */
public final class PrintedLog implements AutoCloseable {

    /** Names the file. */
    static final String PROPERTY = "dev.serve.log";

    private static final System.Logger LOG = System.getLogger(PrintedLog.class.getName());
    private static final Duration EVERY = Duration.ofSeconds(5);

    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile Rotation rotation;

    private PrintedLog(Rotation rotation) {
        this.rotation = rotation;
    }

    /** Looks after the file from now on; null if there is none. */
    public static @Nullable PrintedLog start(LogConfig config) {
        String file = System.getProperty(PROPERTY);
        return file == null ? null : start(Path.of(file), config, EVERY);
    }

    static PrintedLog start(Path file, LogConfig config, Duration every) {
        PrintedLog log = new PrintedLog(Rotation.of(config));
        Thread.ofVirtual().name("serve-printed-log").start(() -> log.watch(file, every));
        return log;
    }

    /** Goes by other limits from the next look on. */
    public void configure(LogConfig config) {
        rotation = Rotation.of(config);
    }

    private void watch(Path file, Duration every) {
        try {
            do {
                Rotation now = rotation;
                if (Files.exists(file) && Files.size(file) > now.maxSize()) {
                    now.byCopy(file);
                }
            } while (!closed.await(every.toNanos(), TimeUnit.NANOSECONDS));
        } catch (IOException e) {
            LOG.log(WARNING, file + " cannot be rotated any longer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
