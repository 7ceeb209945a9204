package dev.serve.server.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A blocking channel: the simple fallback. The thread waits in the read or write itself, so a
 * waiting connection needs a small array to read into.
 *
 * <p>The JDK closes a blocking channel when its thread is interrupted in a call. A flag that is set
 * before is hidden from the call; an interrupt during an endless wait ends the connection.
 *
 * <p>A read for a limited time is made by a second virtual thread and stays pending when the time
 * is over, since no public call reads a Unix channel for a limited time.
 */
final class BlockingTransport implements Transport {

    private static final Duration LAST_WORDS = Duration.ofMillis(100);

    private final SocketChannel channel;
    private volatile boolean closed;

    /** Whether the last read may have left something; the reader's own. */
    private boolean readLikely;

    /** A read that was begun for a limited time; the reader's own. */
    private @Nullable PendingRead pending;

    /** Makes the channel blocking. */
    BlockingTransport(SocketChannel channel) throws IOException {
        this.channel = channel;
        channel.configureBlocking(true);
    }

    @Override
    public boolean waitsInCalls() {
        return true;
    }

    @Override
    public boolean isReadLikely() {
        return readLikely;
    }

    @Override
    public void awaitReadable(long timeoutNanos) {
        // The next read waits.
    }

    @Override
    public int read(byte[] target, int offset, int length, long timeoutNanos) throws IOException {
        PendingRead begun = pending;
        int count;
        if (begun == null && timeoutNanos == Long.MAX_VALUE) {
            ByteBuffer buffer = ByteBuffer.wrap(target, offset, length);
            count = (int) Channels.hidingInterrupt(() -> channel.read(buffer));
        } else {
            if (begun == null) {
                begun = new PendingRead(channel, length);
                pending = begun;
            }
            count = begun.take(target, offset, length, timeoutNanos);
            if (begun.isTaken()) {
                pending = null;
            }
        }
        readLikely = count == length;
        return count;
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        return (int) Channels.hidingInterrupt(() -> channel.write(source));
    }

    @Override
    public long write(ByteBuffer first, ByteBuffer second) throws IOException {
        ByteBuffer[] both = {first, second};
        return Channels.hidingInterrupt(() -> channel.write(both));
    }

    @Override
    public long transfer(FileChannel file, long start, long count) throws IOException {
        return Channels.hidingInterrupt(() -> file.transferTo(start, count, channel));
    }

    @Override
    public void awaitWritable() {
        // The next write waits.
    }

    @Override
    public void writeNow(ByteBuffer source) {
        // No call of a blocking channel writes without a wait; one that waits is ended by the close
        // that follows.
        Thread writing =
                Thread.ofVirtual()
                        .name("serve-last-words")
                        .start(
                                () -> {
                                    try {
                                        while (source.hasRemaining()) {
                                            channel.write(source);
                                        }
                                    } catch (IOException e) {
                                        // The peer is gone, and the connection is being closed.
                                    }
                                });
        try {
            writing.join(LAST_WORDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void shutdownOutput() throws IOException {
        channel.shutdownOutput();
    }

    @Override
    public void close() {
        closed = true;
        Channels.close(channel);
    }

    @Override
    public boolean isClosed() {
        return closed;
    }
}
