package dev.serve.server.wire;

import dev.serve.api.spi.Wire;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** What plain and TLS wires do alike with their two buffers. */
abstract sealed class BufferedWire extends Wire permits PlainWire, TlsWire {

    /** More than so many bytes are not gathered but sent at once. */
    static final int GATHER_MOST = 8 * 1024;

    final Buffers buffers;

    private byte[] out = NOTHING;
    private int gathered;

    BufferedWire(Buffers buffers) {
        this.buffers = buffers;
    }

    /** Writes all of it. */
    abstract void write(ByteBuffer source) throws IOException;

    /** Writes all of both, as far as possible in one call. */
    abstract void write(ByteBuffer first, ByteBuffer second) throws IOException;

    @Override
    public final void put(byte value) throws IOException {
        if (gathered == out.length) {
            makeOutput();
        }
        out[gathered++] = value;
    }

    @Override
    public final void put(byte[] bytes, int offset, int length) throws IOException {
        if (length > GATHER_MOST) {
            send(bytes, offset, length);
            return;
        }
        if (length > out.length - gathered) {
            makeOutput();
        }
        System.arraycopy(bytes, offset, out, gathered, length);
        gathered += length;
    }

    private void makeOutput() throws IOException {
        flush();
        out = buffers.borrow();
    }

    @Override
    public final void send(byte[] bytes, int offset, int length) throws IOException {
        if (gathered == 0) {
            giveBackOutput();
            write(ByteBuffer.wrap(bytes, offset, length));
        } else if (length <= out.length - gathered) {
            // A copy costs less than a call with two buffers.
            System.arraycopy(bytes, offset, out, gathered, length);
            gathered += length;
            flush();
        } else {
            write(ByteBuffer.wrap(out, 0, gathered), ByteBuffer.wrap(bytes, offset, length));
            giveBackOutput();
        }
    }

    @Override
    public final void flush() throws IOException {
        if (gathered > 0) {
            write(ByteBuffer.wrap(out, 0, gathered));
        }
        giveBackOutput();
    }

    /**
     * Writes what goes out without a wait.
     *
     * @return how many bytes; 0 if that cannot be told
     */
    abstract int writeNow(ByteBuffer source) throws IOException;

    @Override
    public final int sendNow(byte[] bytes, int offset, int length) throws IOException {
        if (length > out.length - gathered) {
            if (!flushNow()) {
                return 0;
            }
            if (length > GATHER_MOST) {
                return writeNow(ByteBuffer.wrap(bytes, offset, length));
            }
            out = buffers.borrow();
        }
        System.arraycopy(bytes, offset, out, gathered, length);
        gathered += length;
        return length;
    }

    @Override
    public final boolean flushNow() throws IOException {
        if (gathered > 0) {
            int written = writeNow(ByteBuffer.wrap(out, 0, gathered));
            if (written < gathered) {
                System.arraycopy(out, written, out, 0, gathered - written);
                gathered -= written;
                return false;
            }
        }
        giveBackOutput();
        return true;
    }

    @Override
    public final boolean hasGathered() {
        return gathered > 0;
    }

    @Override
    public final long send(FileChannel file, long start, long count) throws IOException {
        long size = Channels.hidingInterrupt(file::size);
        long end = count > size - start ? size : start + count;
        if (end <= start) {
            flush();
            return 0;
        }
        long at = start;
        if (end - start <= Buffers.SIZE - gathered) {
            at += gather(file, start, (int) (end - start));
        }
        flush();
        while (at < end) {
            long written = writeFile(file, at, end - at);
            if (written == 0) {
                // It has been cut in the meantime.
                break;
            }
            at += written;
        }
        return at - start;
    }

    /**
     * Writes a part of a file; nothing is gathered.
     *
     * @return how much at least; 0 only at the end of the file
     */
    abstract long writeFile(FileChannel file, long start, long count) throws IOException;

    /** Takes a small part of a file into the output, so that it leaves in one call with a head. */
    private int gather(FileChannel file, long start, int count) throws IOException {
        if (out.length == 0) {
            out = buffers.borrow();
        }
        int read = read(file, start, out, gathered, count);
        gathered += read;
        return read;
    }

    /** Reads a part of a file; less only at its end. */
    static int read(FileChannel file, long start, byte[] target, int offset, int count)
            throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(target, offset, count);
        while (buffer.hasRemaining()) {
            long from = start + count - buffer.remaining();
            if (Channels.hidingInterrupt(() -> file.read(buffer, from)) < 0) {
                break;
            }
        }
        return count - buffer.remaining();
    }

    private void giveBackOutput() {
        byte[] old = out;
        out = NOTHING;
        gathered = 0;
        buffers.giveBack(old);
    }

    /**
     * What is gathered, for who closes while somebody else may have written it; a copy, and as it
     * was at some moment.
     */
    final ByteBuffer gatheredAnd(byte[] lastWords) {
        byte[] head = out;
        int length = Math.min(gathered, head.length);
        return ByteBuffer.allocate(length + lastWords.length)
                .put(head, 0, length)
                .put(lastWords)
                .flip();
    }

    /** Makes room for at least so many bytes after the window; moves it, or doubles its buffer. */
    final void makeRoom(int atLeast) {
        int held = limit - position;
        if (in.length - limit >= atLeast && held > 0) {
            return;
        }
        byte[] old = in;
        if (held + atLeast > old.length || held > old.length / 2) {
            int size = Math.max(Buffers.SIZE, held == 0 ? 0 : old.length * 2);
            while (size < held + atLeast) {
                size *= 2;
            }
            in = size == Buffers.SIZE ? buffers.borrow() : new byte[size];
        }
        System.arraycopy(old, position, in, 0, held);
        position = 0;
        limit = held;
        if (in != old) {
            buffers.giveBack(old);
        }
    }

    final void giveBackInput() {
        byte[] old = in;
        in = NOTHING;
        position = 0;
        limit = 0;
        buffers.giveBack(old);
    }

    /** Gives the buffers back when the connection has ended. */
    final void drop() {
        giveBackInput();
        // Left after a failed write only; a writer that should still be at work may touch it.
        buffers.forget(out);
        out = NOTHING;
        gathered = 0;
    }

    @Override
    public final int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (position == limit) {
            if (length >= GATHER_MOST) {
                giveBackInput();
                return readPast(target, offset, length);
            }
            if (!more(Long.MAX_VALUE)) {
                return -1;
            }
        }
        int count = Math.min(length, limit - position);
        System.arraycopy(in, position, target, offset, count);
        position += count;
        return count;
    }

    /** As {@link #read}, while the window is empty and without it. */
    abstract int readPast(byte[] target, int offset, int length) throws IOException;
}
