package dev.serve.server.proxy;

import dev.serve.api.config.Cidr;
import dev.serve.api.config.ListenerConfig;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.List;

/** Whose word a listener takes for who the client is: its {@code trusted-proxies}. Immutable. */
public final class TrustedPeers {

    private final List<Cidr> blocks;
    private final boolean unix;

    /** Those of a listener. */
    public TrustedPeers(ListenerConfig config) {
        this.blocks = config.trustedProxies();
        this.unix = config.isUnix();
    }

    /** Whether anybody is trusted at all. */
    public boolean isEmpty() {
        return blocks.isEmpty();
    }

    /**
     * Whether a connection from this peer is to begin with a PROXY header. On a Unix socket each
     * is: who could open the file is this machine's own.
     */
    public boolean mayIntroduce(SocketAddress peer) {
        return unix || trusts(peer);
    }

    /** Whether what this peer says of the client before it is believed. */
    public boolean trusts(SocketAddress peer) {
        return switch (peer) {
            case InetSocketAddress address when address.getAddress() != null ->
                    trusts(address.getAddress());
            case UnixDomainSocketAddress _ -> trusts(InetAddress.ofLiteral("127.0.0.1"));
            default -> false;
        };
    }

    /** Whether a proxy of this address is one of ours. */
    public boolean trusts(InetAddress address) {
        for (Cidr block : blocks) {
            if (block.contains(address)) {
                return true;
            }
        }
        return false;
    }
}
