package dev.serve.api.spi;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Looks after what is open and has deadlines, such as sessions and event streams, in one virtual
 * thread that is there while anything is. Looks are from 5 to 500 ms apart, as what is due says.
 * Thread-safe.
 *
 * @param <T> what is open
 */
public final class Sweeper<T> {

    private static final long SHORTEST_ROUND = 5_000_000;
    private static final long LONGEST_ROUND = 500_000_000;

    private final String name;
    private final Round<T> round;
    private final Set<T> open = ConcurrentHashMap.newKeySet();

    /** Guarded by this object's monitor. */
    private @Nullable Thread thread;

    /**
     * One look at all that is open.
     *
     * @param <T> what is open
     */
    @FunctionalInterface
    public interface Round<T> {

        /**
         * Does what is due; must be quick.
         *
         * @param open what is open; may change meanwhile
         * @param now the time of {@link System#nanoTime}
         * @return after how many nanoseconds something is due again
         */
        long look(Iterable<T> open, long now);
    }

    /**
     * Nothing is open yet.
     *
     * @param name of the thread
     */
    public Sweeper(String name, Round<T> round) {
        this.name = name;
        this.round = round;
    }

    /** Something is open from now on; it is looked at within 500 ms, whatever is due before. */
    public void add(T opened) {
        open.add(opened);
        synchronized (this) {
            if (thread == null) {
                thread = Thread.ofVirtual().name(name).start(this::run);
            }
        }
    }

    /** Whether something has been added and not removed since. */
    public boolean contains(T known) {
        return open.contains(known);
    }

    /** Something has ended. */
    public void remove(T ended) {
        open.remove(ended);
        if (open.isEmpty()) {
            wake();
        }
    }

    /** Looks now. */
    public void wake() {
        Thread running;
        synchronized (this) {
            running = thread;
        }
        LockSupport.unpark(running);
    }

    private void run() {
        while (true) {
            synchronized (this) {
                if (open.isEmpty()) {
                    thread = null;
                    return;
                }
            }
            long due = round.look(open, System.nanoTime());
            LockSupport.parkNanos(Math.clamp(due, SHORTEST_ROUND, LONGEST_ROUND));
        }
    }
}
