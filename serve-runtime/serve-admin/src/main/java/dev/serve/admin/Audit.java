package dev.serve.admin;

import static java.lang.System.Logger.Level.INFO;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Every command, done or not: a line of the log, and the last {@value #KEPT} of them for the API.
 * Any thread.
 */
final class Audit {

    /** How many are kept. */
    static final int KEPT = 500;

    private static final System.Logger LOG = System.getLogger(Audit.class.getName());

    private final InstantSource clock;
    private final Deque<Entry> last = new ArrayDeque<>(); // guarded by this

    Audit(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * One command. Immutable.
     *
     * @param who asked for it
     * @param command method and path
     * @param status of its answer
     * @param outcome in words
     */
    record Entry(Instant time, String who, String command, int status, String outcome) {

        Fields fields() {
            return new Fields()
                    .with("time", time)
                    .with("who", who)
                    .with("command", command)
                    .with("status", status)
                    .with("outcome", outcome);
        }
    }

    void add(String who, String command, int status, String outcome) {
        LOG.log(
                INFO,
                () -> "admin: " + command + " by " + who + ": " + status + " " + line(outcome));
        synchronized (this) {
            if (last.size() == KEPT) {
                last.removeFirst();
            }
            last.addLast(new Entry(clock.instant(), who, command, status, outcome));
        }
    }

    /** What is kept, the latest first. */
    synchronized List<Entry> latest() {
        return List.copyOf(last.reversed());
    }

    /** Nothing that a caller sends begins a line of the log. */
    private static String line(String text) {
        return text.replaceAll("\\p{Cntrl}", " ");
    }
}
