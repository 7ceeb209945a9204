package dev.serve.http.h2;

import dev.serve.api.spi.Wire;
import dev.serve.http.hpack.HpackEncoder;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Puts frames on a wire, where they gather. Used by whoever holds the {@link Outbox}; the windows
 * are also written by the thread that reads.
 */
final class FrameOutput {

    private final Wire wire;
    private final HpackEncoder encoder = new HpackEncoder();
    private final byte[] head = new byte[Frame.HEAD];
    private final AtomicLong window = new AtomicLong(Frame.FIRST_WINDOW);

    /** Frames of DATA that were not made small by a small window. */
    private volatile int dataFrames;

    private long tableSize = -1;

    FrameOutput(Wire wire) {
        this.wire = wire;
    }

    /** What the peer takes on all streams together. */
    AtomicLong window() {
        return window;
    }

    int dataFrames() {
        return dataFrames;
    }

    /** The table of the peer's decoder has another size from the next block on. */
    void tableSize(long setting) {
        if (setting != tableSize) {
            tableSize = setting;
            encoder.tableSize(setting);
        }
    }

    void headers(int stream, AnswerFields fields, boolean endStream) throws IOException {
        fields.encode(encoder);
        byte[] block = encoder.bytes();
        int left = encoder.length();
        int from = 0;
        int type = Frame.HEADERS;
        int flags = endStream ? Frame.END_STREAM : 0;
        do {
            int count = Math.min(left, Frame.SMALLEST_MAX);
            left -= count;
            head(count, type, left == 0 ? flags | Frame.END_HEADERS : flags, stream);
            wire.put(block, from, count);
            from += count;
            type = Frame.CONTINUATION;
            flags = 0;
        } while (left > 0);
    }

    void data(int stream, byte[] bytes, int from, int count, boolean endStream) throws IOException {
        head(count, Frame.DATA, endStream ? Frame.END_STREAM : 0, stream);
        if (count > 0) {
            window.addAndGet(-count);
            wire.put(bytes, from, count);
        }
    }

    /** A frame of DATA was worth its frame. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // only the holder writes it
    void earns() {
        dataFrames++;
    }

    void reset(int stream, ErrorCode code) throws IOException {
        reset(stream, code.code());
    }

    void reset(int stream, int code) throws IOException {
        frame(Frame.RST_STREAM, 0, stream, int32(code));
    }

    void windowUpdate(int stream, int increment) throws IOException {
        frame(Frame.WINDOW_UPDATE, 0, stream, int32(increment));
    }

    private static byte[] int32(int value) {
        byte[] bytes = new byte[4];
        Frame.putInt32(bytes, 0, value);
        return bytes;
    }

    /** Any other frame, whole. */
    void frame(int type, int flags, int stream, byte[] payload) throws IOException {
        head(payload.length, type, flags, stream);
        wire.put(payload, 0, payload.length);
    }

    private void head(int length, int type, int flags, int stream) throws IOException {
        head[0] = (byte) (length >> 16);
        head[1] = (byte) (length >> 8);
        head[2] = (byte) length;
        head[3] = (byte) type;
        head[4] = (byte) flags;
        Frame.putInt32(head, 5, stream);
        wire.put(head, 0, Frame.HEAD);
    }

    /** Nothing follows. */
    void close() throws IOException {
        wire.closeOutput();
    }

    void flush() throws IOException {
        wire.flush();
    }

    /** Gives buffers away, while nothing is to be written. */
    void rest() {
        encoder.rest();
    }
}
