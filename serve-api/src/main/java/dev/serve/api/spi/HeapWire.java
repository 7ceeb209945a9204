package dev.serve.api.spi;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;

/**
 * A wire that gathers in arrays of its own, which grow with what is put and go with what is sent.
 */
public abstract class HeapWire extends Wire {

    /** So much is gathered at most; the smallest limit of an HTTP/2 frame too. */
    protected static final int MOST = 16 * 1024;

    private static final int LARGE = 8 * 1024;
    private static final int FIRST = 1024;

    /** What is gathered: its first {@link #gathered} bytes. */
    protected byte[] out = NOTHING;

    /** How much that is. */
    protected int gathered;

    /** For implementations. */
    protected HeapWire() {}

    @Override
    public final void put(byte value) throws IOException {
        room(1);
        out[gathered++] = value;
    }

    @Override
    public final void put(byte[] bytes, int offset, int length) throws IOException {
        if (length > LARGE) {
            send(bytes, offset, length);
            return;
        }
        room(length);
        gather(bytes, offset, length);
    }

    /** Makes room for bytes, by a flush if they would be too many together. */
    protected final void room(int length) throws IOException {
        if (gathered + length > MOST) {
            flush();
        }
        if (gathered + length > out.length) {
            int size = Math.max(Math.max(FIRST, 2 * out.length), gathered + length);
            out = Arrays.copyOf(out, Math.min(size, MOST));
        }
    }

    /** Gathers bytes that there is {@link #room} for. */
    protected final void gather(byte[] bytes, int offset, int length) {
        System.arraycopy(bytes, offset, out, gathered, length);
        gathered += length;
    }

    /** Forgets what was gathered: it has been taken. */
    protected final void drop() {
        out = NOTHING;
        gathered = 0;
    }

    @Override
    public final long send(FileChannel file, long start, long count) throws IOException {
        long sent = 0;
        while (sent < count) {
            byte[] part = new byte[(int) Math.min(count - sent, MOST)];
            int read = file.read(ByteBuffer.wrap(part), start + sent);
            if (read < 0) {
                break;
            }
            send(part, 0, read);
            sent += read;
        }
        return sent;
    }

    @Override
    public final boolean hasGathered() {
        return gathered > 0;
    }
}
