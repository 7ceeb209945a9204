package dev.serve.server.lifecycle;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import dev.serve.api.ShutdownReport;
import dev.serve.api.ShutdownReport.Count;
import dev.serve.api.ShutdownReport.Step;
import dev.serve.api.config.ShutdownConfig;
import dev.serve.api.config.ShutdownStep;
import dev.serve.api.event.ServerEvent;
import dev.serve.pool.PoolCounts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One stop in five steps (K4) under one deadline: drain delay while still accepting, then no new
 * connections, then what is inside may finish, then the rest is cut, then everything is cleaned up.
 * A step that fails or takes too long is told in the report, and the next one follows. One thread
 * runs it; the latch that it was given ends every wait.
 */
public final class Shutdown {

    private static final System.Logger LOG = System.getLogger(Shutdown.class.getName());

    private final List<? extends LiveListener> listeners;
    private final ShutdownConfig config;
    private final CountDownLatch hurried;
    private final Parts parts;
    private final Consumer<ServerEvent> events;
    private final LongSupplier nanoTime;
    private final Draining draining;

    private final List<Step> steps = new ArrayList<>();
    private final List<String> failures = new CopyOnWriteArrayList<>();
    private volatile Map<String, Integer> cut = Map.of();

    /** What the stop is called in logs. */
    private volatile String traceId = "";

    /** What takes part in a stop besides listeners. */
    public interface Parts {

        /** The server begins to stop; {@code left} is what remains of the deadline. */
        void drain(Duration left);

        /**
         * Runs something when so many who spread load have been told that the server does not go
         * on.
         */
        default void whenTold(int times, Runnable then) {}

        /** What is stopped at the end, in this order; by what messages call it. */
        List<Ending> endings();

        /**
         * Something that is stopped at the end.
         *
         * @param what what messages call it
         */
        record Ending(String what, Runnable step) {}
    }

    /** A stop that has not begun. */
    public Shutdown(
            List<? extends LiveListener> listeners,
            ShutdownConfig config,
            CountDownLatch hurried,
            Parts parts,
            Consumer<ServerEvent> events,
            LongSupplier nanoTime) {
        this.listeners = List.copyOf(listeners);
        this.config = config;
        this.hurried = hurried;
        this.parts = parts;
        this.events = events;
        this.nanoTime = nanoTime;
        this.draining =
                new Draining(
                        this.listeners.stream().map(LiveListener::pool).toList(),
                        hurried,
                        nanoTime);
    }

    /** Work of a step. */
    @FunctionalInterface
    private interface Work {

        void run() throws InterruptedException;
    }

    /**
     * Runs the stop. Interrupted, it waits for nothing any longer, and the flag is set again at the
     * end.
     *
     * @param trace what it is called in logs
     */
    public ShutdownReport run(String trace) {
        traceId = trace;
        long began = nanoTime.getAsLong();
        long deadline = began + config.timeout().toNanos();
        Count first = count();
        LOG.log(
                INFO,
                () ->
                        traceId
                                + ": stops within "
                                + config.timeout()
                                + ", "
                                + first.requests()
                                + " requests in flight on "
                                + first.connections()
                                + " connections");
        listeners.forEach(listener -> guarded("announcing the end", listener::announceEnd));
        guarded("draining extensions", () -> parts.drain(config.timeout()));

        step(ShutdownStep.DRAIN_DELAY, () -> delay(deadline));
        limited(ShutdownStep.STOP_ACCEPTING, this::stopAccepting);
        int open = count().connections();
        step(ShutdownStep.WAIT, () -> draining.drain(deadline, traceId));
        limited(ShutdownStep.FORCE_CLOSE, this::forceClose);
        limited(ShutdownStep.CLEAN_UP, this::cleanUp);

        int cutInAll = cut.values().stream().mapToInt(Integer::intValue).sum();
        return new ShutdownReport(
                Duration.ofNanos(nanoTime.getAsLong() - began),
                first.requests(),
                Math.max(0, open - cutInAll),
                cutInAll,
                cut,
                steps,
                failures);
    }

