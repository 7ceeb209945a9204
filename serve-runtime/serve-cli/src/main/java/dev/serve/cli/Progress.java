package dev.serve.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Says that something is still going on when it takes longer than a second: on a terminal in one
 * line that counts and goes away, elsewhere once. One use, one thread.
 */
final class Progress implements AutoCloseable {

    private static final Duration QUIET = Duration.ofSeconds(1);

    private final String doing;
    private final PrintWriter err;
    private final Style style;
    private final LongSupplier nanoTime;
    private final long begun;
    private long said;

    /**
     * @param doing such as {@code Stopping process 4711}
     */
    Progress(String doing, PrintWriter err, Style style) {
        this(doing, err, style, System::nanoTime);
    }

    Progress(String doing, PrintWriter err, Style style, LongSupplier nanoTime) {
        this.doing = doing;
        this.err = err;
        this.style = style;
        this.nanoTime = nanoTime;
        this.begun = nanoTime.getAsLong();
    }

    /** Called again and again while it goes on. */
    void goesOn() {
        long seconds = took().toSeconds();
        if (took().compareTo(QUIET) < 0 || seconds == said || (said > 0 && !style.on())) {
            return;
        }
        said = seconds;
        if (style.on()) {
            err.print("\r" + doing + ", " + seconds + " s \u001b[K");
        } else {
            err.println(doing + " ...");
        }
        err.flush();
    }

    Duration took() {
        return Duration.ofNanos(nanoTime.getAsLong() - begun);
    }

    @Override
    public void close() {
        clear();
    }

    /** Takes the line away. */
    void clear() {
        if (said > 0 && style.on()) {
            err.print("\r\u001b[K");
            err.flush();
        }
    }
}
