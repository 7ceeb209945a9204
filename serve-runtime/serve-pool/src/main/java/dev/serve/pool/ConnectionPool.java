package dev.serve.pool;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.INFO;

import dev.serve.api.config.PoolConfig;
import dev.serve.api.event.ServerEvent;
import dev.serve.api.pool.CloseMode;
import dev.serve.api.pool.CloseReason;
import dev.serve.api.pool.ConnectionView;
import dev.serve.api.pool.Ids;
import dev.serve.api.pool.PoolHealth;
import dev.serve.api.pool.PoolMetrics;
import dev.serve.api.pool.PoolView;
import java.net.SocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The sockets of one listener: decides who enters, knows who is inside, sends them home.
 *
 * <p>Limits come from one immutable {@link PoolConfig}, read once for each decision and replaced as
 * a whole. Operations carry the identity of the trace they belong to, see {@link Ids#trace}.
 */
public final class ConnectionPool implements PoolView {

    private static final System.Logger LOG = System.getLogger(ConnectionPool.class.getName());

    private final PoolIdentity identity;
    private final LongSupplier nanoTime;
    private final long startedAt;
    private final Instant started;
    private final Ticks ticks;
    private final Figures figures;
    private final Refusals refusals;
    private final Admissions admissions;
    private final Sweep sweep;
    private final Health health;
    private final Inside inside = new Inside();
    private final Outliving outliving;
    private final Calls calls = new Calls();
    private volatile PoolConfig config;

    /**
     * A pool that admits at once.
     *
     * @param nanoTime a clock as {@link System#nanoTime}
     * @param instants tells what time of day it is now
     */
    public ConnectionPool(
            PoolIdentity identity,
            PoolConfig config,
            LongSupplier nanoTime,
            InstantSource instants) {
        this.identity = identity;
        this.config = config;
        this.nanoTime = nanoTime;
        this.startedAt = nanoTime.getAsLong();
        this.started = instants.instant();
        this.ticks = new Ticks(startedAt);
        this.figures = new Figures(ticks);
        this.refusals = new Refusals(identity, startedAt);
        this.admissions = new Admissions(this, refusals);
        this.health = new Health(identity, figures, refusals);
        Stuck stuck = new Stuck(identity);
        this.outliving = new Outliving(stuck, nanoTime);
        this.sweep = new Sweep(identity, stuck);
    }

    /** As {@link #admit(SocketAddress, Waiter)}, for a socket that cannot wait. */
    public Admission admit(@Nullable SocketAddress peer) {
        return admitted(admissions.enter(peer, null));
    }

    /**
     * Takes a new socket in, lets it wait, or refuses it and counts that.
     *
     * @param peer its address, by which it is counted and ranked; null if that says nothing: on a
     *     Unix socket, or behind a proxy that will name it
     * @param waiter takes the answer if it is {@link Admission.Waiting}
     */
    public Admission admit(@Nullable SocketAddress peer, Waiter waiter) {
        return admitted(admissions.enter(peer, waiter));
    }

    private Admission admitted(Admission admission) {
        if (admission instanceof Admission.Admitted(Lease lease)) {
            added(lease);
        }
        return admission;
    }

    /** Applies new limits: waiters enter if there are more places; who is inside stays. */
    public void update(PoolConfig config, String traceId) {
        this.config = config;
        // What has changed is told with the change.
        LOG.log(DEBUG, () -> identity + " " + traceId + ": limits are now " + config);
        admissions.letWaitersIn();
    }

    /** The counts at this moment. */
    public PoolCounts counts() {
        return admissions.counts(inside.requestsInFlight());
    }

    /** Admits nobody any longer, and asks everyone inside to finish. */
    public void drain(String traceId) {
        admissions.drain();
        List<Lease> leases = List.copyOf(inside.all());
        tellDrain(leases.size(), traceId);
        leases.forEach(lease -> lease.drain(CloseReason.DRAINED));
    }

    /**
     * As {@link #drain(String)}, but on connections on which nothing has been asked yet the first
     * request is awaited, and its answer says that it was the last. {@link #drain(String)} follows.
     */
    public void drainButFresh(String traceId) {
        admissions.drain();
        List<Lease> leases = List.copyOf(inside.all());
        tellDrain(leases.size(), traceId);
        for (Lease lease : leases) {
            if (lease.isFresh()) {
                lease.retire();
            } else {
                lease.drain(CloseReason.DRAINED);
            }
        }
    }

    /** A listener on which nobody is, such as one of a server that could not start, is no news. */
    private void tellDrain(int connections, String traceId) {
        LOG.log(
                connections == 0 ? DEBUG : INFO,
                () -> identity + " " + traceId + ": drains " + connections);
    }

    /**
     * Drains, waits, and cuts what is left at the deadline.
     *
     * @throws InterruptedException if interrupted while waiting; what is left is cut even then
     */
    public Drained drain(Duration timeout, String traceId) throws InterruptedException {
        PoolCounts before = counts();
        drain(traceId);
        int cut;
        try {
            awaitEmpty(timeout);
        } finally {
            cut = abort(traceId);
        }
        return new Drained(before.active(), before.requestsInFlight(), cut);
    }

    /**
     * Waits until nobody is inside.
     *
     * @return whether that came about within {@code timeout}
     * @throws InterruptedException if interrupted while waiting
     */
    public boolean awaitEmpty(Duration timeout) throws InterruptedException {
        return admissions.awaitEmpty(timeout);
    }

    /**
     * Closes every connection now.
     *
     * @return how many of them had something in work: requests, or a session
     */
    public int abort(String traceId) {
        return cut(traceId).values().stream().mapToInt(Integer::intValue).sum();
    }

    /** As {@link #abort}, counted by protocol, such as {@code h2}. */
    public Map<String, Integer> cut(String traceId) {
        List<Lease> leases = List.copyOf(inside.all());
        if (!leases.isEmpty()) {
            LOG.log(INFO, () -> identity + " " + traceId + ": cuts " + leases.size());
        }
        return Inside.cut(leases);
    }

    /** Shows every attached connection; any that opens or closes meanwhile may be missed. */
    public void forEachConnection(Consumer<Pooled> action) {
        inside.forEachConnection(action);
    }

    /**
     * Closes every connection that has nothing in work; while draining.
     *
     * @param freshToo also those on which nothing has been asked yet
     */
    public void abortIdle(boolean freshToo) {
        inside.abortIdle(freshToo);
    }

    @Override
    public boolean close(String id, CloseMode mode) {
        Lease lease = inside.find(id);
        if (lease == null) {
            return false;
        }
        String traceId = Ids.trace();
        LOG.log(INFO, () -> lease + " " + traceId + ": closed by its id, " + mode);
        switch (mode) {
            case DRAIN -> lease.drain(CloseReason.ADMIN);
            case ABORT -> lease.abort(CloseReason.ADMIN);
            case ABORT_AND_INTERRUPT -> lease.interrupt(CloseReason.ADMIN);
        }
        return true;
    }

    /**
     * Keeps the deadlines: ends every connection that has passed one, refuses who has waited too
     * long, judges the health. One caller at a time, several times a second.
     *
     * @param nowNanos now, of the pool's clock
     */
    public void sweep(long nowNanos) {
        figures.tick(nowNanos);
        admissions.expire(nowNanos);
        PoolConfig limits = config;
        for (Lease lease : inside.all()) {
            sweep.at(lease, limits, nowNanos);
        }
        outliving.sweep(limits, nowNanos);
        health.judge(admissions.active(), limits.maxConnections(), instant(nowNanos));
    }

    /**
     * Says that something other than its size keeps the listener from serving well, such as a lack
     * of descriptors; its health is at best degraded until it is over.
     *
     * @param message what it is; null when it is over
     */
    public void trouble(@Nullable String message) {
        health.trouble(message);
    }

    @Override
    public PoolHealth health() {
        int active = admissions.active();
        int most = config.maxConnections();
        Instant now = instant(nanoTime.getAsLong());
        return health.view(health.judge(active, most, now), active, most, now);
    }

    @Override
    public PoolMetrics metrics() {
        return figures.all(
                inside.all(), counts(), refusals.byReason(), closed(), nanoTime.getAsLong());
    }

    @Override
    public PoolMetrics metrics(String protocol) {
        return figures.of(protocol, inside.all(), nanoTime.getAsLong());
    }

    @Override
    public Map<String, Integer> inWork() {
        return inside.work();
    }

    @Override
    public long queuedMessages() {
        return inside.waiting();
    }

    @Override
    public Map<String, Map<String, Long>> calls() {
        return calls.view();
    }

    @Override
    public Map<String, Integer> openByProtocol() {
        return figures.open(inside.all());
    }

    @Override
    public List<ConnectionView> connections() {
        return inside.views();
    }

    @Override
    public Optional<ConnectionView> find(String id) {
        return Optional.ofNullable(inside.find(id)).map(Lease::view);
    }

    /** How many connections were closed for each reason, since the start; every reason is there. */
    public Map<CloseReason, Long> closed() {
        return inside.closed();
    }

    Lease opened(long number, @Nullable SocketAddress peer, @Nullable Object countedAs) {
        Lease lease = new Lease(this, number, peer, countedAs, figures.unknown());
        figures.unknown().connectionBegins();
        inside.enters(lease);
        return lease;
    }

    void added(Lease lease) {
        identity.tell(
                () ->
                        new ServerEvent.ConnectionAdded(
                                identity.listener(), identity.serverId(), lease.id()));
    }

    void left(Lease lease, CloseReason reason) {
        inside.leaves(lease, reason);
        identity.tell(
                () ->
                        new ServerEvent.ConnectionRemoved(
                                identity.listener(), identity.serverId(), lease.id(), reason));
        admissions.leave(lease);
    }

    PoolIdentity identity() {
        return identity;
    }

    PoolConfig config() {
        return config;
    }

    LongSupplier nanoTime() {
        return nanoTime;
    }

    Ticks ticks() {
        return ticks;
    }

    Outliving outliving() {
        return outliving;
    }

    Admissions admissions() {
        return admissions;
    }

    void callEnded(String method, String code) {
        calls.ended(method, code);
    }

    ProtocolStats statsOf(String protocol) {
        return figures.of(protocol);
    }

    Instant instant(long nanos) {
        return started.plusNanos(nanos - startedAt);
    }

    @Nullable Instant instantOrNull(long nanos) {
        return nanos == Activity.NEVER ? null : instant(nanos);
    }
}
