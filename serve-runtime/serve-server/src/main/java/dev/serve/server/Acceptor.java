package dev.serve.server;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.WARNING;

import dev.serve.api.event.AcceptState;
import dev.serve.api.event.ServerEvent;
import dev.serve.pool.PoolIdentity;
import dev.serve.server.log.CountedWarning;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Accepts the connections of one listening socket in a platform thread of its own, until it is
 * closed. Nothing else ends it for good:
 *
 * <ul>
 *   <li>An accept that fails is logged and tried again, after a pause when it goes on failing.
 *   <li>With no descriptor left, the spare one is released, the waiting connection accepted and
 *       closed, and the spare taken back: whoever connects is refused at once instead of hanging.
 *   <li>Should its thread die, or its socket be closed by somebody else, {@link #check} sees it,
 *       reports it, binds the same address again and starts a new thread.
 * </ul>
 */
final class Acceptor implements Runnable {

    private static final System.Logger LOG = System.getLogger(Acceptor.class.getName());
    private static final long FIRST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long LONGEST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final PoolIdentity identity;
    private final Rebinding rebinding;
    private final Consumer<SocketChannel> accepted;
    private final AcceptHealth health;
    private final SpareDescriptor spare = new SpareDescriptor();
    private final CountedWarning refusals = new CountedWarning(LOG, System::nanoTime);
    private final CountedWarning failures = new CountedWarning(LOG, System::nanoTime);

    /** Held while the thread or the socket are replaced, so that a close meets the last ones. */
    private final ReentrantLock life = new ReentrantLock();

    private volatile ListenSocket socket;
    private volatile Thread thread;
    private volatile boolean closed;
    private Pause pause = new Pause(); // of the acceptor's thread
    private final Pause rebuilding = new Pause(); // guarded by life
    private long nextRebuildNanos; // guarded by life

    /** Binds the address of a socket that is gone. */
    @FunctionalInterface
    interface Rebinding {

        ListenSocket bind(ListenSocket gone) throws IOException;
    }

    /**
     * An acceptor that hands each socket to {@code accepted}, in its thread; that must not block.
     *
     * @param events told when it stops accepting by itself, and when it accepts again
     */
    Acceptor(
            PoolIdentity identity,
            ListenSocket socket,
            Rebinding rebinding,
            Consumer<SocketChannel> accepted,
            Consumer<ServerEvent> events) {
        this.identity = identity;
        this.socket = socket;
        this.rebinding = rebinding;
        this.accepted = accepted;
        this.health = new AcceptHealth(identity, events);
        this.thread = newThread();
    }

    private Thread newThread() {
        return Thread.ofPlatform()
                .name("serve-" + identity.listener() + "-acceptor")
                .unstarted(this);
    }

    void start() {
        spare.acquire();
        health.started();
        thread.start();
    }

    /** The socket it accepts from; another one after a rebuild. */
    ListenSocket socket() {
        return socket;
    }

    AcceptState state() {
        return health.state();
    }

    /** The thread that accepts; for tests that end it. */
    Thread thread() {
        return thread;
    }

    @Override
    public void run() {
        pause = new Pause();
        try {
            while (acceptNext()) {
                // Until it is closed and nobody waits any longer.
            }
        } catch (ClosedChannelException e) {
            ended("its socket was closed by somebody else", e);
        } catch (Error e) {
            ended("its thread failed", e);
        }
    }

    private void ended(String reason, Throwable cause) {
        if (!closed) {
            LOG.log(ERROR, identity + ": " + reason + "; nobody can connect", cause);
            health.died(reason);
        }
    }

    /** Whether there may be another one. */
    private boolean acceptNext() throws ClosedChannelException {
        SocketChannel channel;
        try {
            channel = socket.accept();
        } catch (ClosedChannelException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            if (!closed) {
                failed(e);
            }
            return !closed;
        }
        if (channel == null) {
            return false;
        }
        pause.reset();
        if (!spare.isHeld() && !spare.acquire()) {
            refuse(channel);
            return true;
        }
        try {
            accepted.accept(channel);
        } catch (RuntimeException e) {
            failures.happened(count -> notAccepted(count, e));
        }
        return true;
    }

    private void failed(Exception cause) {
        if (SpareDescriptor.available()) {
            failures.happened(count -> notAccepted(count, cause));
            pause.take();
        } else if (spare.isHeld()) {
            health.outOfDescriptors(System.nanoTime());
            spare.release();
        } else if (!spare.acquire()) {
            health.outOfDescriptors(System.nanoTime());
            pause.take();
        }
    }

    /** The spare descriptor has let this connection in; closing it frees one for the spare. */
    private void refuse(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.log(WARNING, identity + ": a connection could not be refused", e);
        }
        spare.acquire();
        health.refused(System.nanoTime());
        refusals.happened(
                count -> identity + ": refused " + count + " connections for want of descriptors");
    }

    private String notAccepted(long count, Exception cause) {
        return identity + ": " + count + " connections could not be accepted; the last: " + cause;
    }

    /** Rebuilds what has died, and looks whether a want of descriptors is over. One caller. */
    void check(long nowNanos) {
        if (closed) {
            return;
        }
        if (thread.isAlive()) {
            health.recover(nowNanos);
        } else if (rebuild(nowNanos)) {
            health.rebuilt();
        }
    }

    private boolean rebuild(long nowNanos) {
        life.lock();
        try {
            if (closed || nowNanos - nextRebuildNanos < 0) {
                return false;
            }
            nextRebuildNanos = nowNanos + rebuilding.next();
            if (!socket.isOpen()) {
                socket = rebinding.bind(socket);
            }
            Thread next = newThread();
            thread = next;
            next.start();
            rebuilding.reset();
            return true;
        } catch (IOException | RuntimeException e) {
            failures.happened(
                    count ->
                            identity
                                    + ": its acceptor could not be rebuilt, "
                                    + count
                                    + " attempts: "
                                    + e);
            return false;
        } finally {
            life.unlock();
        }
    }

    /**
     * Lets in who waits in the kernel's queue, then closes the socket; nothing is accepted
     * afterwards. Waits for the thread to end.
     */
    void close() {
        Thread last;
        life.lock();
        try {
            closed = true;
            health.closed();
            socket.leave();
            last = thread;
        } finally {
            life.unlock();
        }
        LockSupport.unpark(last);
        join(last);
        try {
            socket.close();
        } catch (IOException e) {
            LOG.log(WARNING, identity + ": its socket could not be closed", e);
        }
        spare.release();
    }

    private static void join(Thread last) {
        try {
            last.join(TimeUnit.SECONDS.toMillis(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Twice as long each time, from 5 ms to 1 s. */
    private static final class Pause {

        private long nanos = FIRST_PAUSE_NANOS;

        long next() {
            long next = nanos;
            nanos = Math.min(LONGEST_PAUSE_NANOS, nanos * 2);
            return next;
        }

        void take() {
            LockSupport.parkNanos(next());
        }

        void reset() {
            nanos = FIRST_PAUSE_NANOS;
        }
    }
}
