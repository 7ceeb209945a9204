package dev.serve.server.proxy;

import java.nio.charset.StandardCharsets;

/**
 * Parses the header of the PROXY protocol at the beginning of a connection, version 1 and 2 (<a
 * href="https://www.haproxy.org/download/3.2/doc/proxy-protocol.txt">HAProxy, The PROXY
 * protocol</a>, section 2). A pure function of the bytes: however they come in pieces, the answer
 * for the whole is the same. Never throws, never takes more than {@link #MAX_V1_BYTES} or {@link
 * #MAX_V2_BYTES} bytes. Stateless.
 */
public final class ProxyParser {

    /** Section 2.1: the longest line, its CRLF included. */
    public static final int MAX_V1_BYTES = 107;

    /**
     * The longest header of version 2 that is taken. It could say 65,551; what proxies send, a
     * client certificate included, stays far below this.
     */
    public static final int MAX_V2_BYTES = 16 + 8_192;

    private static final byte[] V1_PREFIX = "PROXY ".getBytes(StandardCharsets.US_ASCII);

    private ProxyParser() {}

    /** What the bytes are. */
    public sealed interface Result {

        /** A header may be beginning; its rest has not come. */
        record Incomplete() implements Result {}

        /**
         * A header.
         *
         * @param header what it says
         * @param length how many bytes it has; what follows is the connection's own
         */
        record Complete(ProxyHeader header, int length) implements Result {}

        /**
         * No header, or a broken one; more bytes do not mend it.
         *
         * @param reason what is wrong and what was expected
         */
        record Invalid(String reason) implements Result {}
    }

    /** Parses the bytes from {@code from} to before {@code to}. */
    public static Result parse(byte[] bytes, int from, int to) {
        if (from == to) {
            return new Result.Incomplete();
        }
        if (begins(bytes, from, to, V1_PREFIX)) {
            return to - from < V1_PREFIX.length
                    ? new Result.Incomplete()
                    : ProxyV1.parse(bytes, from, to);
        }
        if (begins(bytes, from, to, ProxyV2.SIGNATURE)) {
            return ProxyV2.parse(bytes, from, to);
        }
        return new Result.Invalid("no PROXY header (expected: one of version 1 or 2)");
    }

    /** Whether the bytes are the prefix, as far as both go. */
    private static boolean begins(byte[] bytes, int from, int to, byte[] prefix) {
        int length = Math.min(to - from, prefix.length);
        for (int i = 0; i < length; i++) {
            if (bytes[from + i] != prefix[i]) {
                return false;
            }
        }
        return true;
    }
}
