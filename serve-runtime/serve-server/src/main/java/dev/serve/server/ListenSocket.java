package dev.serve.server;

import dev.serve.api.config.ListenerConfig;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * The listening socket of one listener. Opened once; closing it lets a waiting {@link #accept}
 * fail.
 */
sealed interface ListenSocket extends Closeable permits ListenSocket.Tcp, UnixListenSocket {

    /**
     * Binds the address of a listener.
     *
     * @param ours the socket that the listener has so far; the file of a Unix socket of ours may be
     *     replaced
     * @throws IOException if it cannot be bound; nothing is left open
     */
    static ListenSocket open(ListenerConfig config, @Nullable ListenSocket ours)
            throws IOException {
        return config.isUnix() ? UnixListenSocket.open(config, ours) : Tcp.open(config);
    }

    /**
     * Binds the address of a socket that somebody else has closed, the very port it had.
     *
     * @throws IOException if it cannot be bound; nothing is left open
     */
    static ListenSocket again(ListenerConfig config, ListenSocket gone) throws IOException {
        return switch (gone) {
            case Tcp tcp -> Tcp.open(config, tcp.local());
            case UnixListenSocket unix -> UnixListenSocket.open(config, unix);
        };
    }

    /** Waits for a connection. */
    SocketChannel accept() throws IOException;

    /** Whether nobody has closed it. */
    boolean isOpen();

    /** The bound TCP port; -1 on a Unix socket. */
    int port();

    /** The bound address as text. */
    String address();

    /** A TCP socket. */
    record Tcp(ServerSocketChannel channel, InetSocketAddress local) implements ListenSocket {

        static Tcp open(ListenerConfig config) throws IOException {
            Integer port = config.port();
            InetSocketAddress address =
                    new InetSocketAddress(config.host(), port == null ? 0 : port);
            if (address.isUnresolved()) {
                throw new UnknownHostException("no address for host " + config.host());
            }
            return open(config, address);
        }

        private static Tcp open(ListenerConfig config, InetSocketAddress address)
                throws IOException {
            ServerSocketChannel channel = ServerSocketChannel.open();
            try {
                channel.setOption(StandardSocketOptions.SO_REUSEADDR, config.reuseAddress());
                channel.bind(address, config.backlog());
                return new Tcp(channel, (InetSocketAddress) channel.getLocalAddress());
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        }

        @Override
        public SocketChannel accept() throws IOException {
            SocketChannel accepted = channel.accept();
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
        public boolean isOpen() {
            return channel.isOpen();
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
            channel.close();
        }
    }
}
