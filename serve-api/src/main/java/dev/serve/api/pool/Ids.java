package dev.serve.api.pool;

import java.util.HexFormat;
import java.util.OptionalLong;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The identities that log lines, events and calls carry: a prefix and twelve hexadecimal digits.
 * Those of servers and of traces are random, those of connections and requests count.
 */
public final class Ids {

    private static final HexFormat HEX = HexFormat.of();
    private static final int DIGITS = 12;
    private static final String CONNECTION = "conn_";

    private Ids() {}

    /**
     * A new identity of a listener's life, such as {@code http_server_9f86d081884c}.
     *
     * @param protocol what it speaks first
     */
    public static String server(String protocol) {
        return protocol + "_server_" + random();
    }

    /**
     * A new identity of one operation, such as {@code trace_2c26b46b68ff}: everything that is done
     * and logged for it carries it.
     */
    public static String trace() {
        return "trace_" + random();
    }

    /** The identity of a connection, by its number in its pool. */
    public static String connection(long number) {
        return CONNECTION + HEX.toHexDigits(number, DIGITS);
    }

    /**
     * The number behind the identity of a connection; empty if the text is none.
     *
     * @param id such as {@code conn_00000000002a}
     */
    public static OptionalLong connectionNumber(String id) {
        if (id.length() != CONNECTION.length() + DIGITS || !id.startsWith(CONNECTION)) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(
                    HexFormat.fromHexDigitsToLong(id, CONNECTION.length(), id.length()));
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    /**
     * The identity of a request, such as {@code req_0000002a0003}: eight digits of its connection
     * and four of its place on it, counted from 1.
     */
    public static String request(long connection, long place) {
        return "req_" + HEX.toHexDigits((connection << 16) | (place & 0xFFFF), DIGITS);
    }

    /**
     * As above, by the identity of the connection.
     *
     * @param connection such as {@code conn_00000000002a}; of what is none, the digits are 0
     */
    public static String request(String connection, long place) {
        return request(connectionNumber(connection).orElse(0), place);
    }

    private static String random() {
        return HEX.toHexDigits(ThreadLocalRandom.current().nextLong(), DIGITS);
    }
}
