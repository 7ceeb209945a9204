package dev.serve.server.proxy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The addresses by which proxies name who sent them a request (RFC 7239 section 6): {@code
 * 192.0.2.43}, {@code 192.0.2.43:47011}, {@code [2001:db8::17]:4711}, {@code unknown}, {@code
 * _hidden}; in {@code X-Forwarded-For} also IPv6 without brackets.
 */
final class Nodes {

    /** Who nobody knows: an address that is none. */
    static final InetSocketAddress UNKNOWN = InetSocketAddress.createUnresolved("unknown", 0);

    private static final int MAX_PORT = 65_535;

    private Nodes() {}

    /**
     * The index of the client in a chain of nodes: the last that is not one of our proxies, or the
     * first when all are.
     */
    static int client(List<InetSocketAddress> chain, TrustedPeers trusted) {
        int index = chain.size() - 1;
        while (index > 0) {
            InetAddress address = chain.get(index).getAddress();
            if (address == null || !trusted.trusts(address)) {
                break;
            }
            index--;
        }
        return index;
    }

    /** A node as an address; {@link #UNKNOWN} if it names none. */
    static InetSocketAddress parse(String text) {
        String node = text.strip();
        if (node.startsWith("[")) {
            int end = node.indexOf(']');
            return end < 0
                    ? UNKNOWN
                    : address(Literals.ipv6(node.substring(1, end)), node.substring(end + 1));
        }
        int colon = node.indexOf(':');
        if (colon < 0) {
            return address(Literals.ipv4(node), "");
        }
        return node.indexOf(':', colon + 1) < 0
                ? address(Literals.ipv4(node.substring(0, colon)), node.substring(colon))
                : address(Literals.ipv6(node), "");
    }

    /** A port that is hidden, as {@code _gazonk}, is taken for none. */
    private static InetSocketAddress address(@Nullable InetAddress address, String port) {
        if (address == null || (!port.isEmpty() && port.charAt(0) != ':')) {
            return UNKNOWN;
        }
        int number = port.isEmpty() ? 0 : Literals.number(port.substring(1), MAX_PORT);
        return new InetSocketAddress(address, Math.max(0, number));
    }
}
