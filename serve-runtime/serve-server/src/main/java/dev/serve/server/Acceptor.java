package dev.serve.server;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Accepts the connections of one listening socket in a platform thread of its own, until the socket
 * is closed. An accept that fails (no descriptor left, a peer gone already) is logged and tried
 * again after a short pause; it never ends the loop.
 */
final class Acceptor implements Runnable {

    private static final System.Logger LOG = System.getLogger(Acceptor.class.getName());
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final String listener;
    private final ListenSocket socket;
    private final Consumer<SocketChannel> accepted;
    private final Thread thread;
    private volatile boolean closed;

    /**
     * An acceptor that hands each socket to {@code accepted}, in its thread; that must not block.
     */
    Acceptor(String listener, ListenSocket socket, Consumer<SocketChannel> accepted) {
        this.listener = listener;
        this.socket = socket;
        this.accepted = accepted;
        this.thread = Thread.ofPlatform().name("serve-" + listener + "-acceptor").unstarted(this);
    }

    void start() {
        thread.start();
    }

    @Override
    public void run() {
        while (!closed) {
            try {
                accepted.accept(socket.accept());
            } catch (ClosedChannelException e) {
                if (!closed) {
                    LOG.log(
                            ERROR,
                            "listener " + listener + ": its socket was closed by somebody else",
                            e);
                }
                return;
            } catch (IOException | RuntimeException e) {
                if (!closed) {
                    LOG.log(
                            WARNING,
                            "listener " + listener + ": a connection could not be accepted",
                            e);
                    LockSupport.parkNanos(PAUSE_NANOS);
                }
            }
        }
    }

    /** Closes the socket and waits for the thread to end; nothing is accepted afterwards. */
    void close() {
        closed = true;
        try {
            socket.close();
        } catch (IOException e) {
            LOG.log(WARNING, "listener " + listener + ": its socket could not be closed", e);
        }
        try {
            thread.join(TimeUnit.SECONDS.toMillis(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
