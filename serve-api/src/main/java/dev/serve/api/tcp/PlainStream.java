package dev.serve.api.tcp;

import java.util.Arrays;

/** Whatever has come. */
record PlainStream() implements FrameCodec {

    @Override
    public FrameDecoder decoder(long maxFrameSize) {
        return new FrameDecoder() {
            @Override
            public int next(byte[] bytes, int from, int to) {
                return (int) Math.min(to - from, maxFrameSize);
            }

            @Override
            public byte[] frame(byte[] bytes, int from, int size) {
                return Arrays.copyOfRange(bytes, from, from + size);
            }
        };
    }

    @Override
    public byte[] encode(byte[] frame) {
        return frame.clone();
    }
}
