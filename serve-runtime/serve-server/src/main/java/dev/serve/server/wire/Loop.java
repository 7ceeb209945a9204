package dev.serve.server.wire;

import static java.lang.System.Logger.Level.ERROR;

import java.io.IOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * One selector and the virtual thread that waits in it. It never reads or writes for a connection:
 * it tells the transport, whose own thread goes on.
 *
 * <p>The yield after each round is what makes it cheap: on its carrier every connection that was
 * just woken runs before the next look at the selector, so that a round finds many of them.
 */
final class Loop implements Runnable {

    private static final System.Logger LOG = System.getLogger(Loop.class.getName());
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final long PAUSE_NANOS = 10_000_000;

    private final Selector selector;
    private final Thread thread;
    private final Alarm alarm;

    /**
     * Whether changes at the selector need a wake-up to be seen: true from before it looks at them
     * until it has come back with events. Written by the loop alone.
     */
    private volatile boolean asleep;

    Loop(int number) throws IOException {
        this.selector = Selector.open();
        this.thread = Thread.ofVirtual().name("serve-loop-" + number).unstarted(this);
        this.alarm = new Alarm("serve-alarm-" + number, selector);
    }

    void start() {
        thread.start();
        alarm.start();
    }

    Alarm alarm() {
        return alarm;
    }

    // The yield is of speed alone; nothing depends on who runs next.
    @SuppressWarnings("ThreadPriorityCheck")
    @Override
    public void run() {
        while (selector.isOpen()) {
            try {
                asleep = true;
                selector.select(Loop::ready);
                asleep = false;
                Thread.yield();
            } catch (ClosedSelectorException e) {
                return;
            } catch (IOException | RuntimeException e) {
                LOG.log(ERROR, thread.getName() + ": its selector failed", e);
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    private static void ready(SelectionKey key) {
        SelectorTransport transport = (SelectorTransport) key.attachment();
        try {
            int ready = key.readyOps();
            if ((ready & SelectionKey.OP_READ) != 0) {
                transport.readable(key);
            }
            if ((ready & SelectionKey.OP_WRITE) != 0) {
                transport.writable(key);
            }
        } catch (CancelledKeyException e) {
            // Closed in the meantime, and who waits knows already.
            transport.wakeAll();
        }
    }

    SelectionKey register(SocketChannel channel, int operations, SelectorTransport transport)
            throws ClosedChannelException {
        try {
            SelectionKey key = channel.register(selector, operations, transport);
            wake();
            return key;
        } catch (ClosedSelectorException e) {
            ClosedChannelException closed = new ClosedChannelException();
            closed.initCause(e);
            throw closed;
        }
    }

    /** Makes the selector look at what has changed. */
    void wake() {
        if (asleep) {
            selector.wakeup();
        }
    }

    /** Aborts the connections that are left and ends the threads. */
    void close() {
        for (SelectionKey key : List.copyOf(selector.keys())) {
            ((SelectorTransport) key.attachment()).close();
        }
        try {
            selector.close();
            if (thread.getState() != Thread.State.NEW) {
                thread.join(PATIENCE);
                alarm.end();
            }
        } catch (IOException e) {
            LOG.log(ERROR, thread.getName() + ": its selector could not be closed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
