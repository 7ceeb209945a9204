package dev.serve.server.proxy;

import io.helidon.webserver.ProxyProtocolV2Data.Tlv;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * The type-length-value vectors behind the addresses of version 2 (section 2.2):
 *
 * <pre>
 * struct pp2_tlv {
 *     uint8_t type;
 *     uint8_t length_hi;
 *     uint8_t length_lo;
 *     uint8_t value[0];
 * };
 * </pre>
 */
final class ProxyTlvs {

    private static final int HEAD = 3;

    /** Section 2.2.5. */
    private static final int MAX_UNIQUE_ID = 128;

    /** Section 2.2.6: one byte of flags, four of the result of the verification. */
    private static final int SSL_HEAD = 5;

    private ProxyTlvs() {}

    /**
     * The vectors from {@code begin} to before {@code end} of a header that begins at {@code from}.
     *
     * @throws MalformedProxyHeader if one does not fit, or the checksum is wrong
     */
    static List<Tlv> parse(byte[] bytes, int from, int begin, int end) throws MalformedProxyHeader {
        if (begin == end) {
            return List.of();
        }
        List<Tlv> tlvs = new ArrayList<>();
        boolean checked = false;
        int position = begin;
        while (position < end) {
            int value = position + HEAD;
            int length = length(bytes, position, end);
            int type = bytes[position] & 0xFF;
            tlvs.add(
                    switch (type) {
                        case Tlv.PP2_TYPE_CRC32C -> {
                            if (checked || length != 4) {
                                throw new MalformedProxyHeader(
                                        "a checksum of " + length + " bytes (expected: one, of 4)");
                            }
                            checked = true;
                            yield verified(bytes, from, value, end);
                        }
                        case Tlv.PP2_TYPE_SSL -> ssl(bytes, value, length);
                        default -> plain(type, bytes, value, length);
                    });
            position = value + length;
        }
        return List.copyOf(tlvs);
    }

    private static int length(byte[] bytes, int position, int end) throws MalformedProxyHeader {
        if (position + HEAD > end) {
            throw new MalformedProxyHeader(
                    (end - position) + " bytes behind the last vector (expected: 0)");
        }
        int length = ProxyV2.unsignedShort(bytes, position + 1);
        if (position + HEAD + length > end) {
            throw new MalformedProxyHeader(
                    "a vector of "
                            + length
                            + " bytes (expected: at most the "
                            + (end - position - HEAD)
                            + " that are left)");
        }
        return length;
    }

    /** Section 2.2.3: the checksum of the whole header, its own four bytes taken as zeros. */
    private static Tlv verified(byte[] bytes, int from, int checksum, int end)
            throws MalformedProxyHeader {
        CRC32C computed = new CRC32C();
        computed.update(bytes, from, checksum - from);
        computed.update(new byte[4], 0, 4);
        computed.update(bytes, checksum + 4, end - checksum - 4);
        int stated = integer(bytes, checksum);
        if ((int) computed.getValue() != stated) {
            throw new MalformedProxyHeader("a wrong checksum (expected: the CRC32c of the header)");
        }
        return new Tlv.Crc32c(stated);
    }

    /** Vectors inside this one are plain: the document nests no deeper. */
    private static Tlv ssl(byte[] bytes, int value, int length) throws MalformedProxyHeader {
        if (length < SSL_HEAD) {
            throw new MalformedProxyHeader(
                    "a TLS vector of " + length + " bytes (expected: at least " + SSL_HEAD + ")");
        }
        List<Tlv> inner = new ArrayList<>();
        int position = value + SSL_HEAD;
        int end = value + length;
        while (position < end) {
            int innerLength = length(bytes, position, end);
            inner.add(plain(bytes[position] & 0xFF, bytes, position + HEAD, innerLength));
            position += HEAD + innerLength;
        }
        return new Tlv.Ssl(bytes[value], integer(bytes, value + 1), List.copyOf(inner));
    }

    private static Tlv plain(int type, byte[] bytes, int value, int length)
            throws MalformedProxyHeader {
        byte[] copy = Arrays.copyOfRange(bytes, value, value + length);
        return switch (type) {
            case Tlv.PP2_TYPE_ALPN -> new Tlv.Alpn(copy);
            case Tlv.PP2_TYPE_AUTHORITY ->
                    new Tlv.Authority(new String(copy, StandardCharsets.UTF_8));
            case Tlv.PP2_TYPE_NOOP -> new Tlv.Noop(copy);
            case Tlv.PP2_TYPE_UNIQUE_ID -> {
                if (length > MAX_UNIQUE_ID) {
                    throw new MalformedProxyHeader(
                            "a unique id of "
                                    + length
                                    + " bytes (expected: at most "
                                    + MAX_UNIQUE_ID
                                    + ")");
                }
                yield new Tlv.UniqueId(copy);
            }
            case Tlv.PP2_SUBTYPE_SSL_VERSION -> new Tlv.SslVersion(ascii(copy));
            case Tlv.PP2_SUBTYPE_SSL_CN -> new Tlv.SslCn(new String(copy, StandardCharsets.UTF_8));
            case Tlv.PP2_SUBTYPE_SSL_CIPHER -> new Tlv.SslCipher(ascii(copy));
            case Tlv.PP2_SUBTYPE_SSL_SIG_ALG -> new Tlv.SslSigAlg(ascii(copy));
            case Tlv.PP2_SUBTYPE_SSL_KEY_ALG -> new Tlv.SslKeyAlg(ascii(copy));
            case Tlv.PP2_TYPE_NETNS -> new Tlv.Netns(ascii(copy));
            default -> new Tlv.Unregistered(type, copy);
        };
    }

    private static String ascii(byte[] bytes) {
        return new String(bytes, StandardCharsets.US_ASCII);
    }

    private static int integer(byte[] bytes, int offset) {
        return ProxyV2.unsignedShort(bytes, offset) << 16
                | ProxyV2.unsignedShort(bytes, offset + 2);
    }
}
