package dev.serve.api.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A block of addresses: {@code 10.0.0.0/8}, {@code 2001:db8::/32}, or one address (RFC 4632 section
 * 3.1, RFC 4291 section 2.3). An IPv6 address that stands for an IPv4 one ({@code ::ffff:10.0.0.1})
 * is that IPv4 address. Immutable.
 *
 * @param base the first address of the block: its bits behind the prefix are 0
 * @param prefix how many leading bits the addresses of the block have in common
 */
public record Cidr(InetAddress base, int prefix) {

    /** Only what can be an address, so that no name is ever looked up. */
    private static final Pattern TEXT =
            Pattern.compile(
                    "([0-9]+(?:\\.[0-9]+){3}|[0-9A-Fa-f.]*:[0-9A-Fa-f:.]*)(?:/(\\d{1,3}))?");

    /**
     * Checks the prefix.
     *
     * @throws IllegalArgumentException if it is longer than the address, or the address has bits
     *     behind it
     */
    public Cidr {
        byte[] bytes = base.getAddress();
        if (prefix < 0 || prefix > bytes.length * 8) {
            throw new IllegalArgumentException(
                    base.getHostAddress()
                            + "/"
                            + prefix
                            + " (expected: a prefix from 0 to "
                            + bytes.length * 8
                            + ")");
        }
        if (!Arrays.equals(masked(bytes, prefix), bytes)) {
            throw new IllegalArgumentException(
                    base.getHostAddress()
                            + "/"
                            + prefix
                            + " (expected: an address without bits behind the prefix)");
        }
    }

    /**
     * Reads a block; an address alone is a block of its own.
     *
     * @throws IllegalArgumentException if the text is none, or its address has bits behind the
     *     prefix, as {@code 10.0.0.1/8} has
     */
    public static Cidr parse(String text) {
        Matcher matcher = TEXT.matcher(text.trim());
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" (expected: a block of addresses like 10.0.0.0/8)");
        }
        InetAddress base = address(text, matcher.group(1));
        int bits = base.getAddress().length * 8;
        String prefix = matcher.group(2);
        return new Cidr(base, prefix == null ? bits : Integer.parseInt(prefix));
    }

    private static InetAddress address(String text, String literal) {
        try {
            return InetAddress.ofLiteral(literal);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" (expected: a block of addresses like 10.0.0.0/8)", e);
        }
    }

    /** The block of that many leading bits around an address. */
    public static Cidr around(InetAddress address, int prefix) {
        try {
            return new Cidr(InetAddress.getByAddress(masked(address.getAddress(), prefix)), prefix);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address has 4 or 16 bytes", e);
        }
    }

    /** Whether an address is in the block; one of the other family never is. */
    public boolean contains(InetAddress address) {
        byte[] own = base.getAddress();
        byte[] other = address.getAddress();
        if (own.length != other.length) {
            return false;
        }
        int whole = prefix >> 3;
        if (!Arrays.equals(own, 0, whole, other, 0, whole)) {
            return false;
        }
        int rest = prefix & 7;
        return rest == 0 || (own[whole] ^ other[whole]) >> (8 - rest) == 0;
    }

    private static byte[] masked(byte[] bytes, int prefix) {
        byte[] masked = bytes.clone();
        for (int i = 0; i < masked.length; i++) {
            int kept = Math.clamp(prefix - i * 8L, 0, 8);
            masked[i] &= (byte) (0xFF00 >> kept);
        }
        return masked;
    }

    /** As {@link #parse} reads it, always with the prefix. */
    @Override
    public String toString() {
        return base.getHostAddress() + "/" + prefix;
    }
}
