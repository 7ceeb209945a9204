package dev.serve.grpc.call;

import io.grpc.KnownLength;
import java.io.ByteArrayInputStream;

/** The bytes of one message, for its marshaller. */
final class MessageBytes extends ByteArrayInputStream implements KnownLength {

    MessageBytes(byte[] bytes, int offset, int length) {
        super(bytes, offset, length);
    }
}
