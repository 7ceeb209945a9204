package dev.serve.api.tcp;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;

/** Frames behind their length. */
record LengthPrefixed(int width, ByteOrder order) implements FrameCodec {

    LengthPrefixed {
        if (width != 2 && width != 4 && width != 8) {
            throw new IllegalArgumentException("width: " + width + " (expected: 2, 4 or 8)");
        }
    }

    @Override
    public FrameDecoder decoder(long maxFrameSize) {
        return new FrameDecoder() {
            @Override
            public int next(byte[] bytes, int from, int to) throws FrameException {
                if (to - from < width) {
                    return 0;
                }
                long length = length(ByteBuffer.wrap(bytes, from, width).order(order));
                if (length < 0 || length > maxFrameSize) {
                    throw FrameException.tooLarge(Long.toUnsignedString(length), maxFrameSize);
                }
                return to - from >= width + length ? (int) (width + length) : 0;
            }

            @Override
            public byte[] frame(byte[] bytes, int from, int size) {
                return Arrays.copyOfRange(bytes, from + width, from + size);
            }
        };
    }

    private long length(ByteBuffer head) {
        return switch (width) {
            case 2 -> Short.toUnsignedLong(head.getShort());
            case 4 -> Integer.toUnsignedLong(head.getInt());
            default -> head.getLong();
        };
    }

    @Override
    public byte[] encode(byte[] frame) {
        ByteBuffer whole = ByteBuffer.allocate(width + frame.length).order(order);
        switch (width) {
            case 2 -> {
                if (frame.length > 0xffff) {
                    throw new IllegalArgumentException(
                            "frame of "
                                    + frame.length
                                    + " bytes (expected: at most 65535, with a length of 2 bytes)");
                }
                whole.putShort((short) frame.length);
            }
            case 4 -> whole.putInt(frame.length);
            default -> whole.putLong(frame.length);
        }
        return whole.put(frame).array();
    }

    @Override
    public Optional<byte[]> heartbeat() {
        return Optional.of(new byte[width]);
    }
}
