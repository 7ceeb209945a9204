package dev.serve.pool;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How many connections each peer has. An IPv6 peer is its /64 network, of which every host may
 * choose any address (RFC 4291 section 2.5.4). Guarded by the lock of its owner.
 */
final class PeerCounts {

    private final Map<Object, Integer> counts = new HashMap<>();

    /** What a peer is counted as; null for one without an address. */
    static @Nullable Object key(@Nullable SocketAddress peer) {
        InetAddress address = address(peer);
        return address instanceof Inet6Address
                ? (Object) ByteBuffer.wrap(address.getAddress()).getLong()
                : address;
    }

    /** The address of a peer; null on a Unix socket. */
    static @Nullable InetAddress address(@Nullable SocketAddress peer) {
        return peer instanceof InetSocketAddress internet ? internet.getAddress() : null;
    }

    /** Counts one more, if that is not over the limit. */
    boolean enter(@Nullable Object key, @Nullable Integer limit) {
        if (key == null) {
            return true;
        }
        int before = counts.getOrDefault(key, 0);
        if (limit != null && before >= limit) {
            return false;
        }
        counts.put(key, before + 1);
        return true;
    }

    /** Counts one less. */
    void leave(@Nullable Object key) {
        if (key != null) {
            counts.computeIfPresent(key, (same, count) -> count == 1 ? null : count - 1);
        }
    }

    /** How many peers have a connection. */
    int peers() {
        return counts.size();
    }
}
