package dev.serve.pool;

import dev.serve.api.event.ServerEvent;
import dev.serve.api.pool.CloseReason;
import dev.serve.api.pool.ConnectionView;
import dev.serve.api.pool.Ids;
import dev.serve.api.pool.TlsFacts;
import dev.serve.api.pool.UnixPeer;
import dev.serve.api.spi.CallOrigin;
import dev.serve.api.spi.ConnectionObserver;
import dev.serve.api.spi.Handling;
import dev.serve.api.spi.RefusedRequest;
import dev.serve.api.spi.SessionEnd;
import dev.serve.api.spi.WireObserver;
import dev.serve.api.spi.WorkObserver;
import java.net.SocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The place of one socket in its pool, held from accept to close. The connection, its wire and its
 * engine tell it what they do; it counts, and carries the pool's wishes to the connection that is
 * attached later.
 *
 * <p>Threads: as {@link ConnectionObserver} and {@link WireObserver} say; every other method may be
 * called by any thread.
 */
public final class Lease implements AutoCloseable, ConnectionObserver, WireObserver {

    private final ConnectionPool pool;
    private final long number;
    private final long opened;
    private final Activity activity;
    private final Traffic traffic = new Traffic();
    private final Ending ending = new Ending();
    private volatile ProtocolStats stats;
    private volatile String protocol = "accepted";
    private volatile @Nullable SocketAddress peer;
    private volatile @Nullable SocketAddress local;
    private volatile @Nullable TlsFacts tls;
    private volatile @Nullable Supplier<Optional<UnixPeer>> unixPeer;
    private boolean stuckTold; // the reaper's own
    private long cutSince = Activity.NEVER; // the reaper's own
    private @Nullable Object countedAs; // guarded by the lock of admission

    Lease(
            ConnectionPool pool,
            long number,
            @Nullable SocketAddress peer,
            @Nullable Object countedAs,
            ProtocolStats stats) {
        this.pool = pool;
        this.number = number;
        this.opened = pool.nanoTime().getAsLong();
        this.activity = new Activity(pool.nanoTime());
        this.peer = peer;
        this.countedAs = countedAs;
        this.stats = stats;
    }

    /** The identity of the connection, such as {@code conn_00000000002a}. */
    public String id() {
        return Ids.connection(number);
    }

    /** Counts the connections of the pool, from 1. */
    public long number() {
        return number;
    }

    /** Attaches the connection, once; it is drained at once if the pool already is. */
    public void attach(Pooled connection) {
        ending.attach(connection);
    }

    /** The address it came in at. */
    public void local(SocketAddress address) {
        local = address;
    }

    /**
     * Who the peer is, when a proxy has said so; counted from now on for {@code
     * pool.max-connections-per-peer}.
     *
     * @return the refusal if that peer has too many, which is then counted; the connection is to be
     *     closed
     */
    public Optional<Admission.Refused> peer(SocketAddress address) {
        peer = address;
        return pool.admissions().isNow(this, address);
    }

    /** What the handshake has settled. */
    public void tls(TlsFacts facts) {
        tls = facts;
    }

    /**
     * Who is at the other end of a Unix socket; asked when somebody looks, since names of users may
     * have to be looked up. Answers empty when the connection is gone.
     */
    public void unixPeer(Supplier<Optional<UnixPeer>> who) {
        unixPeer = who;
    }

    /** A header of the PROXY protocol is waited for. */
    public void proxyBegins() {
        protocol = "proxy";
    }

    /** It has come, or is not needed; {@code pool.connection-timeout} runs anew. */
    public void proxyEnds() {
        activity.fallsSilent();
    }

    /** The TLS handshake begins. */
    public void handshakeBegins() {
        protocol = "handshake";
        activity.handshakeBegins();
    }

    /** The TLS handshake has ended; {@code pool.connection-timeout} runs anew. */
    public void handshakeEnds() {
        activity.fallsSilent();
    }

    /** Who is told of its work as it ends. */
    public WorkObserver work() {
        return pool.identity().work();
    }

    /** The first bytes are waited for, to find the protocol by. */
    public void detects() {
        protocol = "detecting";
    }

    /** What it speaks, as far as that is known. */
    String protocol() {
        return protocol;
    }

