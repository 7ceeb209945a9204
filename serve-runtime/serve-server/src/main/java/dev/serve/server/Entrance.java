package dev.serve.server;

import static java.lang.System.Logger.Level.WARNING;

import dev.serve.api.ListenerException;
import dev.serve.api.config.ListenerConfig;
import dev.serve.api.event.AcceptState;
import dev.serve.api.event.ServerEvent;
import dev.serve.pool.PoolIdentity;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.Collection;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The address of one listener: the socket that is bound and the acceptor behind it. It may move to
 * another address while it is open. Methods that change it are called by one thread at a time.
 */
final class Entrance {

    private static final System.Logger LOG = System.getLogger(Entrance.class.getName());

    private final PoolIdentity identity;
    private final Consumer<SocketChannel> accepted;
    private final Consumer<ServerEvent> events;
    private volatile ListenerConfig config;
    private volatile @Nullable ListenSocket socket;
    private volatile @Nullable Acceptor acceptor;

    /**
     * An entrance that is not bound yet.
     *
     * @param accepted takes each socket, in the acceptor's thread; must not block
     * @param events told when it stops accepting by itself, and when it accepts again
     */
    Entrance(
            PoolIdentity identity,
            ListenerConfig config,
            Consumer<SocketChannel> accepted,
            Consumer<ServerEvent> events) {
        this.identity = identity;
        this.config = config;
        this.accepted = accepted;
        this.events = events;
    }

    /**
     * Binds the address.
     *
     * @param leaving sockets of this server that give their address up
     * @throws ListenerException if it cannot be bound, with listener, address and cause
     */
    void open(Collection<ListenSocket> leaving) {
        socket = bind(config, leaving);
    }

    /** What it is bound to; empty before that. */
    Optional<ListenSocket> bound() {
        return Optional.ofNullable(socket);
    }

    /**
     * Binds an address of its next configuration; {@link #move} opens it. A port that was free to
     * choose stays the same while the host does.
     *
     * @param leaving sockets of this server that give their address up
     * @throws ListenerException if it cannot be bound, with listener, address and cause
     */
    ListenSocket bind(ListenerConfig next, Collection<ListenSocket> leaving) {
        ListenSocket present = socket;
        boolean anyAgain =
                Objects.equals(config.port(), 0)
                        && Objects.equals(next.port(), 0)
                        && config.host().equals(next.host());
        try {
            return present != null && anyAgain
                    ? ListenSocket.beside(next, present)
                    : ListenSocket.open(next, leaving);
        } catch (IOException | RuntimeException e) {
            throw new ListenerException(identity.listener(), next.addressText(), "cannot bind", e);
        }
    }

    /** Lets connections in. */
    void accept() {
        acceptor = started(opened());
    }

    /** Shown to the reaper when it lives: a thread that has not begun looks like a dead one. */
    private Acceptor started(ListenSocket from) {
        Acceptor started = new Acceptor(identity, from, this::bindAgain, accepted, events);
        started.start();
        return started;
    }

    private ListenSocket bindAgain(ListenSocket gone) throws IOException {
        ListenSocket again = ListenSocket.again(config, gone);
        if (socket == gone) {
            socket = again;
        }
        return again;
    }

    /**
     * Lets connections in at another address too; {@link #leave} ends it at the old one.
     *
     * @return what was there before
     */
    Former move(ListenerConfig next, ListenSocket bound) {
        Former former = new Former(config, socket, acceptor);
        Acceptor started = started(bound);
        config = next;
        socket = bound;
        acceptor = started;
        return former;
    }

    /** Lets connections in where it did before, and nobody any longer where it does. */
    void moveBack(Former former) {
        Former refused = new Former(config, socket, acceptor);
        config = former.config();
        socket = former.socket();
        acceptor = former.acceptor();
        leave(refused);
    }

    /** Lets nobody in any longer at an address that it had; who waits there is let in before. */
    void leave(Former former) {
        close(former.acceptor(), former.socket());
    }

    /** An address that it had. Immutable. */
    record Former(
            ListenerConfig config, @Nullable ListenSocket socket, @Nullable Acceptor acceptor) {}

    /** Sees to it that the acceptor lives. One caller at a time. */
    void check(long nowNanos) {
        Acceptor running = acceptor;
        if (running != null) {
            running.check(nowNanos);
        }
    }

    /** Lets nobody in any longer; who waits is let in before. */
    void close() {
        close(acceptor, socket);
    }

    private void close(@Nullable Acceptor running, @Nullable ListenSocket bound) {
        if (running != null) {
            running.close();
            return;
        }
        if (bound != null) {
            closeQuietly(bound);
        }
    }

    /** Closes a socket that nobody accepts from. */
    void closeQuietly(ListenSocket bound) {
        try {
            bound.close();
        } catch (IOException e) {
            LOG.log(WARNING, identity + ": its socket could not be closed", e);
        }
    }

    AcceptState state() {
        Acceptor running = acceptor;
        return running == null ? AcceptState.STOPPED : running.state();
    }

    private ListenSocket opened() {
        ListenSocket bound = socket;
        if (bound == null) {
            throw new IllegalStateException(identity + " is not bound (expected: after start)");
        }
        return bound;
    }

    /**
     * The bound TCP port.
     *
     * @throws IllegalArgumentException if it is a Unix socket
     */
    int port() {
        int port = opened().port();
        if (port < 0) {
            throw new IllegalArgumentException(
                    identity + " is " + config.addressText() + " (expected: a TCP listener)");
        }
        return port;
    }

    /** The bound TCP port; -1 before that and on a Unix socket. */
    int portOrNone() {
        ListenSocket bound = socket;
        return bound == null ? -1 : bound.port();
    }

    /** The bound address as text, the configured one before that. */
    String address() {
        ListenSocket bound = socket;
        return bound == null ? config.addressText() : bound.address();
    }
}
