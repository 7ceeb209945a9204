package dev.serve.http.message;

/**
 * The grammar of a host with an optional port (RFC 3986 section 3.2, RFC 9110 section 7.2), as Host
 * and request targets have it: no user information, not empty.
 */
public final class Authority {

    private static final int MAX_PORT = 65_535;

    private Authority() {}

    /** Whether the bytes are a host, with or without a port. */
    public static boolean isValid(byte[] bytes, int from, int to) {
        int hostEnd =
                from < to && bytes[from] == '['
                        ? endOfAddress(bytes, from + 1, to)
                        : endOfName(bytes, from, to);
        return hostEnd > from && (hostEnd == to || isPort(bytes, hostEnd, to));
    }

    /** After a name or IPv4 address; -1 if a percent sign is followed by something else. */
    private static int endOfName(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to && Octets.isHost(bytes[i])) {
            if (bytes[i] == '%') {
                if (i + 2 >= to || !Octets.isHex(bytes[i + 1]) || !Octets.isHex(bytes[i + 2])) {
                    return -1;
                }
                i += 2;
            }
            i++;
        }
        return i;
    }

    /** After the bracket that ends an IPv6 address (or one of a later version); else -1. */
    private static int endOfAddress(byte[] bytes, int from, int to) {
        int end = from;
        while (end < to && bytes[end] != ']') {
            end++;
        }
        boolean valid =
                end < to
                        && ((bytes[from] | 0x20) == 'v'
                                ? isFuture(bytes, from + 1, end)
                                : Ipv6Literal.isValid(bytes, from, end));
        return valid ? end + 1 : -1;
    }

    /** Hexadecimal digits, a dot, and characters of any kind that a host may hold, or colons. */
    private static boolean isFuture(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to && Octets.isHex(bytes[i])) {
            i++;
        }
        if (i == from || i + 1 >= to || bytes[i] != '.') {
            return false;
        }
        for (i++; i < to; i++) {
            if (bytes[i] == '%' || (bytes[i] != ':' && !Octets.isHost(bytes[i]))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isPort(byte[] bytes, int from, int to) {
        if (bytes[from] != ':' || to - from > 6) {
            return false;
        }
        int port = 0;
        for (int i = from + 1; i < to; i++) {
            if (bytes[i] < '0' || bytes[i] > '9') {
                return false;
            }
            port = port * 10 + bytes[i] - '0';
        }
        return port <= MAX_PORT;
    }
}
