package dev.serve.websocket.frame;

import dev.serve.api.websocket.WebSocketClose;

/**
 * The head of a client's frame (RFC 6455 section 5.2), read into one object again and again.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-------+-+-------------+-------------------------------+
 * |F|R|R|R| opcode|M| Payload len |    Extended payload length    |
 * |I|S|S|S|  (4)  |A|     (7)     |             (16/64)           |
 * |N|V|V|V|       |S|             |   (if payload len==126/127)   |
 * | |1|2|3|       |K|             |                               |
 * +-+-+-+-+-------+-+-------------+-------------------------------+
 * |   then the masking key, 32 bits, and the payload              |
 * +---------------------------------------------------------------+
 * </pre>
 */
public final class FrameHead {

    private static final int FIN = 0x80;
    private static final int RSV1 = 0x40;
    private static final int RSV2_AND_3 = 0x30;
    private static final int MASK = 0x80;
    private static final int SHORT = 126;
    private static final int LONG = 127;
    private static final int MOST_OF_CONTROL = 125;

    private boolean fin;
    private boolean compressed;
    private int opcode;
    private long length;
    private int key;

    /** Nothing yet. */
    public FrameHead() {}

    /**
     * Reads a head.
     *
     * @param bytes where it is
     * @param at its first byte
     * @param end behind the last byte that is there
     * @return how many bytes it has; 0 if some are missing
     * @throws WebSocketFailure 1002 if it breaks the rules
     */
    public int read(byte[] bytes, int at, int end) throws WebSocketFailure {
        if (end - at < 2) {
            return 0;
        }
        int first = bytes[at];
        int second = bytes[at + 1];
        check(first, second);
        int plain = second & 0x7f;
        int size = 6 + (plain < SHORT ? 0 : plain == SHORT ? 2 : 8);
        if (end - at < size) {
            return 0;
        }
        fin = (first & FIN) != 0;
        compressed = (first & RSV1) != 0;
        opcode = first & 0xf;
        length = length(plain, bytes, at + 2);
        key = (int) Masking.INTS.get(bytes, at + size - 4);
        return size;
    }

    private static void check(int first, int second) throws WebSocketFailure {
        if ((first & RSV2_AND_3) != 0) {
            throw broken("a reserved bit is set");
        }
        int opcode = first & 0xf;
        if (!Opcode.isKnown(opcode)) {
            throw broken("a reserved opcode");
        }
        if ((second & MASK) == 0) {
            throw broken("a frame is not masked");
        }
        if (Opcode.isControl(opcode)) {
            if ((first & FIN) == 0) {
                throw broken("a control frame is fragmented");
            }
            if ((first & RSV1) != 0) {
                throw broken("a control frame is compressed");
            }
            if ((second & 0x7f) > MOST_OF_CONTROL) {
                throw broken("a control frame has more than 125 bytes");
            }
        }
    }

    /** Section 5.2: the minimal number of bytes, and no sign. */
    private static long length(int plain, byte[] bytes, int at) throws WebSocketFailure {
        if (plain < SHORT) {
            return plain;
        }
        if (plain == LONG) {
            long extended = (long) Masking.BIG_LONGS.get(bytes, at);
            if (extended < 1 << 16) {
                throw broken("a length is negative or not minimal");
            }
            return extended;
        }
        int extended = (bytes[at] & 0xff) << 8 | (bytes[at + 1] & 0xff);
        if (extended < SHORT) {
            throw broken("a length is not minimal");
        }
        return extended;
    }

    private static WebSocketFailure broken(String what) {
        return new WebSocketFailure(WebSocketClose.PROTOCOL_ERROR, what);
    }

    /** Whether it ends its message. */
    public boolean isFinal() {
        return fin;
    }

    /** RSV1: the message is compressed (RFC 7692 section 6). */
    public boolean isCompressed() {
        return compressed;
    }

    /** One of {@link Opcode}. */
    public int opcode() {
        return opcode;
    }

    /** Bytes of payload. */
    public long length() {
        return length;
    }

    /** The masking key, in the order of the machine. */
    public int key() {
        return key;
    }
}
