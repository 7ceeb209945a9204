package dev.serve.websocket.frame;

/** What a frame is (RFC 6455 section 11.8). */
public final class Opcode {

    /** Goes on with the message that was begun. */
    public static final int CONTINUATION = 0x0;

    /** Begins a text message. */
    public static final int TEXT = 0x1;

    /** Begins a binary message. */
    public static final int BINARY = 0x2;

    /** Closes. */
    public static final int CLOSE = 0x8;

    /** Asks for a pong with the same payload. */
    public static final int PING = 0x9;

    /** Answers a ping, or says unasked that one is alive. */
    public static final int PONG = 0xA;

    /** The bit that all control frames have. */
    private static final int CONTROL = 0x8;

    private Opcode() {}

    /** Whether frames of it may stand between the fragments of a message. */
    public static boolean isControl(int opcode) {
        return (opcode & CONTROL) != 0;
    }

    /** Whether the document defines it. */
    static boolean isKnown(int opcode) {
        return opcode <= BINARY || (opcode >= CLOSE && opcode <= PONG);
    }
}