    @Override
    public void protocol(String name, boolean multiplexed) {
        if (!name.equals(protocol)) {
            protocol = name;
            ProtocolStats next = pool.statsOf(name);
            next.connectionBegins();
            stats = next;
        }
        if (multiplexed) {
            activity.multiplexes();
        } else if (!name.equals("http/1.1")) {
            activity.holdsSession();
        }
    }

    @Override
    public void waitsToRead() {
        activity.waitsToRead();
    }

    @Override
    public void received(int bytes) {
        traffic.received(bytes, pool.ticks().now());
        activity.received(bytes);
    }

    @Override
    public void waitsToWrite() {
        activity.waitsToWrite();
    }

    @Override
    public void sent(long bytes) {
        traffic.sent(bytes, pool.ticks().now());
        activity.sent();
    }

    @Override
    public void headBegins() {
        activity.headBegins();
    }

    @Override
    public void bodyBegins() {
        activity.bodyBegins();
    }

    @Override
    public void bodyEnds() {
        activity.bodyEnds();
    }

    @Override
    public void watchesClient() {
        activity.watchesClient();
    }

    @Override
    public boolean answerBegins() {
        return activity.answerBegins();
    }

    @Override
    public void streamOpens() {
        traffic.streamOpens();
    }

    @Override
    public void streamCloses(boolean error) {
        if (traffic.streamCloses(error) == 0 && traffic.inFlight() == 0) {
            activity.fallsIdle(pool.nanoTime().getAsLong());
        }
    }

    @Override
    public void handlerOutlives(Handling handler) {
        pool.outliving().add(this, handler);
    }

    @Override
    public void handlerEnds(Handling handler) {
        pool.outliving().remove(handler);
    }

    @Override
    public void messageReceived() {
        traffic.messageReceived();
        pool.identity().work().messageReceived();
    }

    @Override
    public void messageSent() {
        traffic.messageSent();
        pool.identity().work().messageSent();
    }

    @Override
    public void callEnded(
            String method, String code, boolean streamed, long nanos, @Nullable CallOrigin origin) {
        pool.callEnded(method, code);
        WorkObserver work = pool.identity().work();
        if (work != WorkObserver.NONE) {
            work.callEnded(id(), method, code, streamed, nanos, origin);
        }
    }

    @Override
    public void requestRefused(String protocol, int status, String reason) {
        WorkObserver work = pool.identity().work();
        if (work != WorkObserver.NONE) {
            work.requestRefused(new RefusedRequest(id(), peer, protocol, status, reason));
        }
    }

    @Override
    public void sessionEnded(SessionEnd end) {
        pool.identity().work().sessionEnded(end);
    }

    @Override
    public void roundTrip(long nanos) {
        traffic.roundTrip(nanos);
    }

    /**
     * A request has begun.
     *
     * @return now, to be handed to {@link #requestEnds}
     */
    public long requestBegins() {
        long count = traffic.requestBegins();
        Integer most = pool.config().maxRequests();
        if (most != null && count >= most) {
            drain(CloseReason.MAX_REQUESTS);
        }
        return activity.requestBegins();
    }

    /**
     * A request has ended.
     *
     * @param began when, as {@link #requestBegins} said
     * @param now the pool's time, as {@link #now} says
     * @param failed whether its status was 500 or above, or its handler threw
     * @return how many are still in flight on this connection
     */
    public int requestEnds(long began, long now, boolean failed) {
        int left = streamEnds(now);
        stats.requestEnds(now - began, failed);
        return left;
    }

    /**
     * A request has ended that lasted until somebody ended it: how long is not counted.
     *
     * @param now the pool's time, as {@link #now} says
     * @return how many are still in flight on this connection
     */
    public int streamEnds(long now) {
        int left = traffic.requestEnds();
        if (left == 0 && traffic.streamsActive() == 0) {
            activity.fallsIdle(now);
        }
        return left;
    }

    /** The pool's time, in nanoseconds. */
    public long now() {
        return pool.nanoTime().getAsLong();
    }

    /** Whether nothing is in work on it, neither a request nor what another protocol has. */
    boolean isIdle() {
        Pooled attached = ending.connection();
        return requestsInFlight() == 0 && (attached == null || !attached.isInWork());
    }

