package dev.serve.api.tcp;

import java.util.Arrays;

/** Frames of one size. */
record Fixed(int size) implements FrameCodec {

    Fixed {
        if (size < 1) {
            throw new IllegalArgumentException("size: " + size + " (expected: >= 1)");
        }
    }

    @Override
    public FrameDecoder decoder(long maxFrameSize) {
        if (size > maxFrameSize) {
            throw new IllegalArgumentException(
                    "frames of "
                            + size
                            + " bytes (expected: at most "
                            + maxFrameSize
                            + ", as tcp.max-frame-size says)");
        }
        return new FrameDecoder() {
            @Override
            public int next(byte[] bytes, int from, int to) {
                return to - from >= size ? size : 0;
            }

            @Override
            public byte[] frame(byte[] bytes, int from, int length) {
                return Arrays.copyOfRange(bytes, from, from + length);
            }
        };
    }

    @Override
    public byte[] encode(byte[] frame) {
        if (frame.length != size) {
            throw new IllegalArgumentException(
                    "frame of " + frame.length + " bytes (expected: " + size + ")");
        }
        return frame.clone();
    }
}
