package dev.serve.api.tcp;

import java.nio.ByteOrder;
import java.util.Optional;

/** How frames lie in a stream of bytes. Immutable; serves every connection of a listener. */
public interface FrameCodec {

    /**
     * Finds frames for one connection.
     *
     * @param maxFrameSize the largest frame without its framing, in bytes
     * @throws IllegalArgumentException if no frame can be that small
     */
    FrameDecoder decoder(long maxFrameSize);

    /**
     * A frame with its framing.
     *
     * @throws IllegalArgumentException if it cannot be framed
     */
    byte[] encode(byte[] frame);

    /** The bytes of an empty frame, for heartbeats; empty if there can be none. */
    default Optional<byte[]> heartbeat() {
        return Optional.empty();
    }

    /**
     * Each frame behind its length.
     *
     * @param width of the length, in bytes: 2, 4 or 8; it is unsigned
     * @param order of its bytes
     * @throws IllegalArgumentException for another width
     */
    static FrameCodec lengthPrefixed(int width, ByteOrder order) {
        return new LengthPrefixed(width, order);
    }

    /** Each frame behind its length in four bytes, the most significant first. */
    static FrameCodec lengthPrefixed() {
        return lengthPrefixed(4, ByteOrder.BIG_ENDIAN);
    }

    /** Lines: ended by LF, which may stand behind a CR; we write LF. */
    static FrameCodec line() {
        return new Delimited(new byte[] {'\n'}, true);
    }

    /**
     * Frames ended by a delimiter, which they cannot hold.
     *
     * @throws IllegalArgumentException if it is empty
     */
    static FrameCodec delimited(byte... delimiter) {
        return new Delimited(delimiter.clone(), false);
    }

    /**
     * Frames of one size.
     *
     * @param size in bytes, from 1
     */
    static FrameCodec fixed(int size) {
        return new Fixed(size);
    }

    /** No framing: whatever has come is a frame, cut where the network or the limit cuts it. */
    static FrameCodec stream() {
        return new PlainStream();
    }
}
