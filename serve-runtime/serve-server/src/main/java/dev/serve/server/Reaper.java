package dev.serve.server;

import static java.lang.System.Logger.Level.ERROR;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Sweeps the listeners of a server for passed deadlines, in one platform thread: it must run when
 * every carrier is busy. A deadline is kept to within one tick.
 */
final class Reaper implements Runnable {

    private static final System.Logger LOG = System.getLogger(Reaper.class.getName());
    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    private final Supplier<List<LongConsumer>> sweeps;
    private final LongSupplier nanoTime;
    private final Thread thread;
    private volatile boolean closed;

    /**
     * A reaper that has not started.
     *
     * @param sweeps what is swept, asked anew for each tick
     */
    Reaper(Supplier<List<LongConsumer>> sweeps, LongSupplier nanoTime) {
        this.sweeps = sweeps;
        this.nanoTime = nanoTime;
        this.thread = Thread.ofPlatform().name("serve-reaper").daemon().unstarted(this);
    }

    void start() {
        thread.start();
    }

    @Override
    public void run() {
        while (!closed) {
            for (LongConsumer sweep : sweeps.get()) {
                try {
                    sweep.accept(nanoTime.getAsLong());
                } catch (RuntimeException | Error e) {
                    // A sweep that fails must not end all that follow; without a descriptor left
                    // not even a class can be loaded.
                    LOG.log(ERROR, "a sweep for passed deadlines failed", e);
                }
            }
            LockSupport.parkNanos(TICK_NANOS);
        }
    }

    /** Ends the thread and waits for it. */
    void close() {
        closed = true;
        LockSupport.unpark(thread);
        try {
            thread.join(TimeUnit.SECONDS.toMillis(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
