package dev.serve.pool;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The place of one socket in its pool, held from accept to close. Counts the requests in flight on
 * it, and carries the pool's wish to drain to the connection that is attached later.
 */
public final class Lease implements AutoCloseable {

    private final ConnectionPool pool;
    private final long id;
    private final AtomicBoolean open = new AtomicBoolean(true);
    private final AtomicInteger inFlight = new AtomicInteger();
    private final Activity activity;
    // Both are written before the other is read, so a connection attached during a drain is told by
    // one of the two.
    private volatile boolean draining;
    private volatile @Nullable Pooled connection;

    Lease(ConnectionPool pool, long id, Activity activity) {
        this.pool = pool;
        this.id = id;
        this.activity = activity;
    }

    /**
     * What the connection is doing; the connection tells, the pool's deadlines are judged by it.
     */
    public Activity activity() {
        return activity;
    }

    /** Counts the connections of the pool, from 1. */
    public long id() {
        return id;
    }

    /** Attaches the connection, once; it is drained at once if the pool already is. */
    public void attach(Pooled connection) {
        this.connection = connection;
        if (draining) {
            connection.drain();
        }
    }

    /** A request has begun. */
    public void requestBegins() {
        inFlight.incrementAndGet();
        activity.requestBegins();
    }

    /**
     * A request has ended.
     *
     * @return how many are still in flight on this connection
     */
    public int requestEnds() {
        int left = inFlight.decrementAndGet();
        if (left == 0) {
            activity.requestsEnded();
        }
        return left;
    }

    /** Requests in flight. */
    public int requestsInFlight() {
        return inFlight.get();
    }

    /** Whether the connection is to take nothing new. */
    public boolean isDraining() {
        return draining;
    }

    @Nullable Pooled connection() {
        return connection;
    }

    void drain() {
        draining = true;
        Pooled attached = connection;
        if (attached != null) {
            attached.drain();
        }
    }

    void abort() {
        Pooled attached = connection;
        if (attached != null) {
            attached.abort();
        }
    }

    /** Gives the place back; calls after the first do nothing. */
    @Override
    public void close() {
        if (open.compareAndSet(true, false)) {
            pool.left(this);
        }
    }
}
