package dev.serve.server;

import dev.serve.api.ShutdownReport;
import dev.serve.api.config.ShutdownConfig;
import dev.serve.pool.Pooled;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * One stop, under one deadline: drain delay while still accepting, then no new connections, then
 * what is in flight may finish, then the rest is cut. {@link #hurry} ends every wait.
 */
final class Stopping {

    /**
     * How long an idle peer has to answer our end of output with its own before it is cut; not
     * counted as cut.
     */
    private static final Duration IDLE_GRACE = Duration.ofMillis(100);

    /** How long handlers that were cut have to end; their threads are left to themselves then. */
    private static final Duration LAST_WAIT = Duration.ofSeconds(1);

    private final List<Listener> listeners;
    private final ShutdownConfig config;
    private final LongSupplier nanoTime;
    private final CountDownLatch hurried = new CountDownLatch(1);

    Stopping(List<Listener> listeners, ShutdownConfig config, LongSupplier nanoTime) {
        this.listeners = listeners;
        this.config = config;
        this.nanoTime = nanoTime;
    }

    /** Ends every wait: what is left is cut at once. Any thread. */
    void hurry() {
        hurried.countDown();
    }

    Duration timeout() {
        return config.timeout();
    }

    /**
     * Runs the stop.
     *
     * @param traceId what it is called in logs
     * @throws InterruptedException if interrupted; whatever was open is closed even then
     */
    ShutdownReport run(String traceId, Runnable stoppedAccepting) throws InterruptedException {
        long began = nanoTime.getAsLong();
        long deadline = began + config.timeout().toNanos();
        int inFlight =
                listeners.stream()
                        .mapToInt(listener -> listener.pool().counts().requestsInFlight())
                        .sum();
        int cut = 0;
        int open = 0;
        try {
            long delay = Math.min(config.drainDelay().toNanos(), left(deadline));
            if (delay > 0 && hurried.await(delay, TimeUnit.NANOSECONDS)) {
                deadline = nanoTime.getAsLong();
            }
        } finally {
            listeners.forEach(Listener::stopAccepting);
            stoppedAccepting.run();
            open = listeners.stream().mapToInt(listener -> listener.pool().counts().active()).sum();
            listeners.forEach(listener -> listener.pool().drain(traceId));
            try {
                awaitEmpty(deadline);
            } finally {
                for (Listener listener : listeners) {
                    cut += listener.pool().abort(traceId);
                }
            }
        }
        awaitCut();
        return new ShutdownReport(
                Duration.ofNanos(nanoTime.getAsLong() - began), inFlight, open - cut, cut);
    }

    /** Whoever has nothing in work is cut after a grace, while others may still finish. */
    private void awaitEmpty(long deadline) throws InterruptedException {
        while (left(deadline) > 0 && hurried.getCount() > 0) {
            if (areEmpty(nanoTime.getAsLong() + Math.min(left(deadline), IDLE_GRACE.toNanos()))) {
                return;
            }
            listeners.forEach(listener -> listener.pool().abortIdle());
        }
    }

    /**
     * Waits until the connections that were cut are gone, all under one deadline. A handler that
     * waits for its peer learns of the cut by itself; one that waits for something else never
     * would, so it is interrupted.
     */
    private void awaitCut() throws InterruptedException {
        long deadline = nanoTime.getAsLong() + LAST_WAIT.toNanos();
        if (!areEmpty(nanoTime.getAsLong() + IDLE_GRACE.toNanos())) {
            listeners.forEach(listener -> listener.pool().forEachConnection(Pooled::interrupt));
            areEmpty(deadline);
        }
    }

    private boolean areEmpty(long deadline) throws InterruptedException {
        boolean empty = true;
        for (Listener listener : listeners) {
            empty &= listener.pool().awaitEmpty(Duration.ofNanos(left(deadline)));
        }
        return empty;
    }

    private long left(long deadline) {
        return Math.max(0, deadline - nanoTime.getAsLong());
    }
}
