package dev.serve.testing;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;

/** A connection of bytes whose every wait ends at a deadline. Not thread-safe. */
interface Pipe extends AutoCloseable {

    /**
     * Waits for bytes and puts them into {@code into}.
     *
     * @return how many, at least one; -1 when the peer has ended its side
     * @throws SocketTimeoutException once the deadline has passed
     */
    int read(ByteBuffer into, Deadline deadline) throws IOException;

    /**
     * Writes all of it.
     *
     * @throws SocketTimeoutException once the deadline has passed
     */
    void write(ByteBuffer from, Deadline deadline) throws IOException;

    /** Ends our side; the peer's stays open. */
    void shutdownOutput(Deadline deadline) throws IOException;

    @Override
    void close() throws IOException;
}
