package dev.serve.pool;

import static java.lang.System.Logger.Level.ERROR;

import dev.serve.api.config.OverLimit;
import dev.serve.api.config.PoolConfig;
import dev.serve.api.config.WaitPriority;
import dev.serve.api.pool.RefuseReason;
import dev.serve.pool.Admission.Refused;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Who is inside and who waits. The counts and the flag "draining" stand under one lock, so that a
 * drain cannot miss a connection that is just entering, and a place that is given back goes to who
 * waits and to nobody faster. The lock is taken when a connection opens and closes, never on its
 * bytes; nobody is called under it.
 */
final class Admissions {

    private static final System.Logger LOG = System.getLogger(ConnectionPool.class.getName());

    /** When a client may come again: a place may be free soon, a token in a second. */
    private static final Duration RETRY = Duration.ofSeconds(5);

    private static final Duration RETRY_RATE = Duration.ofSeconds(1);

    private final ConnectionPool pool;
    private final Refusals refusals;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition empty = lock.newCondition();
    private final PeerCounts peers = new PeerCounts(); // guarded by lock
    private final AcceptRate rate = new AcceptRate(); // guarded by lock
    private final WaitQueue queue = new WaitQueue(); // guarded by lock
    private int active; // guarded by lock
    private long total; // guarded by lock
    private boolean draining; // guarded by lock

    Admissions(ConnectionPool pool, Refusals refusals) {
        this.pool = pool;
        this.refusals = refusals;
    }

    /**
     * Decides on a socket.
     *
     * @param waiter holds it if it must wait; null if it cannot
     */
    Admission enter(@Nullable SocketAddress peer, @Nullable Waiter waiter) {
        PoolConfig limits = pool.config();
        long now = pool.nanoTime().getAsLong();
        Object key = PeerCounts.key(peer);
        WaitPriority priority = WaitQueue.priority(limits.waitPriority(), PeerCounts.address(peer));
        RefuseReason reason;
        List<WaitQueue.Ticket> displaced = List.of();
        int inside;
        lock.lock();
        try {
            boolean full = active >= limits.maxConnections() || queue.size() > 0;
            reason = refusal(limits, key, full, waiter != null ? priority : null, now);
            if (reason == null && !full) {
                return new Admission.Admitted(admitted(peer, key));
            }
            if (reason == null) {
                if (queue.size() >= limits.waitQueue()) {
                    displaced = List.of(queue.last());
                    displaced.forEach(ticket -> peers.leave(ticket.countedAs()));
                }
                queue.join(
                        new WaitQueue.Ticket(peer, key, Objects.requireNonNull(waiter), now),
                        priority);
            }
            inside = active;
        } finally {
            lock.unlock();
        }
        refuse(displaced, RefuseReason.QUEUE_FULL, limits);
        if (reason == null) {
            return new Admission.Waiting();
        }
        refusals.add(reason, limits, inside, now);
        return refused(reason, limits);
    }

    /**
     * Why one may neither enter nor wait; null if it may, and is then counted for its peer.
     *
     * @param waits with which priority it would wait; null if it cannot
     */
    private @Nullable RefuseReason refusal(
            PoolConfig limits,
            @Nullable Object key,
            boolean full,
            @Nullable WaitPriority waits,
            long now) {
        if (draining) {
            return RefuseReason.DRAINING;
        }
        if (full) {
            if (limits.waitQueue() == 0 || waits == null) {
                return RefuseReason.POOL_FULL;
            }
            if (queue.size() >= limits.waitQueue() && !queue.holdsBelow(waits)) {
                return RefuseReason.QUEUE_FULL;
            }
        }
        if (!peers.enter(key, limits.maxConnectionsPerPeer())) {
            return RefuseReason.PEER_FULL;
        }
        if (!rate.take(limits.acceptRate(), now)) {
            peers.leave(key);
            return RefuseReason.RATE;
        }
        return null;
    }

    private Lease admitted(@Nullable SocketAddress peer, @Nullable Object key) {
        active++;
        total++;
        return pool.opened(total, peer, key);
    }

