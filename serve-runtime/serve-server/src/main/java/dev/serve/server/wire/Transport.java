package dev.serve.server.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * The system's side of a plain wire: how one channel waits, reads and writes. One thread reads and
 * one writes at a time; {@link #writeNow} and {@link #close} may be called by any thread, and end
 * every wait with an {@link IOException}.
 */
sealed interface Transport permits SelectorTransport, BlockingTransport {

    /** Whether reads and writes wait themselves; then the other methods that wait do nothing. */
    boolean waitsInCalls();

    /** Whether a read is likely to find bytes without a wait. */
    boolean isReadLikely();

    /**
     * Waits, without a buffer, until a read may find something.
     *
     * @param timeoutNanos how long at most; {@link Long#MAX_VALUE} without end
     * @throws java.net.SocketTimeoutException if nothing has come until then
     */
    void awaitReadable(long timeoutNanos) throws IOException;

    /**
     * Reads what is there.
     *
     * @param timeoutNanos how long to wait at most, where this transport waits in a read
     * @return how many bytes; 0 if there is nothing yet, -1 if nothing more will come
     */
    int read(byte[] target, int offset, int length, long timeoutNanos) throws IOException;

    /** Writes something of what the buffer holds, without a wait where that is possible. */
    int write(ByteBuffer source) throws IOException;

    /** Writes something of what both buffers hold, in one call. */
    long write(ByteBuffer first, ByteBuffer second) throws IOException;

    /**
     * Writes something of a file; 0 if the channel takes nothing at the moment or the file ends.
     */
    long transfer(FileChannel file, long start, long count) throws IOException;

    /** Waits until the channel takes bytes again after it took fewer than it was given. */
    void awaitWritable() throws IOException;

    /** Writes what the channel takes at once, and drops the rest. */
    void writeNow(ByteBuffer source);

    void shutdownOutput() throws IOException;

    /** Closes; a second call does nothing. */
    void close();

    boolean isClosed();
}
