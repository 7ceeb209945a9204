package dev.serve.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.Optional;

/**
 * The listening socket that the process was started with as its standard input, as inetd and
 * systemd ({@code StandardInput=socket}) do: it is bound before the server has started, and whoever
 * connects meanwhile waits in its queue. The JVM is handed one at most. It stays with whoever
 * started the process, so it is never closed here; the JVM would close standard output with it.
 */
final class InheritedSocket {

    private InheritedSocket() {}

    /**
     * That socket, if it is bound to a port.
     *
     * @throws IOException if the standard input cannot be looked at
     */
    static Optional<ServerSocketChannel> onPort(int port) throws IOException {
        return System.inheritedChannel() instanceof ServerSocketChannel channel
                        && channel.getLocalAddress() instanceof InetSocketAddress local
                        && local.getPort() == port
                ? Optional.of(channel)
                : Optional.empty();
    }
}
