package dev.serve.websocket.frame;

/** Heads of a server's frames, which have no mask (RFC 6455 section 5.1). Stateless. */
public final class FrameWriter {

    /** The longest head. */
    public static final int MOST = 10;

    /** Added to an opcode: the frame ends its message. */
    public static final int FIN = 0x80;

    /** Added to an opcode: the message is compressed. */
    public static final int COMPRESSED = 0x40;

    private static final int SHORT = 126;
    private static final int LONG = 127;

    private FrameWriter() {}

    /**
     * Writes a head.
     *
     * @param target with room for {@link #MOST} bytes from {@code at} on
     * @param first opcode and bits
     * @return how many bytes it has
     */
    public static int head(byte[] target, int at, int first, long length) {
        target[at] = (byte) first;
        if (length < SHORT) {
            target[at + 1] = (byte) length;
            return 2;
        }
        if (length < 1 << 16) {
            target[at + 1] = SHORT;
            target[at + 2] = (byte) (length >> 8);
            target[at + 3] = (byte) length;
            return 4;
        }
        target[at + 1] = LONG;
        Masking.BIG_LONGS.set(target, at + 2, length);
        return MOST;
    }

    /** A whole frame. */
    public static byte[] frame(int first, byte[] payload) {
        byte[] head = new byte[MOST];
        int length = head(head, 0, first, payload.length);
        byte[] frame = new byte[length + payload.length];
        System.arraycopy(head, 0, frame, 0, length);
        System.arraycopy(payload, 0, frame, length, payload.length);
        return frame;
    }
}
