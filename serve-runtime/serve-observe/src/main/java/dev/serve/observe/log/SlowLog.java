package dev.serve.observe.log;

import static java.lang.System.Logger.Level.INFO;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** Tells of what was slow, ten times a second at most; how many were left out is told. */
final class SlowLog {

    private static final int A_SECOND_AT_MOST = 10;
    private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final System.Logger log;
    private final LongSupplier nanoTime;
    private final AtomicLong since;
    private final AtomicInteger told = new AtomicInteger();

    SlowLog(System.Logger log, LongSupplier nanoTime) {
        this.log = log;
        this.nanoTime = nanoTime;
        this.since = new AtomicLong(nanoTime.getAsLong());
    }

    void happened(String line, Duration limit) {
        long now = nanoTime.getAsLong();
        long began = since.get();
        if (now - began >= SECOND_NANOS && since.compareAndSet(began, now)) {
            int left = told.getAndSet(0) - A_SECOND_AT_MOST;
            if (left > 0) {
                log.log(INFO, "{0} more were slow", left);
            }
        }
        if (told.incrementAndGet() <= A_SECOND_AT_MOST) {
            log.log(INFO, () -> "slower than " + limit.toMillis() + " ms: " + line);
        }
    }
}
