package dev.serve.server;

import static java.lang.System.Logger.Level.DEBUG;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * A bound channel that one thread accepts from, and that another may tell to come to its end. A
 * thread that blocks in accept can only be woken by closing the channel, and that resets whoever
 * the kernel has accepted already; so it waits in a selector, and empties the queue before it ends.
 */
final class Listening implements Closeable {

    private static final System.Logger LOG = System.getLogger(Listening.class.getName());

    private final ServerSocketChannel channel;
    private final Selector selector;
    private final boolean lent;
    private volatile boolean leaving;

    private Listening(ServerSocketChannel channel, Selector selector, boolean lent) {
        this.channel = channel;
        this.selector = selector;
        this.lent = lent;
    }

    /**
     * Takes a bound channel over.
     *
     * @throws IOException if there is no descriptor left; the channel is still open
     */
    static Listening over(ServerSocketChannel channel) throws IOException {
        return over(channel, false);
    }

    /**
     * As {@link #over(ServerSocketChannel)}.
     *
     * @param lent whether it is somebody else's, who goes on with it: then it is never closed
     */
    static Listening over(ServerSocketChannel channel, boolean lent) throws IOException {
        channel.configureBlocking(false);
        Selector selector = Selector.open();
        try {
            channel.register(selector, SelectionKey.OP_ACCEPT);
            return new Listening(channel, selector, lent);
        } catch (IOException | RuntimeException e) {
            selector.close();
            throw e;
        }
    }

    /**
     * Waits for a connection; an interrupt changes nothing.
     *
     * @return null after {@link #leave}, when nobody waits any longer
     * @throws ClosedChannelException if it was closed
     */
    @Nullable SocketChannel accept() throws IOException {
        try {
            while (true) {
                boolean last = leaving;
                if (last) {
                    letGo();
                }
                SocketChannel accepted = channel.accept();
                if (accepted != null) {
                    return accepted;
                }
                if (last) {
                    // At once, in this thread: whoever the kernel lets in from now on is lost.
                    close();
                    return null;
                }
                selector.select(key -> {});
                if (Thread.interrupted()) {
                    // Nobody has a reason to; with the flag set, no wait would last.
                    LOG.log(DEBUG, "an acceptor was interrupted, and goes on");
                }
            }
        } catch (ClosedSelectorException e) {
            ClosedChannelException closed = new ClosedChannelException();
            closed.initCause(e);
            throw closed;
        }
    }

    /** A registered channel would close only with its key. */
    private void letGo() throws IOException {
        SelectionKey key = channel.keyFor(selector);
        if (key != null) {
            key.cancel();
            selector.selectNow();
        }
    }

    /**
     * Lets {@link #accept} return null, and close the channel, when the queue is empty. Any thread.
     */
    void leave() {
        leaving = true;
        if (selector.isOpen()) {
            selector.wakeup();
        }
    }

    boolean isOpen() {
        return channel.isOpen() && selector.isOpen();
    }

    /** Closes the channel, and lets a thread that waits fail. Any thread. */
    @Override
    public void close() throws IOException {
        try {
            if (!lent) {
                channel.close();
            }
        } finally {
            // A registered channel lets go of its address only with its key.
            selector.close();
        }
    }
}
