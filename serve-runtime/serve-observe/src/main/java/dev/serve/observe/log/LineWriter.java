package dev.serve.observe.log;

import static java.lang.System.Logger.Level.WARNING;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Writes lines in a thread of its own, many in one write. When 8192 wait, further ones are lost and
 * counted: nobody who serves waits for a disk. Any thread.
 */
final class LineWriter implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(LineWriter.class.getName());
    private static final int WAITING_AT_MOST = 8_192;
    private static final int BUFFER = 64 << 10;

    private final BlockingQueue<String> waiting = new ArrayBlockingQueue<>(WAITING_AT_MOST);
    private final AtomicLong lost = new AtomicLong();
    private final Thread thread;
    private final @Nullable Path path;
    private volatile boolean closed;

    /**
     * A writer that begins at once.
     *
     * @param path the file, which is appended to; null for standard output
     * @throws IOException if it cannot be opened
     */
    LineWriter(@Nullable Path path) throws IOException {
        this.path = path;
        OutputStream out =
                new BufferedOutputStream(
                        path == null
                                ? new FileOutputStream(FileDescriptor.out)
                                : Files.newOutputStream(
                                        path, StandardOpenOption.CREATE, StandardOpenOption.APPEND),
                        BUFFER);
        this.thread = Thread.ofVirtual().name("serve-access-log").start(() -> run(out));
    }

    @Nullable Path path() {
        return path;
    }

    /** Writes a line soon; the end of the line is added. */
    void write(String line) {
        if (!waiting.offer(line)) {
            lost.incrementAndGet();
        }
    }

    private void run(OutputStream out) {
        try {
            while (!closed || !waiting.isEmpty()) {
                for (String line = next(); line != null; line = waiting.poll()) {
                    out.write(line.getBytes(StandardCharsets.UTF_8));
                    out.write('\n');
                }
                out.flush();
                tellLost();
            }
            if (path != null) {
                out.close();
            }
        } catch (IOException e) {
            LOG.log(WARNING, "the access log cannot be written any longer", e);
        }
    }

    /** The next line; null when none comes, or it is time to end. */
    private @Nullable String next() {
        try {
            return waiting.poll(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            return null; // closed
        }
    }

    private void tellLost() {
        long count = lost.getAndSet(0);
        if (count > 0) {
            LOG.log(WARNING, "the access log is too slow: {0} lines were lost", count);
        }
    }

    /** Writes what waits, for two seconds at most. */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(2));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
