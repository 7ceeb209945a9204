package dev.serve.server.log;

import static java.lang.System.Logger.Level.WARNING;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;

/**
 * A warning of something that may happen thousands of times a second: it is logged at once, and
 * then at most once a second with how often it has happened since. What happened after the last
 * line is told by the next one. Any thread.
 */
public final class CountedWarning {

    private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final System.Logger log;
    private final LongSupplier nanoTime;
    private final LongAdder untold = new LongAdder();
    private final AtomicLong nextNanos;

    /**
     * A warning that has not happened yet.
     *
     * @param log where it goes
     * @param nanoTime the clock, such as {@code System::nanoTime}
     */
    public CountedWarning(System.Logger log, LongSupplier nanoTime) {
        this.log = log;
        this.nanoTime = nanoTime;
        this.nextNanos = new AtomicLong(nanoTime.getAsLong());
    }

    /**
     * It has happened.
     *
     * @param message makes the line from how often, this time included
     */
    public void happened(LongFunction<String> message) {
        untold.increment();
        long now = nanoTime.getAsLong();
        long due = nextNanos.get();
        if (now - due >= 0 && nextNanos.compareAndSet(due, now + SECOND_NANOS)) {
            log.log(WARNING, message.apply(untold.sumThenReset()));
        }
    }
}
