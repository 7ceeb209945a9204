package dev.serve.http.hpack;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** The static table of RFC 7541 appendix A. */
final class StaticTable {

    private static final String[] ENTRIES = {
        ":authority", "",
        ":method", "GET",
        ":method", "POST",
        ":path", "/",
        ":path", "/index.html",
        ":scheme", "http",
        ":scheme", "https",
        ":status", "200",
        ":status", "204",
        ":status", "206",
        ":status", "304",
        ":status", "400",
        ":status", "404",
        ":status", "500",
        "accept-charset", "",
        "accept-encoding", "gzip, deflate",
        "accept-language", "",
        "accept-ranges", "",
        "accept", "",
        "access-control-allow-origin", "",
        "age", "",
        "allow", "",
        "authorization", "",
        "cache-control", "",
        "content-disposition", "",
        "content-encoding", "",
        "content-language", "",
        "content-length", "",
        "content-location", "",
        "content-range", "",
        "content-type", "",
        "cookie", "",
        "date", "",
        "etag", "",
        "expect", "",
        "expires", "",
        "from", "",
        "host", "",
        "if-match", "",
        "if-modified-since", "",
        "if-none-match", "",
        "if-range", "",
        "if-unmodified-since", "",
        "last-modified", "",
        "link", "",
        "location", "",
        "max-forwards", "",
        "proxy-authenticate", "",
        "proxy-authorization", "",
        "range", "",
        "referer", "",
        "refresh", "",
        "retry-after", "",
        "server", "",
        "set-cookie", "",
        "strict-transport-security", "",
        "transfer-encoding", "",
        "user-agent", "",
        "vary", "",
        "via", "",
        "www-authenticate", ""
    };

    /** How many entries there are; they count from 1. */
    static final int SIZE = ENTRIES.length / 2;

    private static final TableEntry[] DECODED = new TableEntry[SIZE + 1];
    private static final Map<String, Integer> BY_NAME = new HashMap<>();

    static {
        for (int index = 1; index <= SIZE; index++) {
            String name = ENTRIES[2 * index - 2];
            String value = ENTRIES[2 * index - 1];
            DECODED[index] =
                    new TableEntry(
                            (name + value).getBytes(StandardCharsets.US_ASCII), name.length());
            BY_NAME.putIfAbsent(name, index);
        }
    }

    private StaticTable() {}

    /** The entry of an index from 1 to {@link #SIZE}. */
    static TableEntry entry(int index) {
        return DECODED[index];
    }

    /** The first entry of a name; 0 when there is none. */
    static int indexOfName(String name) {
        Integer index = BY_NAME.get(name);
        return index == null ? 0 : index;
    }

    /** The entry of a status; 0 when there is none. */
    static int indexOfStatus(int code) {
        return switch (code) {
            case 200 -> 8;
            case 204 -> 9;
            case 206 -> 10;
            case 304 -> 11;
            case 400 -> 12;
            case 404 -> 13;
            case 500 -> 14;
            default -> 0;
        };
    }
}
