package dev.serve.server.wire;

import dev.serve.api.spi.Wire;
import dev.serve.api.spi.WireObserver;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * A wire straight on a channel, TCP or Unix.
 *
 * <p>Input: the buffer is given back before a wait that begins with an empty window, and borrowed
 * when bytes are there. A window that outgrows it doubles on the heap. Output: one buffer, given
 * back whenever it has been written.
 *
 * <p>{@link #close} belongs to the thread that reads and to the one that writes, so to a moment at
 * which neither is at work elsewhere; {@link #abort()} is for all others.
 */
public final class PlainWire extends Wire {

    /** More than so many bytes are not gathered but sent at once. */
    static final int GATHER_MOST = 8 * 1024;

    /** What a waiting connection on a blocking channel reads into. */
    private static final int SMALL_WINDOW = 512;

    /**
     * What is given to the system in one call: the JDK copies it into a temporary buffer outside
     * the heap, of that size, and each carrier keeps a few of those.
     */
    private static final int SLICE = 128 * 1024;

    private final Transport transport;
    private final Buffers buffers;
    private final WireObserver observer;
    private byte[] out = NOTHING;
    private int gathered;

    private PlainWire(Transport transport, Buffers buffers, WireObserver observer) {
        this.transport = transport;
        this.buffers = buffers;
        this.observer = observer;
    }

    /**
     * A wire whose thread parks while it waits and is woken by a loop.
     *
     * @param channel connected; the wire's from now on
     * @throws IOException if the channel is closed
     */
    public static PlainWire selecting(
            SocketChannel channel, Loops loops, Buffers buffers, WireObserver observer)
            throws IOException {
        return new PlainWire(new SelectorTransport(channel, loops.next()), buffers, observer);
    }

    /**
     * A wire whose thread waits in the calls of a blocking channel.
     *
     * @param channel connected; the wire's from now on
     * @throws IOException if the channel is closed
     */
    public static PlainWire blocking(SocketChannel channel, Buffers buffers, WireObserver observer)
            throws IOException {
        return new PlainWire(new BlockingTransport(channel), buffers, observer);
    }

    @Override
    public boolean more(long timeoutNanos) throws IOException {
        long deadline = timeoutNanos == Long.MAX_VALUE ? 0 : System.nanoTime() + timeoutNanos;
        int count = 0;
        try {
            do {
                long left =
                        timeoutNanos == Long.MAX_VALUE
                                ? Long.MAX_VALUE
                                : Math.max(0, deadline - System.nanoTime());
                if (!transport.isReadLikely()) {
                    if (position == limit) {
                        giveBackInput();
                    }
                    observer.waitsToRead();
                    transport.awaitReadable(left);
                } else if (transport.waitsInCalls()) {
                    observer.waitsToRead();
                }
                makeRoom();
                count = transport.read(in, limit, in.length - limit, left);
            } while (count == 0);
        } finally {
            observer.received(Math.max(0, count));
        }
        if (count < 0) {
            if (position == limit) {
                giveBackInput();
            }
            return false;
        }
        limit += count;
        return true;
    }

    private void makeRoom() {
        if (position == limit) {
            position = 0;
            limit = 0;
            if (transport.waitsInCalls() && !transport.isReadLikely()) {
                in = new byte[SMALL_WINDOW];
            } else if (in.length < Buffers.SIZE) {
                in = buffers.borrow();
            }
        } else if (limit == in.length) {
            byte[] old = in;
            int held = limit - position;
            if (held <= old.length / 2) {
                System.arraycopy(old, position, old, 0, held);
            } else {
                in = old.length < Buffers.SIZE ? buffers.borrow() : new byte[old.length * 2];
                System.arraycopy(old, position, in, 0, held);
                buffers.giveBack(old);
            }
            position = 0;
            limit = held;
        }
    }

    private void giveBackInput() {
        byte[] old = in;
        in = NOTHING;
        position = 0;
        limit = 0;
        buffers.giveBack(old);
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (position == limit) {
            if (length >= GATHER_MOST) {
                return readPast(target, offset, Math.min(length, SLICE));
            }
            if (length == 0) {
                return 0;
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

    /** Reads into the caller's array; the window is empty. */
    private int readPast(byte[] target, int offset, int length) throws IOException {
        giveBackInput();
        int count = 0;
        try {
            do {
                if (!transport.isReadLikely()) {
                    observer.waitsToRead();
                    transport.awaitReadable(Long.MAX_VALUE);
                } else if (transport.waitsInCalls()) {
                    observer.waitsToRead();
                }
                count = transport.read(target, offset, length, Long.MAX_VALUE);
            } while (count == 0);
        } finally {
            observer.received(Math.max(0, count));
        }
        return count;
    }

    @Override
    public void put(byte value) throws IOException {
        if (gathered == out.length) {
            makeOutput();
        }
        out[gathered++] = value;
    }

    @Override
    public void put(byte[] bytes, int offset, int length) throws IOException {
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
    public void send(byte[] bytes, int offset, int length) throws IOException {
        if (gathered > 0 && length <= out.length - gathered) {
            // A copy costs less than a call with two buffers.
            System.arraycopy(bytes, offset, out, gathered, length);
            gathered += length;
            flush();
            return;
        }
        int end = offset + length;
        ByteBuffer body = ByteBuffer.wrap(bytes, offset, Math.min(length, SLICE));
        if (gathered > 0) {
            write(ByteBuffer.wrap(out, 0, gathered), body);
            giveBackOutput();
        }
        while (true) {
            write(body);
            if (body.limit() == end) {
                return;
            }
            body.limit(Math.min(end, body.limit() + SLICE));
        }
    }

    private void write(ByteBuffer first, ByteBuffer second) throws IOException {
        while (first.hasRemaining()) {
            announceWrite();
            long asked = first.remaining() + second.remaining();
            settle(asked, transport.write(first, second));
        }
    }

    private void write(ByteBuffer source) throws IOException {
        while (source.hasRemaining()) {
            announceWrite();
            long asked = source.remaining();
            settle(asked, transport.write(source));
        }
    }

    private void announceWrite() {
        if (transport.waitsInCalls()) {
            observer.waitsToWrite();
        }
    }

    /** After a write that took less than it was given, waits until the peer has made room. */
    private void settle(long asked, long taken) throws IOException {
        if (taken > 0) {
            observer.sent(taken);
        }
        if (taken < asked && !transport.waitsInCalls()) {
            observer.waitsToWrite();
            boolean able = false;
            try {
                transport.awaitWritable();
                able = true;
            } finally {
                if (!able) {
                    observer.sent(0);
                }
            }
        }
    }

    @Override
    public long send(FileChannel file, long start, long count) throws IOException {
        long size = file.size();
        long end = count > size - start ? size : start + count;
        long at = start;
        if (end - start <= Buffers.SIZE - gathered) {
            at += gather(file, start, end);
        }
        flush();
        while (at < end) {
            announceWrite();
            long asked = end - at;
            long taken = transport.transfer(file, at, asked);
            at += taken;
            if (taken == 0 && at >= file.size()) {
                // It has been cut in the meantime.
                break;
            }
            settle(asked, taken);
        }
        return Math.max(0, at - start);
    }

    /** Takes a small part of a file into the output, so that it leaves in one call with a head. */
    private long gather(FileChannel file, long start, long end) throws IOException {
        if (out.length == 0) {
            out = buffers.borrow();
        }
        ByteBuffer target = ByteBuffer.wrap(out, gathered, (int) Math.max(0, end - start));
        long at = start;
        while (target.hasRemaining()) {
            long from = at;
            long count = Channels.hidingInterrupt(() -> file.read(target, from));
            if (count < 0) {
                break;
            }
            at += count;
        }
        gathered = target.position();
        return at - start;
    }

    @Override
    public void flush() throws IOException {
        if (gathered > 0) {
            write(ByteBuffer.wrap(out, 0, gathered));
        }
        giveBackOutput();
    }

    private void giveBackOutput() {
        byte[] old = out;
        out = NOTHING;
        gathered = 0;
        buffers.giveBack(old);
    }

    @Override
    public boolean hasGathered() {
        return gathered > 0;
    }

    @Override
    public @Nullable SSLSession tlsSession() {
        return null;
    }

    @Override
    public String applicationProtocol() {
        return "";
    }

    @Override
    public void closeOutput() throws IOException {
        flush();
        transport.shutdownOutput();
    }

    @Override
    public void close() {
        if (!transport.isClosed()) {
            try {
                flush();
            } catch (IOException e) {
                // The peer is gone; our side is closed in any case.
            }
            transport.close();
        }
        giveBackInput();
        // Left after a failed write only; a writer that should still be at work may touch it.
        buffers.forget(out);
        out = NOTHING;
        gathered = 0;
    }

    @Override
    public void abort() {
        transport.close();
    }

    @Override
    public void abort(byte[] lastWords) {
        byte[] head = out;
        int length = Math.min(gathered, head.length);
        ByteBuffer all = ByteBuffer.allocate(length + lastWords.length);
        all.put(head, 0, length).put(lastWords).flip();
        transport.writeNow(all);
        transport.close();
    }
}