    private void delay(long deadline) throws InterruptedException {
        long delay = Math.min(config.drainDelay().toNanos(), left(deadline));
        if (delay <= 0) {
            return;
        }
        Integer probes = config.drainProbes();
        boolean early =
                probes == null ? hurried.await(delay, TimeUnit.NANOSECONDS) : isSeen(probes, delay);
        if (early) {
            LOG.log(INFO, () -> traceId + ": the drain delay was cut short");
        }
    }

    /** Whether so many were told, or somebody is in a hurry, before the time has passed. */
    private boolean isSeen(int probes, long nanos) throws InterruptedException {
        CountDownLatch over = new CountDownLatch(1);
        parts.whenTold(probes, over::countDown);
        Thread hurry =
                Thread.ofVirtual()
                        .name("serve-stop-hurry")
                        .start(
                                () -> {
                                    try {
                                        hurried.await();
                                        over.countDown();
                                    } catch (InterruptedException e) {
                                        Thread.currentThread().interrupt();
                                    }
                                });
        try {
            return over.await(nanos, TimeUnit.NANOSECONDS);
        } finally {
            hurry.interrupt();
        }
    }

    private void stopAccepting() {
        for (LiveListener listener : listeners) {
            guarded("stopping " + listener.identity(), listener::stopAccepting);
            events.accept(new ServerEvent.ListenerClosed(listener.name()));
        }
    }

    private void forceClose() throws InterruptedException {
        Map<String, Integer> counted = draining.cut(traceId);
        cut = counted;
        if (!counted.isEmpty()) {
            LOG.log(INFO, () -> traceId + ": cut, by protocol: " + counted);
        }
        draining.awaitCut();
    }

    private void cleanUp() {
        parts.endings().forEach(ending -> guarded(ending.what(), ending.step()));
    }

    private long left(long deadline) {
        return Math.max(0, deadline - nanoTime.getAsLong());
    }

    /** A step in this thread. */
    private void step(ShutdownStep step, Work work) {
        recorded(step, () -> said(step, work));
    }

    /** A step in a thread of its own, which is left to itself when it takes too long. */
    private void limited(ShutdownStep step, Work work) {
        recorded(
                step,
                () -> {
                    AtomicReference<@Nullable String> failure = new AtomicReference<>();
                    Thread thread =
                            Thread.ofVirtual()
                                    .name("serve-stop-" + step.text())
                                    .start(() -> failure.set(said(step, work)));
                    return join(thread) ? failure.get() : "not done within " + config.stepTimeout();
                });
    }

    private boolean join(Thread thread) {
        boolean interrupted = false;
        long deadline = nanoTime.getAsLong() + config.stepTimeout().toNanos();
        try {
            while (true) {
                try {
                    return thread.join(Duration.ofNanos(left(deadline)));
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Runs work; what it has failed of, null if of nothing. */
    private @Nullable String said(ShutdownStep step, Work work) {
        try {
            work.run();
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        } catch (RuntimeException e) {
            LOG.log(WARNING, traceId + ": step " + step.text() + " of the stop failed", e);
            return String.valueOf(e.getMessage());
        }
    }

    /** A step in the report. */
    private void recorded(ShutdownStep step, Supplier<@Nullable String> run) {
        Count before = count();
        if (config.skips(step)) {
            steps.add(new Step(step, true, Duration.ZERO, before, before, null));
            return;
        }
        events.accept(new ServerEvent.ShutdownStepBegan(step));
        long began = nanoTime.getAsLong();
        String failure = run.get();
        Duration took = Duration.ofNanos(nanoTime.getAsLong() - began);
        steps.add(new Step(step, false, took, before, count(), failure));
        if (failure != null) {
            failures.add(step.text() + ": " + failure);
        }
        LOG.log(INFO, () -> traceId + ": " + steps.getLast());
    }

    /** A part that fails to stop must not keep the others from stopping. */
    private void guarded(String what, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            LOG.log(WARNING, traceId + ": " + what + " failed", e);
            failures.add(what + ": " + e);
        }
    }

    private Count count() {
        int connections = 0;
        int requests = 0;
        Map<String, Integer> work = new TreeMap<>();
        for (LiveListener listener : listeners) {
            PoolCounts counts = listener.pool().counts();
            connections += counts.active();
            requests += counts.requestsInFlight();
            listener.pool().inWork().forEach((name, more) -> work.merge(name, more, Integer::sum));
        }
        return new Count(connections, requests, work);
    }
}
