package dev.serve.grpc.call;

import io.grpc.Codec;
import io.grpc.Compressor;
import io.grpc.Drainable;
import io.grpc.KnownLength;
import io.grpc.Status;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;

/** Messages to bytes, each with its head; see {@link Incoming}. Stateless. */
final class Serializer {

    private static final int HEAD = 5;

    private Serializer() {}

    /**
     * One message.
     *
     * @param compressor {@link Codec.Identity} for none
     * @throws io.grpc.StatusRuntimeException if it has more than {@code most} bytes
     */
    static byte[] frame(InputStream message, Compressor compressor, long most) {
        try (message) {
            Sink plain = new Sink(message instanceof KnownLength ? message.available() : 256);
            if (message instanceof Drainable drainable) {
                drainable.drainTo(plain);
            } else {
                message.transferTo(plain);
            }
            int size = plain.size() - HEAD;
            if (size > most) {
                throw Status.RESOURCE_EXHAUSTED
                        .withDescription(
                                "A message of " + size + " bytes (expected: at most " + most + ")")
                        .asRuntimeException();
            }
            return compressor == Codec.Identity.NONE
                    ? plain.framed(0)
                    : compressed(plain, size, compressor);
        } catch (IOException e) {
            throw Status.INTERNAL
                    .withDescription("A message cannot be written")
                    .withCause(e)
                    .asRuntimeException();
        }
    }

    private static byte[] compressed(Sink plain, int size, Compressor compressor)
            throws IOException {
        Sink packed = new Sink(size / 2);
        try (OutputStream out = compressor.compress(packed)) {
            plain.writeTo(out);
        }
        return packed.framed(1);
    }

    /** Leaves room for the head, and gives its array away where that fits. */
    private static final class Sink extends ByteArrayOutputStream {

        Sink(int expected) {
            super(HEAD + expected);
            count = HEAD;
        }

        @Override
        public synchronized void writeTo(OutputStream out) throws IOException {
            out.write(buf, HEAD, count - HEAD);
        }

        byte[] framed(int flag) {
            int length = count - HEAD;
            byte[] framed = buf.length == count ? buf : Arrays.copyOf(buf, count);
            framed[0] = (byte) flag;
            framed[1] = (byte) (length >>> 24);
            framed[2] = (byte) (length >>> 16);
            framed[3] = (byte) (length >>> 8);
            framed[4] = (byte) length;
            return framed;
        }
    }
}
