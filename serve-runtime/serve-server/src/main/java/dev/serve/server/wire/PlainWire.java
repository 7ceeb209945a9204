package dev.serve.server.wire;

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
public final class PlainWire extends BufferedWire {

    /** What a waiting connection on a blocking channel reads into. */
    private static final int SMALL_WINDOW = 512;

    /**
     * What is given to the system in one call: the JDK copies it into a temporary buffer outside
     * the heap, of that size, and each carrier keeps a few of those.
     */
    private static final int SLICE = 128 * 1024;

    private final Transport transport;
    private final WireObserver observer;

    private PlainWire(Transport transport, Buffers buffers, WireObserver observer) {
        super(buffers);
        this.transport = transport;
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
     * A wire whose thread waits in the calls of a blocking channel. An interrupt during such a wait
     * ends the connection, as the JDK closes the channel.
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
        long deadline =
                timeoutNanos == Long.MAX_VALUE ? timeoutNanos : System.nanoTime() + timeoutNanos;
        int count;
        do {
            if (position == limit && !transport.isReadLikely()) {
                giveBackInput();
            }
            awaitReadable(left(deadline));
            if (position == limit && transport.waitsInCalls() && !transport.isReadLikely()) {
                in = new byte[SMALL_WINDOW];
            } else {
                makeRoom(1);
            }
            count = receive(in, limit, in.length - limit, left(deadline));
        } while (count == 0);
        if (count < 0) {
            if (position == limit) {
                giveBackInput();
            }
            return false;
        }
        limit += count;
        return true;
    }

    private static long left(long deadline) {
        return deadline == Long.MAX_VALUE ? deadline : Math.max(0, deadline - System.nanoTime());
    }

    private void awaitReadable(long timeoutNanos) throws IOException {
        boolean wait = !transport.isReadLikely();
        if (wait || transport.waitsInCalls()) {
            observer.waitsToRead();
        }
        if (wait) {
            try {
                transport.awaitReadable(timeoutNanos);
            } catch (IOException e) {
                observer.received(0);
                throw e;
            }
        }
    }

    private int receive(byte[] target, int offset, int length, long timeoutNanos)
            throws IOException {
        int count = 0;
        try {
            count = transport.read(target, offset, length, timeoutNanos);
            return count;
        } finally {
            observer.received(Math.max(0, count));
        }
    }

    @Override
    int readPast(byte[] target, int offset, int length) throws IOException {
        int count;
        do {
            awaitReadable(Long.MAX_VALUE);
            count = receive(target, offset, Math.min(length, SLICE), Long.MAX_VALUE);
        } while (count == 0);
        return count;
    }

    @Override
    void write(ByteBuffer source) throws IOException {
        int end = source.limit();
        while (source.position() < end) {
            source.limit(Math.min(end, source.position() + SLICE));
            long asked = source.remaining();
            settle(asked, write(() -> transport.write(source)));
        }
    }

    @Override
    void write(ByteBuffer first, ByteBuffer second) throws IOException {
        int end = second.limit();
        second.limit(Math.min(end, second.position() + SLICE));
        while (first.hasRemaining()) {
            long asked = (long) first.remaining() + second.remaining();
            settle(asked, write(() -> transport.write(first, second)));
        }
        second.limit(end);
        write(second);
    }

    @Override
    int writeNow(ByteBuffer source) throws IOException {
        if (transport.waitsInCalls()) {
            return 0;
        }
        int before = source.position();
        int end = source.limit();
        int taken;
        do {
            source.limit(Math.min(end, source.position() + SLICE));
            taken = transport.write(source);
        } while (taken > 0 && source.position() < end);
        int count = source.position() - before;
        if (count > 0) {
            observer.sent(count);
        }
        return count;
    }

    @Override
    long writeFile(FileChannel file, long start, long count) throws IOException {
        while (true) {
            long taken = write(() -> transport.transfer(file, start, count));
            if (taken == 0 && start >= Channels.hidingInterrupt(file::size)) {
                observer.sent(0);
                return 0;
            }
            settle(count, taken);
            if (taken > 0) {
                return taken;
            }
        }
    }

    private long write(Channels.Call call) throws IOException {
        if (!transport.waitsInCalls()) {
            return call.run();
        }
        observer.waitsToWrite();
        long taken = -1;
        try {
            taken = call.run();
            return taken;
        } finally {
            if (taken < 0) {
                observer.sent(0);
            }
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
        drop();
    }

    @Override
    public void abort() {
        transport.close();
    }

    @Override
    public void abort(byte[] lastWords) {
        transport.writeNow(gatheredAnd(lastWords));
        transport.close();
    }
}
