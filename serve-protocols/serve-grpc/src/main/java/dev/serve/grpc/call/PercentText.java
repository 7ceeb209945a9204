package dev.serve.grpc.call;

import java.nio.charset.StandardCharsets;

/**
 * The value of grpc-message: UTF-8, of which only visible ASCII stands for itself ("gRPC over
 * HTTP/2", Percent-Encoded). Stateless.
 */
public final class PercentText {

    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    private PercentText() {}

    /** Encodes; a space at either end too, which a field cannot keep. */
    public static String encode(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        StringBuilder encoded = new StringBuilder(bytes.length + 16);
        for (int i = 0; i < bytes.length; i++) {
            int b = bytes[i] & 0xff;
            boolean atEnd = i == 0 || i == bytes.length - 1;
            if (b > 0x7e || b < 0x20 || b == '%' || (b == ' ' && atEnd)) {
                encoded.append('%').append(HEX[b >> 4]).append(HEX[b & 0xf]);
            } else {
                encoded.append((char) b);
            }
        }
        return encoded.toString();
    }

    /** Decodes; what is not encoded as it should be stands for itself. */
    public static String decode(String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        int length = 0;
        for (int i = 0; i < bytes.length; i++) {
            int high = i + 2 < bytes.length ? Character.digit(bytes[i + 1], 16) : -1;
            int low = i + 2 < bytes.length ? Character.digit(bytes[i + 2], 16) : -1;
            if (bytes[i] == '%' && high >= 0 && low >= 0) {
                bytes[length++] = (byte) (high << 4 | low);
                i += 2;
            } else {
                bytes[length++] = bytes[i];
            }
        }
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }
}
