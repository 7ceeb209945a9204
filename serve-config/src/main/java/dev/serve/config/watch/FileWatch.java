package dev.serve.config.watch;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Tells when the contents of files have changed and come to rest. Each file is looked at four times
 * within the settling time: what is still being written has another state at the next look, so a
 * half-written file is never told of, and a save that an editor makes in several steps is told of
 * once. A file that is gone is waited for; when it is back with other contents, that is a change.
 * Contents that return to what they were before anybody was told are none.
 *
 * <p>One virtual thread looks and calls; {@link #watch} may be called by any thread, also from
 * within the call.
 */
public final class FileWatch implements AutoCloseable {

    /** So long must contents have stayed as they are, unless said otherwise. */
    public static final Duration DEFAULT_SETTLING = Duration.ofSeconds(1);

    private static final System.Logger LOG = System.getLogger(FileWatch.class.getName());
    private static final int LOOKS = 4;

    private volatile long settlingNanos;
    private final Consumer<Set<Path>> changed;
    private final Thread thread;
    private final Map<Path, Watched> files = new LinkedHashMap<>(); // guarded by itself
    private volatile boolean closed;

    /** What is known of one file. Belongs to the thread that looks. */
    private static final class Watched {
        private @Nullable FileState told;
        private @Nullable FileState seen;
        private long seenAt;
        private boolean missing;
    }

    /**
     * Starts to look; there is nothing to look at yet.
     *
     * @param settling how long contents must have stayed as they are; at least a millisecond
     * @param changed called with the files whose contents have changed, never twice at a time; what
     *     it throws is logged, and looking goes on
     */
    public FileWatch(Duration settling, Consumer<Set<Path>> changed) {
        this.settlingNanos = nanos(settling);
        this.changed = changed;
        this.thread = Thread.ofVirtual().name("serve-file-watch").start(this::run);
    }

    /**
     * Says which files to look at from now on. What they hold at this moment counts as known, as
     * does what was known of files that were watched before.
     *
     * @param paths of files that need not be there yet
     */
    public void watch(Collection<Path> paths) {
        synchronized (files) {
            Map<Path, Watched> before = Map.copyOf(files);
            files.clear();
            for (Path path : paths) {
                files.put(path, Objects.requireNonNullElseGet(before.get(path), () -> first(path)));
            }
        }
    }

    /** How long contents must have stayed as they are from now on; at least a millisecond. */
    public void settle(Duration settling) {
        settlingNanos = nanos(settling);
    }

    private static long nanos(Duration settling) {
        if (settling.toMillis() < 1) {
            throw new IllegalArgumentException("settling: " + settling + " (expected: from 1ms)");
        }
        return settling.toNanos();
    }

    private static Watched first(Path path) {
        Watched watched = new Watched();
        watched.told = FileState.of(path, null);
        watched.seen = watched.told;
        return watched;
    }

    private void run() {
        while (!closed) {
            LockSupport.parkNanos(settlingNanos / LOOKS);
            if (closed) {
                return;
            }
            Set<Path> settled = look(System.nanoTime());
            if (!settled.isEmpty()) {
                tell(settled);
            }
        }
    }

    /** The files that have changed, once all that are changing have come to rest. */
    Set<Path> look(long now) {
        Set<Path> settled = new LinkedHashSet<>();
        synchronized (files) {
            boolean moving = false;
            for (Map.Entry<Path, Watched> file : files.entrySet()) {
                moving |= isMoving(file.getKey(), file.getValue(), now);
            }
            if (moving) {
                return Set.of();
            }
            files.forEach(
                    (path, watched) -> {
                        if (watched.seen != null && !sameContents(watched.seen, watched.told)) {
                            settled.add(path);
                        }
                        if (watched.seen != null) {
                            watched.told = watched.seen;
                        }
                    });
        }
        return settled;
    }

    /** Whether a file has changed so lately that it may go on. */
    private boolean isMoving(Path path, Watched watched, long now) {
        FileState state = FileState.of(path, watched.seen);
        if (!Objects.equals(state, watched.seen)) {
            watched.seen = state;
            watched.seenAt = now;
            if (state == null) {
                watched.missing = true;
                LOG.log(WARNING, "{0} is gone; what it said stays in force", path);
            } else if (watched.missing) {
                watched.missing = false;
                LOG.log(INFO, "{0} is back", path);
            }
        }
        return state != null
                && !sameContents(state, watched.told)
                && now - watched.seenAt < settlingNanos;
    }

    private static boolean sameContents(FileState state, @Nullable FileState other) {
        return other != null && state.digest().equals(other.digest());
    }

    private void tell(Set<Path> settled) {
        try {
            changed.accept(settled);
        } catch (RuntimeException e) {
            LOG.log(WARNING, "a change of " + settled + " could not be taken", e);
        }
    }

    /** Stops looking, and waits until a call under way has returned. */
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
        if (Thread.currentThread().equals(thread)) {
            return;
        }
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
