package dev.serve.observe.log;

import static java.lang.System.Logger.Level.DEBUG;
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
 * else to do, which under load is long. A file that cannot be written is opened again for the next
 * lines. Any thread.
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

    /** Null while it cannot be opened; the thread's own, once it runs, as are the next two. */
    private @Nullable OutputStream out;

    private long size;
    private boolean troubled;

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
        open();
        this.thread = Thread.ofPlatform().daemon().name("serve-access-log").start(this::run);
    }

    private OutputStream open() throws IOException {
        OutputStream opened;
        if (path == null) {
            opened = new FileOutputStream(FileDescriptor.out);
        } else {
            Path directory = path.toAbsolutePath().getParent();
            if (directory != null) {
                Files.createDirectories(directory);
            }
            opened =
                    Files.newOutputStream(
                            path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            size = Files.size(path);
        }
        out = opened;
        return opened;
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

    private void run() {
        byte[] spare = new byte[BUFFER];
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
            write(full, count);
            spare = full;
        }
        if (path != null) {
            leave();
        }
    }

    /** What cannot be written is lost; the next lines may find more room on the disk. */
    private void write(byte[] lines, int count) {
        try {
            OutputStream to = withRoom(count);
            to.write(lines, 0, count);
            size += count;
            troubled = false;
        } catch (IOException e) {
            leave();
            lose(lines, count);
            if (!troubled) {
                troubled = true;
                LOG.log(WARNING, "the access log cannot be written: lines are lost", e);
            }
            return;
        }
        tellLost();
    }

    /** The file, or another one if these bytes would make it too large. */
    private OutputStream withRoom(int count) throws IOException {
        if (path != null && !Files.exists(path)) {
            leave(); // somebody has deleted it, or given it another name
        }
        OutputStream present = out;
        if (present == null) {
            present = open();
        }
        Rotation now = rotation;
        if (path == null || size == 0 || size + count <= now.maxSize()) {
            return present;
        }
        leave();
        try {
            now.byName(path);
        } catch (IOException e) {
            LOG.log(WARNING, "the access log is full and cannot be rotated: it grows on", e);
            OutputStream again = open();
            size = 0; // so that this is tried again after as many bytes
            return again;
        }
        return open();
    }

    private void leave() {
        OutputStream present = out;
        out = null;
        if (present != null && path != null) {
            try {
                present.close();
            } catch (IOException e) {
                LOG.log(DEBUG, "the file of the access log could not be closed", e);
            }
        }
    }

    private synchronized void lose(byte[] lines, int count) {
        for (int i = 0; i < count; i++) {
            if (lines[i] == '\n') {
                lost++;
            }
        }
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
            LOG.log(
                    WARNING,
                    "{0} lines of the access log were lost: it is too slow, or could not be written",
                    count);
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
