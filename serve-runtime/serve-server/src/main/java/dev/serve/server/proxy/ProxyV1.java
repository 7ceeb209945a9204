package dev.serve.server.proxy;

import dev.serve.server.proxy.ProxyParser.Result;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Version 1 of the PROXY protocol (section 2.1): one line of text.
 *
 * <pre>
 * PROXY TCP4 192.168.0.1 192.168.0.11 56324 443\r\n
 * PROXY TCP6 2001:db8::1 2001:db8::2 56324 443\r\n
 * PROXY UNKNOWN ...\r\n
 * </pre>
 */
final class ProxyV1 {

    private static final int PREFIX = "PROXY ".length();

    private ProxyV1() {}

    /** Parses bytes that begin with {@code PROXY} and a space. */
    static Result parse(byte[] bytes, int from, int to) {
        int end = Math.min(to, from + ProxyParser.MAX_V1_BYTES);
        for (int i = from + PREFIX; i < end; i++) {
            if (bytes[i] == '\n') {
                return new Result.Invalid("a line feed alone (expected: CRLF)");
            }
            if (bytes[i] != '\r') {
                continue;
            }
            if (i + 1 == to && i + 1 < from + ProxyParser.MAX_V1_BYTES) {
                return new Result.Incomplete();
            }
            if (i + 1 == end || bytes[i + 1] != '\n') {
                return new Result.Invalid("a carriage return alone (expected: CRLF)");
            }
            String line =
                    new String(
                            bytes, from + PREFIX, i - from - PREFIX, StandardCharsets.ISO_8859_1);
            ProxyHeader header = header(line);
            return header == null
                    ? new Result.Invalid(
                            "a malformed line (expected: PROXY TCP4 or TCP6, two addresses and two ports)")
                    : new Result.Complete(header, i + 2 - from);
        }
        return end - from == ProxyParser.MAX_V1_BYTES
                ? new Result.Invalid(
                        "a line without an end (expected: CRLF within "
                                + ProxyParser.MAX_V1_BYTES
                                + " bytes)")
                : new Result.Incomplete();
    }

    /** Takes the line behind {@code PROXY} apart; null if it is malformed. */
    private static @Nullable ProxyHeader header(String line) {
        if (line.equals("UNKNOWN") || line.startsWith("UNKNOWN ")) {
            return ProxyHeader.unknown(1);
        }
        String[] words = line.split(" ", -1);
        if (words.length != 5) {
            return null;
        }
        boolean ipv4 = words[0].equals("TCP4");
        if (!ipv4 && !words[0].equals("TCP6")) {
            return null;
        }
        InetAddress source = ipv4 ? Literals.ipv4(words[1]) : Literals.ipv6(words[1]);
        InetAddress destination = ipv4 ? Literals.ipv4(words[2]) : Literals.ipv6(words[2]);
        int sourcePort = Literals.number(words[3], 65_535);
        int destinationPort = Literals.number(words[4], 65_535);
        if (source == null || destination == null || sourcePort < 0 || destinationPort < 0) {
            return null;
        }
        return new ProxyHeader(
                1,
                false,
                new InetSocketAddress(source, sourcePort),
                new InetSocketAddress(destination, destinationPort),
                List.of());
    }
}
