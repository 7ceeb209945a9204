package dev.serve.grpc.call;

import dev.serve.api.spi.TakenStream;
import dev.serve.api.spi.Wire;
import io.grpc.Decompressor;
import io.grpc.Status;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Messages out of the bytes of a stream. Each has a head of five bytes: whether it is compressed,
 * and its length ("gRPC over HTTP/2", Length-Prefixed-Message):
 *
 * <pre>
 * +------------+-----------------+----------------
 * | flag (1)   | length (4)      | message
 * +------------+-----------------+----------------
 * </pre>
 *
 * <p>Nothing here waits, and nothing is read that nobody has asked for, but for one piece, to see
 * whether it is the end. Belongs to the thread of the call.
 */
final class Incoming {

    /** What a look at the stream has found. */
    enum Found {
        /** Nothing as yet. */
        NOTHING,
        /** A message, to be {@link #take taken}. */
        MESSAGE,
        /** The client has half-closed, and everything was taken. */
        END
    }

    private static final int HEAD = 5;
    private static final int FIRST_PIECE = 64 * 1024;

    private final TakenStream stream;
    private final Wire wire;
    private final long most;
    private final @Nullable Decompressor decompressor;
    private boolean ended;
    private int length = -1;
    private boolean compressed;
    private byte[] parts = {};
    private int have;
    private @Nullable InputStream message;

    /**
     * Of a stream.
     *
     * @param most the largest message, in bytes
     * @param decompressor for messages that say that they are compressed; null when none may be
     */
    Incoming(TakenStream stream, long most, @Nullable Decompressor decompressor) {
        this.stream = stream;
        this.wire = stream.wire();
        this.most = most;
        this.decompressor = decompressor;
    }

    /**
     * Looks, without waiting.
     *
     * @param wanted whether somebody wants a message
     * @throws IOException if the stream is lost
     * @throws io.grpc.StatusRuntimeException if what has come is no message, or one too large
     */
    Found look(boolean wanted) throws IOException {
        while (true) {
            if (wanted && parse()) {
                return Found.MESSAGE;
            }
            if (ended) {
                return endFound();
            }
            boolean waits = !wanted && wire.available() > 0;
            if (waits || !stream.isReadable()) {
                return Found.NOTHING;
            }
            ended = !wire.more();
        }
    }

    private Found endFound() {
        if (length >= 0) {
            throw truncated();
        }
        if (wire.available() == 0) {
            return Found.END;
        }
        if (wire.available() < HEAD) {
            throw truncated();
        }
        return Found.NOTHING;
    }

    private static RuntimeException truncated() {
        return Status.INTERNAL
                .withDescription("The request ends in the middle of a message")
                .asRuntimeException();
    }

    /** The message that was found. */
    InputStream take() throws IOException {
        InputStream found = message;
        if (found == null) {
            throw new IllegalStateException("no message was found");
        }
        message = null;
        return found;
    }

    private boolean parse() throws IOException {
        if (length < 0) {
            if (wire.available() < HEAD) {
                return false;
            }
            head();
        }
        int left = length - have;
        int there = Math.min(left, wire.available());
        if (have == 0 && there == length) {
            found(wire.input(), wire.position(), length);
        } else {
            gather(there);
            if (have < length) {
                return false;
            }
            found(parts, 0, length);
        }
        wire.consume(have == 0 ? there : 0);
        length = -1;
        have = 0;
        parts = new byte[0];
        return true;
    }

    private void head() {
        byte[] bytes = wire.input();
        int at = wire.position();
        int flag = bytes[at];
        if (flag != 0 && flag != 1) {
            throw Status.INTERNAL
                    .withDescription(
                            "The first byte of a message is " + flag + " (expected: 0 or 1)")
                    .asRuntimeException();
        }
        long announced =
                (bytes[at + 1] & 0xffL) << 24
                        | (bytes[at + 2] & 0xff) << 16
                        | (bytes[at + 3] & 0xff) << 8
                        | (bytes[at + 4] & 0xff);
        if (announced > most) {
            throw tooLarge(announced);
        }
        compressed = flag == 1;
        length = (int) announced;
        wire.consume(HEAD);
    }

    private RuntimeException tooLarge(long size) {
        return Status.RESOURCE_EXHAUSTED
                .withDescription(
                        "A message of " + size + " bytes or more (expected: at most " + most + ")")
                .asRuntimeException();
    }

    /** Nothing is allocated for bytes that have only been announced. */
    private void gather(int count) {
        if (have + count > parts.length) {
            int size = Math.max(have + count, Math.max(FIRST_PIECE, 2 * parts.length));
            parts = Arrays.copyOf(parts, Math.min(length, size));
        }
        System.arraycopy(wire.input(), wire.position(), parts, have, count);
        wire.consume(count);
        have += count;
    }

    private void found(byte[] bytes, int offset, int count) throws IOException {
        if (!compressed) {
            message = new MessageBytes(bytes, offset, count);
            return;
        }
        if (decompressor == null) {
            throw Status.INTERNAL
                    .withDescription("A compressed message without grpc-encoding")
                    .asRuntimeException();
        }
        int limit = (int) Math.min(most + 1, Integer.MAX_VALUE - 8);
        byte[] plain;
        try (InputStream in = decompressor.decompress(new MessageBytes(bytes, offset, count))) {
            plain = in.readNBytes(limit);
        } catch (IOException e) {
            throw Status.INTERNAL
                    .withDescription("A message cannot be decompressed")
                    .withCause(e)
                    .asRuntimeException();
        }
        if (plain.length > most) {
            throw tooLarge(plain.length);
        }
        message = new MessageBytes(plain, 0, plain.length);
    }
}
