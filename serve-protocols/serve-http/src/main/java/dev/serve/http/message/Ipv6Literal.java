package dev.serve.http.message;

/** An IPv6 address as text (RFC 3986 section 3.2.2): eight groups, or fewer around one "::". */
final class Ipv6Literal {

    private static final int GROUPS = 8;
    private static final int MAX_OCTET = 255;

    private Ipv6Literal() {}

    static boolean isValid(byte[] bytes, int from, int to) {
        int groups = 0;
        boolean gap = false;
        int i = from;
        while (i < to) {
            if (i + 1 < to && bytes[i] == ':' && bytes[i + 1] == ':') {
                if (gap) {
                    return false;
                }
                gap = true;
                i += 2;
                continue;
            }
            if (i > from && bytes[i - 1] != ':') {
                if (bytes[i] != ':' || i + 1 == to) {
                    return false;
                }
                i++;
            }
            int end = endOfGroup(bytes, i, to);
            if (end < to && bytes[end] == '.') {
                return isIpv4(bytes, i, to) && isCount(groups + 2, gap);
            }
            if (end == i) {
                return false;
            }
            groups++;
            i = end;
        }
        return isCount(groups, gap);
    }

    /** The gap stands for one group at least. */
    private static boolean isCount(int groups, boolean gap) {
        return gap ? groups < GROUPS : groups == GROUPS;
    }

    private static int endOfGroup(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to && i - from < 4 && Octets.isHex(bytes[i])) {
            i++;
        }
        return i;
    }

    /** Four numbers with dots between them, none of more digits than it needs. */
    private static boolean isIpv4(byte[] bytes, int from, int to) {
        int i = from;
        for (int part = 0; part < 4; part++) {
            if (part > 0) {
                if (i == to || bytes[i] != '.') {
                    return false;
                }
                i++;
            }
            int begin = i;
            int value = 0;
            while (i < to && i - begin < 3 && bytes[i] >= '0' && bytes[i] <= '9') {
                value = value * 10 + bytes[i] - '0';
                i++;
            }
            if (i == begin || value > MAX_OCTET || (bytes[begin] == '0' && i - begin > 1)) {
                return false;
            }
        }
        return i == to;
    }
}
