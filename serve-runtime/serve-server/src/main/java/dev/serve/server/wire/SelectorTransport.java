package dev.serve.server.wire;

import static java.nio.channels.SelectionKey.OP_READ;
import static java.nio.channels.SelectionKey.OP_WRITE;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A non-blocking channel at a {@link Loop}: the connection's own thread parks and the loop unparks
 * it.
 *
 * <p><b>Reading.</b> The channel is registered at its first wait (a connection that serves one
 * request is often never registered) and stays interested in reading. The loop sets {@code news}
 * and wakes the reader; the reader takes the news before it reads, so that what comes after its
 * read is new again. Both sides write their field before they look at the other's, so one of them
 * sees the other. While a handler computes, a waiting byte is reported in every round: after some
 * rounds the loop disarms the channel, and the reader arms it when it waits again. The loop looks
 * for a reader after it has disarmed, the reader at {@code disarmed} after it has announced itself.
 *
 * <p><b>Writing</b> is tried first. A writer that must wait adds its interest beside that of the
 * reader; the loop takes it away with the first event.
 *
 * <p><b>Interrupts.</b> A park returns at once while the thread is interrupted, so a wait clears
 * the flag and sets it again when it ends. A non-blocking channel is not closed by an interrupt.
 */
final class SelectorTransport implements Transport {

    /** Rounds in which news may stay untaken before the loop looks away. */
    private static final int PATIENCE = 8;

    private final SocketChannel channel;
    private final Loop loop;

    /** Written under the lock of this object. */
    private volatile @Nullable SelectionKey key;

    private volatile @Nullable Thread reader;
    private volatile @Nullable Thread writer;

    /** The loop has seen bytes that nobody has read since. */
    private volatile boolean news;

    /** Whether the key is without interest in reading; so it begins. */
    private volatile boolean disarmed = true;

    private volatile boolean room;
    private volatile boolean closed;

    /** Of a reader that parks without limit, for the alarm; ordered by the next. */
    private long deadline;

    private volatile boolean hasDeadline;

    /** Rounds with untaken news; the loop's own. */
    private byte misses;

    /** Whether the flag of an interrupt is hidden during a wait; the reader's own. */
    private boolean interrupted;

    /** Whether the last read may have left something; the reader's own. */
    private boolean readLikely = true;

    /** Makes the channel non-blocking. */
    SelectorTransport(SocketChannel channel, Loop loop) throws IOException {
        this.channel = channel;
        this.loop = loop;
        channel.configureBlocking(false);
    }

    @Override
    public boolean waitsInCalls() {
        return false;
    }

    @Override
    public boolean isReadLikely() {
        return readLikely || news;
    }

    @Override
    public void awaitReadable(long timeoutNanos) throws IOException {
        reader = Thread.currentThread();
        try {
            if (timeoutNanos == Long.MAX_VALUE) {
                while (mustWait()) {
                    LockSupport.park();
                }
            } else {
                parkFor(timeoutNanos);
            }
        } finally {
            reader = null;
            hasDeadline = false;
            if (interrupted) {
                interrupted = false;
                Thread.currentThread().interrupt();
            }
        }
    }

    private void parkFor(long timeoutNanos) throws IOException {
        long begin = System.nanoTime();
        while (mustWait()) {
            long left = timeoutNanos - (System.nanoTime() - begin);
            if (left <= 0) {
                throw new SocketTimeoutException(
                        "nothing came within " + timeoutNanos / 1_000_000 + " ms");
            }
            if (left < 2 * Alarm.ROUND) {
                LockSupport.parkNanos(left);
            } else {
                deadline = begin + timeoutNanos;
                hasDeadline = true;
                loop.alarm().want();
                LockSupport.park();
            }
        }
    }

    /**
     * Called by the alarm: wakes a reader that is to wait the rest of its time for itself.
     *
     * @return whether there is a reader with more time
     */
    boolean looksAtTheTime(long now) {
        if (!hasDeadline) {
            return false;
        }
        if (deadline - now >= 2 * Alarm.ROUND) {
            return true;
        }
        wake(reader);
        return false;
    }

    /** Before each park of the reader: whether there is reason for one. */
    private boolean mustWait() throws IOException {
        if (Thread.interrupted()) {
            interrupted = true;
        }
        if (news) {
            return false;
        }
        if (closed) {
            throw new AsynchronousCloseException();
        }
        if (disarmed) {
            arm();
        }
        return true;
    }

    private void arm() throws IOException {
        disarmed = false;
        interest(OP_READ);
    }

    /** Adds an interest, at the first time by registering. */
    private void interest(int operation) throws IOException {
        SelectionKey known = key;
        if (known == null) {
            synchronized (this) {
                known = key;
                if (known == null) {
                    key = loop.register(channel, operation, this);
                    return;
                }
            }
        }
        try {
            known.interestOpsOr(operation);
        } catch (CancelledKeyException e) {
            ClosedChannelException gone = new AsynchronousCloseException();
            gone.initCause(e);
            throw gone;
        }
        loop.wake();
    }

    /** Called by the loop: there is something to read, or the end. */
    void readable(SelectionKey selected) {
        if (!news) {
            misses = 0;
            news = true;
            wake(reader);
        } else if (++misses >= PATIENCE) {
            selected.interestOpsAnd(~OP_READ);
            disarmed = true;
            if (reader != null && !news) {
                disarmed = false;
                selected.interestOpsOr(OP_READ);
            }
        }
    }

    /** Called by the loop: the channel takes bytes again. */
    void writable(SelectionKey selected) {
        selected.interestOpsAnd(~OP_WRITE);
        room = true;
        wake(writer);
    }

    void wakeAll() {
        wake(reader);
        wake(writer);
    }

    private static void wake(@Nullable Thread waiter) {
        if (waiter != null) {
            LockSupport.unpark(waiter);
        }
    }

    @Override
    public int read(byte[] target, int offset, int length, long timeoutNanos) throws IOException {
        if (news) {
            news = false;
        }
        int count = channel.read(ByteBuffer.wrap(target, offset, length));
        readLikely = count == length;
        return count;
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        return channel.write(source);
    }

    @Override
    public long write(ByteBuffer first, ByteBuffer second) throws IOException {
        return channel.write(new ByteBuffer[] {first, second});
    }

    @Override
    public long transfer(FileChannel file, long start, long count) throws IOException {
        return Channels.hidingInterrupt(() -> file.transferTo(start, count, channel));
    }

    @Override
    public void awaitWritable() throws IOException {
        boolean interrupted = false;
        room = false;
        writer = Thread.currentThread();
        try {
            interest(OP_WRITE);
            while (!room) {
                if (closed) {
                    throw new AsynchronousCloseException();
                }
                LockSupport.park(this);
                interrupted |= Thread.interrupted();
            }
        } finally {
            writer = null;
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void writeNow(ByteBuffer source) {
        try {
            while (source.hasRemaining() && channel.write(source) > 0) {
                // What it takes.
            }
        } catch (IOException e) {
            // The peer is gone, and the connection is about to be closed.
        }
    }

    @Override
    public void shutdownOutput() throws IOException {
        channel.shutdownOutput();
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        Channels.close(channel);
        wakeAll();
        synchronized (this) {
            if (key != null) {
                // The descriptor is given back by the selector's next round.
                loop.wake();
            }
        }
    }

    @Override
    public boolean isClosed() {
        return closed;
    }
}
