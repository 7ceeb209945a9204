package dev.serve.pool;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** Addresses as text, without asking a name server. */
final class Addresses {

    private Addresses() {}

    /** Such as {@code 127.0.0.1:80}, {@code [0:0:0:0:0:0:0:1]:80}, or a path; empty for none. */
    static String text(@Nullable SocketAddress address) {
        if (!(address instanceof InetSocketAddress internet)) {
            return address == null ? "" : address.toString();
        }
        InetAddress host = internet.getAddress();
        String literal = host == null ? internet.getHostString() : host.getHostAddress();
        return (host instanceof Inet6Address ? "[" + literal + "]" : literal)
                + ":"
                + internet.getPort();
    }
}