    /** What most is of that is in work on it, such as {@code grpc}; else what it speaks. */
    String protocolInWork() {
        Pooled attached = ending.connection();
        return attached == null
                ? protocol
                : attached.work().entrySet().stream()
                        .filter(work -> !work.getKey().equals("http"))
                        .max(Map.Entry.comparingByValue())
                        .map(Map.Entry::getKey)
                        .orElse(protocol);
    }

    /**
     * Whether nothing has been asked on it yet: its first request may be on its way, from a client
     * that could not be told of anything.
     */
    boolean isFresh() {
        return traffic.requests() == 0 && traffic.streams() == 0 && isIdle();
    }

    /** Requests in flight. */
    public int requestsInFlight() {
        return traffic.inFlight();
    }

    @Override
    public boolean isDraining() {
        return ending.isDraining();
    }

    /** It is to take nothing new from now on; the connection knows. */
    public void retire() {
        ending.retire(CloseReason.DRAINED);
    }

    /** Why it is about to end, told before {@link #close}; the first one counts. */
    public void ends(CloseReason reason) {
        ending.end(reason);
    }

    /** The engine has failed. */
    public void fails(Throwable failure) {
        ending.end(CloseReason.ERROR);
        pool.identity()
                .tell(
                        () ->
                                new ServerEvent.ConnectionFailed(
                                        pool.identity().listener(),
                                        pool.identity().serverId(),
                                        id(),
                                        failure));
    }

    void drain(CloseReason reason) {
        ending.drain(reason);
    }

    void abort(CloseReason reason) {
        ending.abort(reason);
    }

    /** Aborts, and interrupts the thread of the connection. */
    void interrupt(CloseReason reason) {
        ending.interrupt(reason);
    }

    /** Lets the connection answer in place of its handler. */
    void answerTimeout(CloseReason reason) {
        ending.answerTimeout(
                reason, reason != CloseReason.REQUEST_TIMEOUT || activity.isBodyOpen());
    }

    /** Gives the place back; calls after the first do nothing. */
    @Override
    public void close() {
        CloseReason reason = ending.close();
        if (reason != null) {
            stats.connectionEnds(traffic.requests(), traffic.bytesIn(), traffic.bytesOut());
            pool.left(this, reason);
            pool.identity().work().connectionEnded(this::view);
        }
    }

    @Nullable Pooled connection() {
        return ending.connection();
    }

    /** Whether it has been told to end now, whatever is in work on it. */
    public boolean isCut() {
        return ending.isCut();
    }

    /** When it was first seen to be cut: now, if it has not been. The reaper's own. */
    long cutSince(long nowNanos) {
        if (cutSince == Activity.NEVER) {
            cutSince = nowNanos;
        }
        return cutSince;
    }

    /** Whether nobody has been told yet that its handler is stuck; true once. The reaper's own. */
    boolean tellsStuck() {
        boolean first = !stuckTold;
        stuckTold = true;
        return first;
    }

    Activity activity() {
        return activity;
    }

    Traffic traffic() {
        return traffic;
    }

    ProtocolStats stats() {
        return stats;
    }

    long openedAt() {
        return opened;
    }

    @Nullable Object countedAs() {
        return countedAs;
    }

    void countedAs(@Nullable Object key) {
        countedAs = key;
    }

    ConnectionView view() {
        Supplier<Optional<UnixPeer>> who = unixPeer;
        return new ConnectionView(
                id(),
                pool.identity().listener(),
                Addresses.text(peer),
                Addresses.text(local),
                protocol,
                isDraining(),
                tls,
                who == null ? null : who.get().orElse(null),
                pool.instant(opened),
                pool.instantOrNull(traffic.lastIn()),
                pool.instantOrNull(traffic.lastOut()),
                traffic.bytesIn(),
                traffic.bytesOut(),
                traffic.requests(),
                traffic.inFlight(),
                traffic.streams(),
                traffic.streamsActive(),
                traffic.streamErrors(),
                traffic.messagesIn(),
                traffic.messagesOut(),
                traffic.roundTrip(),
                ending.reason());
    }

    @Override
    public String toString() {
        return pool.identity() + " " + id();
    }
}
