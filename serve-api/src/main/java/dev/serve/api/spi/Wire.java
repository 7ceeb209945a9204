package dev.serve.api.spi;

import java.io.IOException;
import java.nio.channels.FileChannel;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of one connection, as an engine reads and writes them in blocking code on a virtual
 * thread. Plain and TLS, TCP and Unix sockets look the same.
 *
 * <p><b>Input</b> is a window into a borrowed buffer: the bytes from {@link #position()} to {@link
 * #limit()} of {@link #input()}. An engine parses them in place, {@link #consume consumes} what it
 * has understood and asks for {@link #more}. While the window is empty and nothing comes, the
 * connection holds no buffer.
 *
 * <p><b>Output</b> gathers: {@link #put} copies into a borrowed buffer of 16 KiB, {@link #send}
 * writes what is gathered and a large body in one call, {@link #flush} writes what is gathered and
 * gives the buffer back. Nothing is flushed by itself: flush before a wait.
 *
 * <p>Threads: one thread reads and one writes at a time; they may be two. {@link #abort()} and
 * {@link #abort(byte[])} may be called by any thread. A call that waits ends with an {@link
 * IOException} when the wire is aborted. An interrupt does not end it; it stays set on the thread.
 */
public abstract class Wire {

    /** No bytes: the buffer of an idle connection. */
    protected static final byte[] NOTHING = new byte[0];

    /** The buffer that the window looks into; {@link #NOTHING} while there is none. */
    protected byte[] in = NOTHING;

    /** First byte of the window. */
    protected int position;

    /** End of the window. */
    protected int limit;

    /** For implementations. */
    protected Wire() {}

    /** The buffer of the window; another one after each call of {@link #more} or {@link #read}. */
    public final byte[] input() {
        return in;
    }

    /** Index of the window's first byte in {@link #input()}. */
    public final int position() {
        return position;
    }

    /** Index after the window's last byte in {@link #input()}. */
    public final int limit() {
        return limit;
    }

    /** How many bytes the window holds. */
    public final int available() {
        return limit - position;
    }

    /** Takes bytes from the beginning of the window; at most {@link #available()}. */
    public final void consume(int bytes) {
        position += bytes;
    }

    /**
     * Waits until the window holds at least one byte more; what it holds stays its beginning. The
     * caller bounds how much it leaves in the window.
     *
     * @return false when the peer has ended its output and nothing more comes
     * @throws IOException if the connection is lost or aborted
     */
    public final boolean more() throws IOException {
        return more(Long.MAX_VALUE);
    }

    /**
     * As {@link #more()}, for a limited time.
     *
     * @param timeoutNanos how long at most; {@link Long#MAX_VALUE} without end
     * @throws java.net.SocketTimeoutException if nothing has come until then; the wire stays usable
     * @throws IOException if the connection is lost or aborted
     */
    public abstract boolean more(long timeoutNanos) throws IOException;

    /**
     * Reads into an array of the caller, from the window first; waits for at least one byte. A wire
     * that can reads past the window without a copy.
     *
     * @return how many bytes, at least 1; -1 when the peer has ended its output
     * @throws IOException if the connection is lost or aborted
     */
    public int read(byte[] target, int offset, int length) throws IOException {
        if (available() == 0 && !more()) {
            return -1;
        }
        int count = Math.min(length, available());
        System.arraycopy(in, position, target, offset, count);
        position += count;
        return count;
    }

    /**
     * Gathers one byte.
     *
     * @throws IOException if the buffer was full and could not be written
     */
    public abstract void put(byte value) throws IOException;

    /**
     * Gathers bytes; more than 8 KiB are {@link #send sent}. The array is the caller's again on
     * return.
     *
     * @throws IOException if the buffer was full and could not be written
     */
    public abstract void put(byte[] bytes, int offset, int length) throws IOException;

    /**
     * Writes what is gathered and these bytes, in one call to the system where it takes them. The
     * array is the caller's again on return.
     *
     * @throws IOException if the connection is lost or aborted
     */
    public abstract void send(byte[] bytes, int offset, int length) throws IOException;

    /**
     * Writes what is gathered and a part of a file, without a copy where the system can do that.
     *
     * @return how many bytes of the file; fewer than {@code count} only at its end
     * @throws IOException if the connection is lost or aborted, or the file cannot be read
     */
    public abstract long send(FileChannel file, long start, long count) throws IOException;

    /**
     * Writes what is gathered and gives the buffer back.
     *
     * @throws IOException if the connection is lost or aborted
     */
    public abstract void flush() throws IOException;

    /**
     * Gathers or writes as many of these bytes as need no wait for the peer; up to 8 KiB all or
     * none. The array is the caller's again on return.
     *
     * @return how many; 0 if the peer must be waited for, or if this wire cannot tell
     * @throws IOException if the connection is lost or aborted
     */
    public int sendNow(byte[] bytes, int offset, int length) throws IOException {
        return 0;
    }

    /**
     * Writes what is gathered as far as it needs no wait for the peer.
     *
     * @return whether nothing is left; false too if there is something and this wire cannot tell
     * @throws IOException if the connection is lost or aborted
     */
    public boolean flushNow() throws IOException {
        return !hasGathered();
    }

    /** Whether bytes are gathered and not yet written. */
    public abstract boolean hasGathered();

    /** The session of an encrypted wire, after its handshake; null on a plain one. */
    public abstract @Nullable SSLSession tlsSession();

    /** What ALPN has settled on (RFC 7301); empty without TLS or without agreement. */
    public abstract String applicationProtocol();

    /**
     * Flushes, then tells the peer that nothing follows: close_notify on TLS (RFC 8446 section
     * 6.1), then the end of output. Reading goes on.
     *
     * @throws IOException if the connection is lost or aborted
     */
    public abstract void closeOutput() throws IOException;

    /**
     * Flushes and closes both directions; a second call does nothing. What is in the way is
     * ignored: the connection is closed in any case.
     */
    public abstract void close();

    /**
     * Closes now, by any thread. Whoever waits on this wire gets an {@link IOException}; nobody is
     * interrupted.
     */
    public abstract void abort();

    /**
     * Writes what is gathered and these bytes as far as the connection takes them without waiting,
     * then {@link #abort() aborts}; by any thread. Only for who knows that nobody writes any longer
     * (see {@link ConnectionObserver#answerBegins}).
     */
    public abstract void abort(byte[] lastWords);
}
