package dev.serve.pool;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.WARNING;

import dev.serve.api.config.PoolConfig;
import dev.serve.api.pool.CloseReason;
import dev.serve.pool.Admission.Reason;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * The sockets of one listener: decides who enters, knows who is inside, sends them home.
 *
 * <p>Limits come from one immutable {@link PoolConfig}, read once for each admission and replaced
 * as a whole. The count and the flag "draining" stand under one lock, so that a drain cannot miss a
 * connection that is just entering. The lock is taken when a connection opens and closes, never on
 * its bytes.
 */
public final class ConnectionPool {

    private static final System.Logger LOG = System.getLogger(ConnectionPool.class.getName());
    private static final long LOG_EVERY_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final String listener;
    private final LongSupplier nanoTime;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition empty = lock.newCondition();
    private final Map<Long, Lease> open = new ConcurrentHashMap<>();
    private final Map<CloseReason, LongAdder> closed = new EnumMap<>(CloseReason.class);
    private volatile PoolConfig config;
    private int active; // guarded by lock
    private long total; // guarded by lock
    private long refusedFull; // guarded by lock
    private long refusedDraining; // guarded by lock
    private boolean draining; // guarded by lock
    private long refusedUnlogged; // guarded by lock
    private long loggedAt; // guarded by lock

    /**
     * A pool that admits at once.
     *
     * @param listener name of the listener, for messages
     * @param nanoTime a clock as {@link System#nanoTime}
     */
    public ConnectionPool(String listener, PoolConfig config, LongSupplier nanoTime) {
        this.listener = listener;
        this.config = config;
        this.nanoTime = nanoTime;
        this.loggedAt = nanoTime.getAsLong() - LOG_EVERY_NANOS;
        for (CloseReason reason : CloseReason.values()) {
            closed.put(reason, new LongAdder());
        }
    }

    /** Takes a new socket in, or refuses it and counts that. */
    public Admission admit() {
        int limit = config.maxConnections();
        Lease lease;
        lock.lock();
        try {
            if (draining) {
                refusedDraining++;
                return new Admission.Refused(Reason.DRAINING);
            }
            if (active < limit) {
                active++;
                lease = new Lease(this, ++total, new Activity(nanoTime));
                open.put(lease.id(), lease);
                return new Admission.Admitted(lease);
            }
            refusedFull++;
            refusedUnlogged++;
        } finally {
            lock.unlock();
        }
        logRefused(limit);
        return new Admission.Refused(Reason.POOL_FULL);
    }

    /** Applies new limits from the next admission on; connections that are inside stay. */
    public void update(PoolConfig config) {
        this.config = config;
    }

    /** The counts at this moment. */
    public PoolCounts counts() {
        int inFlight = 0;
        for (Lease lease : open.values()) {
            inFlight += lease.requestsInFlight();
        }
        lock.lock();
        try {
            return new PoolCounts(active, total, refusedFull, refusedDraining, inFlight);
        } finally {
            lock.unlock();
        }
    }

    /** Admits nobody any longer, and asks everyone inside to finish. */
    public void drain() {
        lock.lock();
        try {
            draining = true;
        } finally {
            lock.unlock();
        }
        List.copyOf(open.values()).forEach(Lease::drain);
    }

    /**
     * Waits until nobody is inside.
     *
     * @return whether that came about within {@code timeout}
     * @throws InterruptedException if interrupted while waiting
     */
    public boolean awaitEmpty(Duration timeout) throws InterruptedException {
        long left = timeout.toNanos();
        lock.lockInterruptibly();
        try {
            while (active > 0 && left > 0) {
                left = empty.awaitNanos(left);
            }
            return active == 0;
        } finally {
            lock.unlock();
        }
    }

    /** Shows every attached connection; any that opens or closes meanwhile may be missed. */
    public void forEachConnection(Consumer<Pooled> action) {
        for (Lease lease : open.values()) {
            Pooled connection = lease.connection();
            if (connection != null) {
                action.accept(connection);
            }
        }
    }

    /**
     * Closes every connection now.
     *
     * @return how many of them had requests in flight
     */
    public int abort() {
        int cut = 0;
        for (Lease lease : List.copyOf(open.values())) {
            if (lease.requestsInFlight() > 0) {
                cut++;
            }
            lease.abort();
        }
        return cut;
    }

    /** Closes every connection that has no request in flight. */
    public void abortIdle() {
        for (Lease lease : List.copyOf(open.values())) {
            if (lease.requestsInFlight() == 0) {
                lease.abort();
            }
        }
    }

    /**
     * Closes every connection that has passed a deadline, and counts it by reason. One caller at a
     * time.
     *
     * @param nowNanos now, of the pool's clock
     */
    public void sweep(long nowNanos) {
        PoolConfig limits = config;
        for (Lease lease : open.values()) {
            Optional<CloseReason> overdue =
                    lease.activity().overdue(nowNanos, limits, lease.requestsInFlight());
            if (overdue.isPresent()) {
                LOG.log(
                        DEBUG,
                        () ->
                                "listener "
                                        + listener
                                        + " connection "
                                        + lease.id()
                                        + ": "
                                        + overdue.get());
                Objects.requireNonNull(closed.get(overdue.get())).increment();
                lease.abort();
            }
        }
    }

    /** How many connections were closed for each reason, since the start; every reason is there. */
    public Map<CloseReason, Long> closed() {
        Map<CloseReason, Long> counts = new EnumMap<>(CloseReason.class);
        closed.forEach((reason, count) -> counts.put(reason, count.sum()));
        return counts;
    }

    void left(Lease lease) {
        open.remove(lease.id());
        lock.lock();
        try {
            if (--active == 0) {
                empty.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    private void logRefused(int limit) {
        long count;
        lock.lock();
        try {
            long now = nanoTime.getAsLong();
            if (now - loggedAt < LOG_EVERY_NANOS) {
                return;
            }
            loggedAt = now;
            count = refusedUnlogged;
            refusedUnlogged = 0;
        } finally {
            lock.unlock();
        }
        LOG.log(
                WARNING,
                "listener \"{0}\": refused {1} connections; listeners.{0}.pool.max-connections is {2}",
                listener,
                Long.toString(count),
                Integer.toString(limit));
    }
}