    private static Refused refused(RefuseReason reason, PoolConfig limits) {
        return switch (reason) {
            case DRAINING -> new Refused(reason, OverLimit.CLOSE, RETRY);
            case RATE -> new Refused(reason, limits.overLimit(), RETRY_RATE);
            case POOL_FULL, PEER_FULL, WAIT_TIMEOUT, QUEUE_FULL ->
                    new Refused(reason, limits.overLimit(), RETRY);
        };
    }

    /** Counts a connection for the peer that a proxy has named, instead of any before. */
    Optional<Refused> isNow(Lease lease, SocketAddress peer) {
        PoolConfig limits = pool.config();
        Object key = PeerCounts.key(peer);
        int inside;
        lock.lock();
        try {
            peers.leave(lease.countedAs());
            boolean entered = peers.enter(key, limits.maxConnectionsPerPeer());
            lease.countedAs(entered ? key : null);
            if (entered) {
                return Optional.empty();
            }
            inside = active;
        } finally {
            lock.unlock();
        }
        refusals.add(RefuseReason.PEER_FULL, limits, inside, pool.nanoTime().getAsLong());
        return Optional.of(refused(RefuseReason.PEER_FULL, limits));
    }

    /** Gives a place back, to the next who waits if there is one. */
    void leave(Lease lease) {
        lock.lock();
        try {
            active--;
            peers.leave(lease.countedAs());
            lease.countedAs(null);
            if (active == 0) {
                empty.signalAll();
            }
        } finally {
            lock.unlock();
        }
        letWaitersIn();
    }

    /** Lets in who waits, as far as there are places. */
    void letWaitersIn() {
        int limit = pool.config().maxConnections();
        while (true) {
            WaitQueue.Ticket ticket;
            Lease lease;
            lock.lock();
            try {
                ticket = active < limit ? queue.next() : null;
                if (ticket == null) {
                    return;
                }
                lease = admitted(ticket.peer(), ticket.countedAs());
            } finally {
                lock.unlock();
            }
            pool.added(lease);
            tell(ticket, lease);
        }
    }

    private void tell(WaitQueue.Ticket ticket, Lease lease) {
        try {
            ticket.waiter().admitted(lease);
        } catch (RuntimeException e) {
            LOG.log(ERROR, lease + ": could not be served when its place was free", e);
            lease.close();
        }
    }

    /** Refuses who has waited too long. */
    void expire(long nowNanos) {
        PoolConfig limits = pool.config();
        List<WaitQueue.Ticket> expired;
        lock.lock();
        try {
            expired = queue.expired(nowNanos, limits.waitTimeout().toNanos());
            expired.forEach(ticket -> peers.leave(ticket.countedAs()));
        } finally {
            lock.unlock();
        }
        refuse(expired, RefuseReason.WAIT_TIMEOUT, limits);
    }

    /** Lets nobody in any longer, and refuses who waits. */
    void drain() {
        List<WaitQueue.Ticket> waiting;
        lock.lock();
        try {
            draining = true;
            waiting = queue.clear();
            waiting.forEach(ticket -> peers.leave(ticket.countedAs()));
            if (active == 0) {
                empty.signalAll();
            }
        } finally {
            lock.unlock();
        }
        refuse(waiting, RefuseReason.DRAINING, pool.config());
    }

    private void refuse(List<WaitQueue.Ticket> tickets, RefuseReason reason, PoolConfig limits) {
        for (WaitQueue.Ticket ticket : tickets) {
            refusals.add(reason, limits, active(), pool.nanoTime().getAsLong());
            try {
                ticket.waiter().refused(refused(reason, limits));
            } catch (RuntimeException e) {
                LOG.log(ERROR, pool.identity() + ": a refused connection could not be told", e);
            }
        }
    }

    /** Waits until nobody is inside. */
    boolean awaitEmpty(Duration timeout) throws InterruptedException {
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

    int active() {
        lock.lock();
        try {
            return active;
        } finally {
            lock.unlock();
        }
    }

    /** The counts at this moment. */
    PoolCounts counts(int requestsInFlight) {
        lock.lock();
        try {
            return new PoolCounts(active, queue.size(), total, refusals.total(), requestsInFlight);
        } finally {
            lock.unlock();
        }
    }
}
