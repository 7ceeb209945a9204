package dev.serve.server.proxy;

import dev.serve.server.proxy.ProxyParser.Result;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/**
 * Version 2 of the PROXY protocol (section 2.2), as the document draws it:
 *
 * <pre>
 * struct proxy_hdr_v2 {
 *     uint8_t sig[12];  // hex 0D 0A 0D 0A 00 0D 0A 51 55 49 54 0A
 *     uint8_t ver_cmd;  // protocol version and command
 *     uint8_t fam;      // protocol family and address
 *     uint16_t len;     // number of following bytes part of the header
 * };
 * </pre>
 *
 * followed by source address, destination address, source port and destination port, and by TLVs.
 */
final class ProxyV2 {

    static final byte[] SIGNATURE = {
        0x0D, 0x0A, 0x0D, 0x0A, 0x00, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A
    };

    private static final int FIXED = 16;
    private static final int VERSION = 2;
    private static final int LOCAL = 0;
    private static final int PROXY = 1;
    private static final int INET = 1;
    private static final int INET6 = 2;
    private static final int UNIX = 3;
    private static final int STREAM = 1;
    private static final int DATAGRAM = 2;

    private ProxyV2() {}

    /** Parses bytes that begin with the signature, or with a part of it. */
    static Result parse(byte[] bytes, int from, int to) {
        int have = to - from;
        if (have < 13) {
            return new Result.Incomplete();
        }
        int version = (bytes[from + 12] & 0xF0) >> 4;
        int command = bytes[from + 12] & 0x0F;
        if (version != VERSION) {
            return new Result.Invalid("version " + version + " (expected: 2)");
        }
        if (command != LOCAL && command != PROXY) {
            return new Result.Invalid("command " + command + " (expected: 0, LOCAL, or 1, PROXY)");
        }
        if (have < FIXED) {
            return new Result.Incomplete();
        }
        int length = unsignedShort(bytes, from + 14);
        if (FIXED + length > ProxyParser.MAX_V2_BYTES) {
            return new Result.Invalid(
                    length
                            + " bytes (expected: at most "
                            + (ProxyParser.MAX_V2_BYTES - FIXED)
                            + ")");
        }
        if (have < FIXED + length) {
            return new Result.Incomplete();
        }
        try {
            ProxyHeader header =
                    command == LOCAL
                            ? ProxyHeader.ofProxyItself()
                            : header(bytes, from, from + FIXED + length);
            return new Result.Complete(header, FIXED + length);
        } catch (MalformedProxyHeader e) {
            return new Result.Invalid(String.valueOf(e.getMessage()));
        }
    }

    private static ProxyHeader header(byte[] bytes, int from, int end) throws MalformedProxyHeader {
        int family = (bytes[from + 13] & 0xF0) >> 4;
        int transport = bytes[from + 13] & 0x0F;
        if (family > UNIX) {
            throw new MalformedProxyHeader("address family " + family + " (expected: 0 to 3)");
        }
        if (transport > DATAGRAM) {
            throw new MalformedProxyHeader("transport " + transport + " (expected: 0 to 2)");
        }
        // Section 2.2: what a receiver does not support, it takes as unspecified. The addresses of
        // Unix sockets and of datagrams say nothing of who is at the other end of this connection.
        if (transport != STREAM || (family != INET && family != INET6)) {
            return ProxyHeader.unknown(VERSION);
        }
        int size = family == INET ? 4 : 16;
        int ports = from + FIXED + 2 * size;
        if (ports + 4 > end) {
            throw new MalformedProxyHeader(
                    (end - from - FIXED)
                            + " bytes of addresses (expected: "
                            + (2 * size + 4)
                            + ")");
        }
        return new ProxyHeader(
                VERSION,
                false,
                new InetSocketAddress(
                        address(bytes, from + FIXED, size), unsignedShort(bytes, ports)),
                new InetSocketAddress(
                        address(bytes, from + FIXED + size, size), unsignedShort(bytes, ports + 2)),
                ProxyTlvs.parse(bytes, from, ports + 4, end));
    }

    private static InetAddress address(byte[] bytes, int offset, int size) {
        try {
            return InetAddress.getByAddress(Arrays.copyOfRange(bytes, offset, offset + size));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address has 4 or 16 bytes", e);
        }
    }

    /** Network byte order. */
    static int unsignedShort(byte[] bytes, int offset) {
        return (bytes[offset] & 0xFF) << 8 | (bytes[offset + 1] & 0xFF);
    }
}
