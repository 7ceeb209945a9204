package dev.serve.http.message;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Percent escapes of a path (RFC 3986 section 2.1): whether they spell text in UTF-8. */
final class Escapes {

    private Escapes() {}

    /**
     * Refuses escapes that are not two hexadecimal digits, that spell NUL, or bytes that are no
     * UTF-8: overlong forms are a way around checks of decoded paths.
     *
     * @throws Refusal with 400
     */
    static void check(byte[] bytes, int from, int to) {
        byte[] spelled = new byte[(to - from) / 3];
        int length = 0;
        for (int i = from; i < to; i++) {
            if (bytes[i] == '%') {
                byte octet = octet(bytes, i, to);
                if (octet == 0) {
                    throw Refusal.badRequest("The path holds %00");
                }
                spelled[length++] = octet;
                i += 2;
            } else if (length > 0) {
                checkUtf8(spelled, length);
                length = 0;
            }
        }
        checkUtf8(spelled, length);
    }

    /** Refuses escapes that are not two hexadecimal digits; what they spell is not looked at. */
    static void checkDigits(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] == '%') {
                octet(bytes, i, to);
            }
        }
    }

    private static byte octet(byte[] bytes, int percent, int to) {
        if (percent + 2 >= to
                || !Octets.isHex(bytes[percent + 1])
                || !Octets.isHex(bytes[percent + 2])) {
            throw Refusal.badRequest("The target holds a malformed escape");
        }
        return (byte)
                (Octets.hexValue(bytes[percent + 1]) << 4 | Octets.hexValue(bytes[percent + 2]));
    }

    private static void checkUtf8(byte[] spelled, int length) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(spelled, 0, length));
        } catch (CharacterCodingException e) {
            throw Refusal.badRequest("The path holds escapes that are not UTF-8");
        }
    }
}
