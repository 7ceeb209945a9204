package dev.serve.server;

import static java.lang.System.Logger.Level.WARNING;

import dev.serve.api.config.ListenerConfig;
import dev.serve.pool.Admission;
import dev.serve.pool.ConnectionPool;
import dev.serve.pool.Lease;
import dev.serve.pool.Waiter;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Receives the sockets that one listener has accepted: the pool admits, keeps waiting or refuses;
 * who is admitted is served by the generation in force. Any thread; nothing here blocks.
 */
final class Reception {

    private static final System.Logger LOG = System.getLogger(Reception.class.getName());

    private final String listener;
    private final ConnectionPool pool;
    private final OldGenerations old;
    private final Supplier<Generation> generation;
    private final Network network;
    private final Refusing refusing;

    /**
     * A reception.
     *
     * @param generation the one in force
     */
    Reception(
            String listener,
            ConnectionPool pool,
            OldGenerations old,
            Supplier<Generation> generation,
            Network network) {
        this.listener = listener;
        this.pool = pool;
        this.old = old;
        this.generation = generation;
        this.network = network;
        this.refusing = new Refusing(listener, network);
    }

    /** Takes a socket over. */
    void receive(SocketChannel channel) {
        switch (pool.admit(peer(channel), new Arrival(channel))) {
            case Admission.Admitted(Lease lease) -> serve(channel, lease);
            case Admission.Refused refused -> refuse(channel, refused);
            case Admission.Waiting() -> {
                // The pool will tell the arrival.
            }
        }
    }

    /** Null where its own address says nothing: behind a proxy that will name it. */
    private @Nullable SocketAddress peer(SocketChannel channel) {
        try {
            return generation.get().config().proxyProtocol() ? null : channel.getRemoteAddress();
        } catch (IOException e) {
            // Gone already: its first read will tell.
            return null;
        }
    }

    /** A socket that waits for its place. */
    private final class Arrival implements Waiter {

        private final SocketChannel channel;

        private Arrival(SocketChannel channel) {
            this.channel = channel;
        }

        @Override
        public void admitted(Lease lease) {
            serve(channel, lease);
        }

        @Override
        public void refused(Admission.Refused refused) {
            refuse(channel, refused);
        }
    }

    private void serve(SocketChannel channel, Lease lease) {
        try {
            Connection connection =
                    new Connection(network, listener, channel, lease, generation.get());
            lease.local(connection.address(false));
            if (connection.config().isUnix()) {
                lease.unixPeer(() -> UnixPeers.of(channel));
            }
            lease.attach(connection);
            old.joins(connection);
            Thread.ofVirtual()
                    .name("serve-" + listener + "-conn-" + lease.number())
                    .start(connection);
        } catch (IOException e) {
            // The peer is gone already.
            lease.close();
            closeQuietly(channel);
        } catch (RuntimeException | Error e) {
            lease.close();
            closeQuietly(channel);
            throw e;
        }
    }

    private void refuse(SocketChannel channel, Admission.Refused refused) {
        ListenerConfig config = generation.get().config();
        if (!refusing.answers(channel, refused, config)) {
            closeQuietly(channel);
        }
    }

    static void closeQuietly(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.log(WARNING, "a refused connection could not be closed", e);
        }
    }
}
