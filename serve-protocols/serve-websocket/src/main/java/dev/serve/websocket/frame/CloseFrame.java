package dev.serve.websocket.frame;

import dev.serve.api.websocket.WebSocketClose;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The payload of a close frame (RFC 6455 sections 5.5.1 and 7.4).
 *
 * @param code the status code; {@link WebSocketClose#NO_STATUS} without one
 * @param reason the text behind it
 */
public record CloseFrame(int code, String reason) {

    private static final int MOST_OF_REASON = 123;

    /**
     * Reads one.
     *
     * @throws WebSocketFailure 1002 for a code that must not be sent or half a code, 1007 for text
     *     that is not UTF-8
     */
    public static CloseFrame read(byte[] payload) throws WebSocketFailure {
        if (payload.length == 0) {
            return new CloseFrame(WebSocketClose.NO_STATUS, "");
        }
        if (payload.length == 1) {
            throw new WebSocketFailure(WebSocketClose.PROTOCOL_ERROR, "half a close code");
        }
        int code = (payload[0] & 0xff) << 8 | (payload[1] & 0xff);
        if (!maySend(code)) {
            throw new WebSocketFailure(WebSocketClose.PROTOCOL_ERROR, "an invalid close code");
        }
        Utf8 check = new Utf8();
        if (!check.take(payload, 2, payload.length - 2) || !check.isComplete()) {
            throw new WebSocketFailure(
                    WebSocketClose.INVALID_DATA, "the reason of a close is not UTF-8");
        }
        return new CloseFrame(
                code, new String(payload, 2, payload.length - 2, StandardCharsets.UTF_8));
    }

    /**
     * Whether a close frame may carry a code: section 7.4.1, what the registry has added since
     * (1012 to 1014), and 3000 to 4999.
     */
    public static boolean maySend(int code) {
        return (code >= 1000 && code <= 1003)
                || (code >= 1007 && code <= 1014)
                || (code >= 3000 && code <= 4999);
    }

    /** Its bytes; a reason over 123 bytes is cut between two characters. */
    public byte[] payload() {
        if (code == WebSocketClose.NO_STATUS) {
            return new byte[0];
        }
        byte[] text = reason.getBytes(StandardCharsets.UTF_8);
        int length = text.length;
        if (length > MOST_OF_REASON) {
            length = MOST_OF_REASON;
            while ((text[length] & 0xC0) == 0x80) {
                length--;
            }
            text = Arrays.copyOf(text, length);
        }
        byte[] payload = new byte[2 + length];
        payload[0] = (byte) (code >> 8);
        payload[1] = (byte) code;
        System.arraycopy(text, 0, payload, 2, length);
        return payload;
    }
}
