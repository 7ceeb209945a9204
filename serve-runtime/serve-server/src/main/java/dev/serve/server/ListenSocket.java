package dev.serve.server;

import dev.serve.api.config.ListenerConfig;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The listening socket of one listener. Opened once; closing it lets a waiting {@link #accept}
 * fail.
 */
sealed interface ListenSocket extends Closeable permits ListenSocket.Tcp, UnixListenSocket {

    /**
     * Binds the address of a listener.
     *
     * @param ours sockets of ours that give their address up: a TCP port of theirs may be bound
     *     beside them, and the file of a Unix socket be replaced
     * @throws IOException if it cannot be bound; nothing is left open
     */
    static ListenSocket open(ListenerConfig config, Collection<ListenSocket> ours)
            throws IOException {
        return config.isUnix() ? UnixListenSocket.open(config, ours) : Tcp.open(config, ours);
    }

    /**
     * Binds the very address of a socket that is still open once more, with other options.
     *
     * @throws IOException if it cannot be bound; nothing is left open
     */
    static ListenSocket beside(ListenerConfig config, ListenSocket ours) throws IOException {
        return switch (ours) {
            case Tcp tcp -> Tcp.open(config, tcp.local(), List.of(tcp));
            case UnixListenSocket unix -> UnixListenSocket.open(config, List.of(unix));
        };
    }

    /**
     * Binds the address of a socket that somebody else has closed, the very port it had.
     *
     * @throws IOException if it cannot be bound; nothing is left open
     */
    static ListenSocket again(ListenerConfig config, ListenSocket gone) throws IOException {
        return switch (gone) {
            case Tcp tcp -> Tcp.open(config, tcp.local(), List.of());
            case UnixListenSocket unix -> UnixListenSocket.open(config, List.of(unix));
        };
    }

    /** Waits for a connection; null after {@link #leave}, when nobody waits any longer. */
    @Nullable SocketChannel accept() throws IOException;

    /** Lets {@link #accept} return null when the queue is empty. */
    void leave();

    /** Whether nobody has closed it. */
    boolean isOpen();

    /** The bound TCP port; -1 on a Unix socket. */
    int port();

    /** The bound address as text. */
    String address();

    /**
     * A TCP socket.
     *
     * @param channel for its options
     * @param listening what is accepted from
     * @param local the bound address
     */
    record Tcp(ServerSocketChannel channel, Listening listening, InetSocketAddress local)
            implements ListenSocket {

        private static Tcp open(ListenerConfig config, Collection<ListenSocket> ours)
                throws IOException {
            Integer port = config.port();
            InetSocketAddress address =
                    new InetSocketAddress(config.host(), port == null ? 0 : port);
            if (address.isUnresolved()) {
                throw new UnknownHostException("no address for host " + config.host());
            }
            return open(config, address, ours);
        }

        private static Tcp open(
                ListenerConfig config, InetSocketAddress address, Collection<ListenSocket> ours)
                throws IOException {
            List<ServerSocketChannel> shared = new ArrayList<>();
            for (ListenSocket each : ours) {
                if (each instanceof Tcp tcp && tcp.isOpen() && tcp.port() == address.getPort()) {
                    shared.add(tcp.channel());
                }
            }
            if (shared.isEmpty()) {
                Optional<ServerSocketChannel> inherited = InheritedSocket.onPort(address.getPort());
                if (inherited.isPresent()) {
                    return of(inherited.get(), true);
                }
            }
            ServerSocketChannel channel = ServerSocketChannel.open();
            try {
                channel.setOption(StandardSocketOptions.SO_REUSEADDR, config.reuseAddress());
                bind(channel, address, config.backlog(), shared);
                return of(channel, false);
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        }

        private static Tcp of(ServerSocketChannel channel, boolean lent) throws IOException {
            return new Tcp(
                    channel,
                    Listening.over(channel, lent),
                    (InetSocketAddress) channel.getLocalAddress());
        }

        /**
         * Binds, beside sockets of ours on the same port. They all say SO_REUSEPORT for that moment
         * only, so that at any other no second process can share the port unnoticed.
         */
        private static void bind(
                ServerSocketChannel channel,
                InetSocketAddress address,
                int backlog,
                List<ServerSocketChannel> beside)
                throws IOException {
            if (beside.isEmpty()) {
                channel.bind(address, backlog);
                return;
            }
            List<ServerSocketChannel> all = new ArrayList<>(beside);
            all.add(channel);
            for (ServerSocketChannel each : all) {
                each.setOption(StandardSocketOptions.SO_REUSEPORT, true);
            }
            try {
                channel.bind(address, backlog);
            } finally {
                for (ServerSocketChannel each : all) {
                    each.setOption(StandardSocketOptions.SO_REUSEPORT, false);
                }
            }
        }

        @Override
        public @Nullable SocketChannel accept() throws IOException {
            SocketChannel accepted = listening.accept();
            if (accepted == null) {
                return null;
            }
            try {
                // Without it a small answer waits for the peer's delayed ACK: 45 ms instead of
                // 0.3 ms on HTTP/2.
                accepted.setOption(StandardSocketOptions.TCP_NODELAY, true);
                return accepted;
            } catch (IOException | RuntimeException e) {
                accepted.close();
                throw e;
            }
        }

        @Override
        public void leave() {
            listening.leave();
        }

        @Override
        public boolean isOpen() {
            return listening.isOpen();
        }

        @Override
        public int port() {
            return local.getPort();
        }

        @Override
        public String address() {
            String host = local.getAddress().getHostAddress();
            return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + local.getPort();
        }

        @Override
        public void close() throws IOException {
            listening.close();
        }
    }
}
