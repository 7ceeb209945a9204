package dev.serve.http.h2;

import java.nio.charset.StandardCharsets;

/**
 * Numbers of frames (RFC 9113 sections 4.1 and 6).
 *
 * <pre>
 * Length (24) | Type (8) | Flags (8) | Reserved (1) | Stream Identifier (31) | Payload
 * </pre>
 */
final class Frame {

    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int PRIORITY = 2;
    static final int RST_STREAM = 3;
    static final int SETTINGS = 4;
    static final int PUSH_PROMISE = 5;
    static final int PING = 6;
    static final int GOAWAY = 7;
    static final int WINDOW_UPDATE = 8;
    static final int CONTINUATION = 9;

    /** RFC 9218 section 7.1. */
    static final int PRIORITY_UPDATE = 16;

    static final int END_STREAM = 1;
    static final int ACK = 1;
    static final int END_HEADERS = 4;
    static final int PADDED = 8;
    static final int HAS_PRIORITY = 32;

    static final int HEADER_TABLE_SIZE = 1;
    static final int ENABLE_PUSH = 2;
    static final int MAX_CONCURRENT_STREAMS = 3;
    static final int INITIAL_WINDOW_SIZE = 4;
    static final int MAX_FRAME_SIZE = 5;
    static final int MAX_HEADER_LIST_SIZE = 6;

    /** RFC 8441 section 3. */
    static final int ENABLE_CONNECT_PROTOCOL = 8;

    /** RFC 9218 section 2.1. */
    static final int NO_RFC7540_PRIORITIES = 9;

    static final int HEAD = 9;

    /** What every peer takes, and what we send at most. */
    static final int SMALLEST_MAX = 16_384;

    static final int LARGEST_MAX = (1 << 24) - 1;

    /** What windows are before anything is said about them. */
    static final int FIRST_WINDOW = 65_535;

    static final int LARGEST_WINDOW = Integer.MAX_VALUE;

    /** RFC 9113 section 3.4. */
    static final byte[] PREFACE =
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private Frame() {}

    static int int31(byte[] bytes, int at) {
        return int32(bytes, at) & 0x7fff_ffff;
    }

    static int int32(byte[] bytes, int at) {
        return (bytes[at] << 24)
                | ((bytes[at + 1] & 0xff) << 16)
                | ((bytes[at + 2] & 0xff) << 8)
                | (bytes[at + 3] & 0xff);
    }

    static int int24(byte[] bytes, int at) {
        return ((bytes[at] & 0xff) << 16) | ((bytes[at + 1] & 0xff) << 8) | (bytes[at + 2] & 0xff);
    }

    static int int16(byte[] bytes, int at) {
        return ((bytes[at] & 0xff) << 8) | (bytes[at + 1] & 0xff);
    }

    static void putInt32(byte[] bytes, int at, int value) {
        bytes[at] = (byte) (value >> 24);
        bytes[at + 1] = (byte) (value >> 16);
        bytes[at + 2] = (byte) (value >> 8);
        bytes[at + 3] = (byte) value;
    }
}
