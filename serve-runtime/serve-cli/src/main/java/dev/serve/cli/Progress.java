package dev.serve.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Says that something is still going on when it takes longer than a second: on a terminal in one
 * line that counts and goes away, elsewhere once. One use.
 */
final class Progress implements AutoCloseable {

    private static final Duration QUIET = Duration.ofSeconds(1);

    private final String doing;
    private final PrintWriter err;
    private final boolean terminal;
    private final LongSupplier nanoTime;
    private final long begun;
    private final AtExit interrupted;
    private long said; // guarded by this
    private boolean over; // guarded by this

    /**
     * @param doing such as {@code Stopping process 4711}
     * @param terminal whether a line can be written over
     */
    Progress(String doing, PrintWriter err, boolean terminal, LongSupplier nanoTime) {
        this.doing = doing;
        this.err = err;
        this.terminal = terminal;
        this.nanoTime = nanoTime;
        this.begun = nanoTime.getAsLong();
        this.interrupted = AtExit.with("serve-interrupted", this::interrupted);
    }

    /** Called again and again while it goes on. */
    synchronized void goesOn() {
        long seconds = took().toSeconds();
        if (over || took().compareTo(QUIET) < 0 || seconds == said || (said > 0 && !terminal)) {
            return;
        }
        said = seconds;
        if (terminal) {
            err.print("\r" + doing + ", " + seconds + " s \u001b[K");
        } else {
            err.println(doing + " ...");
        }
        err.flush();
    }

    Duration took() {
        return Duration.ofNanos(nanoTime.getAsLong() - begun);
    }

    /** Ends the line, which has {@code ^C} in it by now. */
    private synchronized void interrupted() {
        over = true;
        if (terminal) {
            err.println("\r" + doing + ", interrupted after " + Words.seconds(took()) + "\u001b[K");
            err.flush();
        }
    }

    @Override
    public void close() {
        interrupted.close();
        clear();
    }

    /** Takes the line away. */
    synchronized void clear() {
        if (said > 0 && terminal) {
            err.print("\r\u001b[K");
            err.flush();
            said = 0;
        }
    }
}
