package dev.serve.server.proxy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/** Addresses and numbers as proxies write them; nothing is ever looked up. */
final class Literals {

    private Literals() {}

    static @Nullable InetAddress ipv4(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 4) {
            return null;
        }
        byte[] address = new byte[4];
        for (int i = 0; i < 4; i++) {
            int part = number(parts[i], 255);
            if (part < 0) {
                return null;
            }
            address[i] = (byte) part;
        }
        try {
            return InetAddress.getByAddress(address);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an IPv4 address has four bytes", e);
        }
    }

    /** A colon and no zone: never looked up as a name. */
    static @Nullable InetAddress ipv6(String text) {
        boolean literal =
                text.indexOf(':') >= 0
                        && text.chars()
                                .allMatch(c -> c == ':' || c == '.' || Character.digit(c, 16) >= 0);
        if (!literal) {
            return null;
        }
        try {
            return InetAddress.ofLiteral(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** A decimal number without leading zeros, at most {@code max}; -1 if it is none. */
    static int number(String text, int max) {
        int length = text.length();
        if (length == 0 || length > 5 || (length > 1 && text.charAt(0) == '0')) {
            return -1;
        }
        int number = 0;
        for (int i = 0; i < length; i++) {
            char digit = text.charAt(i);
            if (digit < '0' || digit > '9') {
                return -1;
            }
            number = number * 10 + digit - '0';
        }
        return number <= max ? number : -1;
    }
}
