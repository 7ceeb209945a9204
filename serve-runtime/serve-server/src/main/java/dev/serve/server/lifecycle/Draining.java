package dev.serve.server.lifecycle;

import dev.serve.pool.ConnectionPool;
import dev.serve.pool.Pooled;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.LongSupplier;

/** Lets the connections of some pools end, and cuts what is left. One thread. */
public final class Draining {

    /**
     * How long an idle peer has to answer our end of output with its own before it is cut; not
     * counted as cut.
     */
    private static final Duration IDLE_GRACE = Duration.ofMillis(100);

    /** How long the first request of a connection may be on its way. */
    private static final Duration FRESH_GRACE = Duration.ofMillis(300);

    /** How long handlers that were cut have to end; their threads are left to themselves then. */
    private static final Duration LAST_WAIT = Duration.ofSeconds(1);

    private final List<ConnectionPool> pools;
    private final CountDownLatch hurried;
    private final LongSupplier nanoTime;

    /** Of these pools; {@code hurried} ends the wait. */
    public Draining(List<ConnectionPool> pools, CountDownLatch hurried, LongSupplier nanoTime) {
        this.pools = List.copyOf(pools);
        this.hurried = hurried;
        this.nanoTime = nanoTime;
    }

    /**
     * Drains, waits, and cuts what is left then.
     *
     * @throws InterruptedException if interrupted; what is left is cut even then
     */
    public void run(Duration timeout, String traceId) throws InterruptedException {
        try {
            drain(nanoTime.getAsLong() + timeout.toNanos(), traceId);
        } finally {
            cut(traceId);
        }
        awaitCut();
    }

    /**
     * Tells everyone to end, and waits; whoever has nothing in work is cut after a grace. One that
     * was accepted a moment ago and has asked nothing yet is given time to ask: else its request,
     * which may be on its way, would be lost.
     */
    void drain(long deadline, String traceId) throws InterruptedException {
        pools.forEach(pool -> pool.drainButFresh(traceId));
        long asksUntil = nanoTime.getAsLong() + FRESH_GRACE.toNanos();
        boolean all = false;
        while (left(deadline) > 0 && hurried.getCount() > 0) {
            if (areEmpty(nanoTime.getAsLong() + Math.min(left(deadline), IDLE_GRACE.toNanos()))) {
                return;
            }
            boolean told = all;
            pools.forEach(pool -> pool.abortIdle(told));
            if (!all && left(asksUntil) == 0) {
                all = true;
                pools.forEach(pool -> pool.drain(traceId));
            }
        }
        if (!all) {
            pools.forEach(pool -> pool.drain(traceId));
        }
    }

    /** Cuts what is left; how many connections had something in work, by protocol. */
    Map<String, Integer> cut(String traceId) {
        Map<String, Integer> cut = new TreeMap<>();
        pools.forEach(
                pool ->
                        pool.cut(traceId)
                                .forEach(
                                        (protocol, count) ->
                                                cut.merge(protocol, count, Integer::sum)));
        return cut;
    }

    /**
     * Waits until the connections that were cut are gone, all under one deadline. A handler that
     * waits for its peer learns of the cut by itself; one that waits for something else never
     * would, so it is interrupted.
     */
    void awaitCut() throws InterruptedException {
        long deadline = nanoTime.getAsLong() + LAST_WAIT.toNanos();
        if (!areEmpty(nanoTime.getAsLong() + IDLE_GRACE.toNanos())) {
            pools.forEach(pool -> pool.forEachConnection(Pooled::interrupt));
            areEmpty(deadline);
        }
    }

    private boolean areEmpty(long deadline) throws InterruptedException {
        boolean empty = true;
        for (ConnectionPool pool : pools) {
            empty &= pool.awaitEmpty(Duration.ofNanos(left(deadline)));
        }
        return empty;
    }

    private long left(long deadline) {
        return Math.max(0, deadline - nanoTime.getAsLong());
    }
}
