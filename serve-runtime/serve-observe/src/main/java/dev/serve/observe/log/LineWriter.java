package dev.serve.observe.log;

import static java.lang.System.Logger.Level.WARNING;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Writes lines in a thread of the system, those of {@value #GATHERING_MILLIS} ms in one write. When
 * {@value #WAITING_AT_MOST} bytes wait, further lines are lost and counted: nobody who serves waits
 * for a disk. A virtual thread would not do: what a timer wakes waits until its carrier has nothing
 * else to do, which under load is long. Any thread.
 */
final class LineWriter implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(LineWriter.class.getName());
    private static final int GATHERING_MILLIS = 50;
    private static final int WAITING_AT_MOST = 2 << 20;
    private static final int BUFFER = 64 << 10;

    private final Thread thread;
    private final @Nullable Path path;
    private volatile Rotation rotation;
    private volatile boolean closed;
    private long size; // of the file; the thread's own, once it runs

    /** Lines that wait, and how many bytes they are; guarded by this, with the next two. */
    private byte[] waiting = new byte[BUFFER];

    private int length;
    private long lost;

    /**
     * A writer that begins at once.
     *
     * @param path the file, which is appended to; null for standard output
     * @param rotation when the file is full
     * @throws IOException if it cannot be opened
     */
    LineWriter(@Nullable Path path, Rotation rotation) throws IOException {
        this.path = path;
        this.rotation = rotation;
        this.size = path == null || !Files.exists(path) ? 0 : Files.size(path);
        OutputStream out = path == null ? new FileOutputStream(FileDescriptor.out) : open(path);
        this.thread = Thread.ofPlatform().daemon().name("serve-access-log").start(() -> run(out));
    }

    private static OutputStream open(Path path) throws IOException {
        return Files.newOutputStream(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** Goes by other limits from the next line on. */
    void rotation(Rotation other) {
        rotation = other;
    }

    @Nullable Path path() {
        return path;
    }

    /** Writes a line soon; the end of the line is added. */
    void write(String line) {
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        boolean first;
        synchronized (this) {
            int end = length + bytes.length + 1;
            if (closed || end > WAITING_AT_MOST) {
                lost++;
                return;
            }
            if (end > waiting.length) {
                waiting = Arrays.copyOf(waiting, Math.max(end, waiting.length * 2));
            }
            System.arraycopy(bytes, 0, waiting, length, bytes.length);
            waiting[end - 1] = '\n';
            first = length == 0;
            length = end;
        }
        if (first) {
            LockSupport.unpark(thread); // only the first: waking a thread costs more than a line
        }
    }

    private void run(OutputStream opened) {
        OutputStream out = opened;
        byte[] spare = new byte[BUFFER];
        try {
            while (true) {
                while (isEmpty() && !closed) {
                    LockSupport.park(this);
                }
                if (!closed) {
                    LockSupport.parkNanos(this, TimeUnit.MILLISECONDS.toNanos(GATHERING_MILLIS));
                }
                byte[] full;
                int count;
                synchronized (this) {
                    full = waiting;
                    count = length;
                    waiting = spare;
                    length = 0;
                }
                if (count == 0 && closed) {
                    break;
                }
                out = withRoom(out, count);
                out.write(full, 0, count);
                size += count;
                spare = full;
                tellLost();
            }
            if (path != null) {
                out.close();
            }
        } catch (IOException e) {
            closed = true;
            LOG.log(WARNING, "the access log cannot be written any longer", e);
        }
    }

    /** The file, or another one if these bytes would make it too large. */
    private OutputStream withRoom(OutputStream out, int count) throws IOException {
        Rotation now = rotation;
        if (path == null || size == 0 || size + count <= now.maxSize()) {
            return out;
        }
        out.close();
        now.byName(path);
        size = 0;
        return open(path);
    }

    private synchronized boolean isEmpty() {
        return length == 0;
    }

    private void tellLost() {
        long count;
        synchronized (this) {
            count = lost;
            lost = 0;
        }
        if (count > 0) {
            LOG.log(WARNING, "the access log is too slow: {0} lines were lost", count);
        }
    }

    /** Writes what waits, for two seconds at most. */
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
        try {
            thread.join(TimeUnit.SECONDS.toMillis(2));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
