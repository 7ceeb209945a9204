package dev.serve.http.h2;

import java.util.Arrays;

/** A header block in the making: HEADERS and the CONTINUATION frames after it, bounded. */
final class BlockBuffer {

    /** A header block comes in so many frames at most; honest ones fill their frames. */
    private static final int MAX_CONTINUATIONS = 64;

    private final int maxBytes;
    private byte[] bytes = new byte[0];
    private int length;
    private int stream;
    private boolean endsStream;
    private int continuations;

    /** An empty one, for blocks of so many bytes at most. */
    BlockBuffer(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** The stream whose block has begun; 0 when none has. */
    int stream() {
        return stream;
    }

    void begin(int ofStream, boolean endStream) {
        stream = ofStream;
        endsStream = endStream;
        continuations = 0;
        length = 0;
    }

    /**
     * Adds what another frame holds.
     *
     * @throws ConnectionError if there are too many of them, or too many bytes
     */
    void continues(byte[] in, int from, int to) throws ConnectionError {
        if (++continuations > MAX_CONTINUATIONS) {
            throw ConnectionError.calm("CONTINUATION frames");
        }
        append(in, from, to);
    }

    /**
     * Adds bytes.
     *
     * @throws ConnectionError if there are too many
     */
    void append(byte[] in, int from, int to) throws ConnectionError {
        int more = to - from;
        check(length + more);
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
        }
        System.arraycopy(in, from, bytes, length, more);
        length += more;
    }

    /** A block that is larger than the list may be uncompressed is no mistake. */
    void check(int count) throws ConnectionError {
        if (count > maxBytes) {
            throw ConnectionError.calm("bytes in a header block");
        }
    }

    /** Hands the whole block over, and keeps nothing of it. */
    void end(FrameSink sink) throws ConnectionError, StreamError {
        byte[] whole = bytes;
        int id = stream;
        bytes = new byte[0];
        stream = 0;
        sink.headers(id, whole, 0, length, endsStream);
    }
}
