package dev.serve.grpc.http;

import java.nio.ByteBuffer;

/** The head of a message ("gRPC over HTTP/2", Length-Prefixed-Message). Stateless. */
public final class Frames {

    /** Bytes of a head: a flag, and the length in four bytes, the highest first. */
    public static final int HEAD = 5;

    private Frames() {}

    /** A message behind its head. */
    public static byte[] framed(byte flag, byte[] message) {
        return ByteBuffer.allocate(HEAD + message.length)
                .put(flag)
                .putInt(message.length)
                .put(message)
                .array();
    }

    /** The length of the message whose head begins at an offset. */
    public static int length(byte[] frames, int offset) {
        return ByteBuffer.wrap(frames).getInt(offset + 1);
    }
}
