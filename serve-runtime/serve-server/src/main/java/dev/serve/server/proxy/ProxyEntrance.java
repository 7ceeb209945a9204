package dev.serve.server.proxy;

import dev.serve.api.config.ListenerConfig;
import dev.serve.api.spi.Wire;
import dev.serve.server.log.CountedWarning;
import java.io.IOException;
import java.net.SocketAddress;

/**
 * Lets a connection of a listener with {@code proxy-protocol} in: from a trusted proxy its header
 * is read and required, anybody else is refused. Whether a header is there is never guessed
 * (section 2 of the document), or whoever connects past the proxy could be any address. Any thread.
 */
public final class ProxyEntrance {

    private static final System.Logger LOG = System.getLogger(ProxyEntrance.class.getName());

    private final String listener;
    private final TrustedPeers peers;
    private final CountedWarning strangers = new CountedWarning(LOG, System::nanoTime);
    private final CountedWarning malformed = new CountedWarning(LOG, System::nanoTime);

    /** The entrance of a listener. */
    public ProxyEntrance(String listener, ListenerConfig config) {
        this.listener = listener;
        this.peers = new TrustedPeers(config);
    }

    /**
     * Reads the header of a connection. Refusals are logged, at most once a second each kind.
     *
     * @param peer the address of the connection's own peer
     * @param wire its bytes, before TLS
     * @throws IOException if the peer is not trusted or sends no proper header, or the connection
     *     is lost; it is to be closed
     */
    public ProxyHeader pass(SocketAddress peer, Wire wire) throws IOException {
        if (!peers.mayIntroduce(peer)) {
            strangers.happened(
                    count ->
                            refused(count, peer)
                                    + "it is not in trusted-proxies (expected with proxy-protocol: connections from there alone)");
            throw new ProxyHeaderException(peer + " is not in trusted-proxies");
        }
        try {
            return ProxyHeader.read(wire);
        } catch (ProxyHeaderException e) {
            malformed.happened(count -> refused(count, peer) + e.getMessage());
            throw e;
        }
    }

    private String refused(long count, SocketAddress peer) {
        return "listener "
                + listener
                + ": refused "
                + count
                + (count == 1 ? " connection, of " : " connections, the last of ")
                + peer
                + ": ";
    }
}
