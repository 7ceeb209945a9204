package dev.serve.pool;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * A connection that records what it was asked; it closes its lease when it is aborted, when it
 * answers in place of its handler, or when it is drained while idle.
 */
final class Recorded implements Pooled {

    final Lease lease;
    final AtomicInteger drained = new AtomicInteger();
    final AtomicInteger aborted = new AtomicInteger();
    final AtomicInteger interrupted = new AtomicInteger();
    final AtomicInteger answered503 = new AtomicInteger();
    final AtomicInteger answered408 = new AtomicInteger();

    private Recorded(Lease lease) {
        this.lease = lease;
    }

    /** A connection, attached to its lease. */
    static Recorded on(Admission admission) {
        return on(((Admission.Admitted) admission).lease());
    }

    static Recorded on(Lease lease) {
        Recorded recorded = new Recorded(lease);
        lease.attach(recorded);
        return recorded;
    }

    @Override
    public void drain() {
        drained.incrementAndGet();
        if (lease.requestsInFlight() == 0) {
            lease.close();
        }
    }

    @Override
    public void abort() {
        aborted.incrementAndGet();
        lease.close();
    }

    @Override
    public void interrupt() {
        interrupted.incrementAndGet();
    }

    @Override
    public void answerTimeout(boolean bodyUnfinished) {
        (bodyUnfinished ? answered408 : answered503).incrementAndGet();
        lease.close();
    }
}
