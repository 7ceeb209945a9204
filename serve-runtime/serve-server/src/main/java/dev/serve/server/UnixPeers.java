package dev.serve.server;

import static java.lang.System.Logger.Level.DEBUG;

import dev.serve.api.pool.UnixPeer;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import jdk.net.ExtendedSocketOptions;
import jdk.net.UnixDomainPrincipal;

/** Asks the kernel who has connected to a Unix socket (SO_PEERCRED). */
final class UnixPeers {

    private static final System.Logger LOG = System.getLogger(UnixPeers.class.getName());

    private UnixPeers() {}

    /** Empty when the connection is gone. */
    static Optional<UnixPeer> of(SocketChannel channel) {
        try {
            UnixDomainPrincipal who = channel.getOption(ExtendedSocketOptions.SO_PEERCRED);
            return Optional.of(new UnixPeer(who.user().getName(), who.group().getName()));
        } catch (IOException | UnsupportedOperationException e) {
            LOG.log(DEBUG, "the peer of a Unix socket is not known", e);
            return Optional.empty();
        }
    }
}
