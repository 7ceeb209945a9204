package dev.serve.server.wire;

import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.concurrent.locks.LockSupport;

/**
 * Wakes the readers of one selector whose time is up. A timed park of a virtual thread wakes the
 * JDK's timer thread twice, which on a busy connection is more work than its request; so a reader
 * with time to spare parks without limit and leaves its deadline here to be looked at. One virtual
 * thread, parked while nobody has a deadline.
 */
final class Alarm implements Runnable {

    /** Between two looks, in nanoseconds; of what is left a reader parks for itself below twice. */
    static final long ROUND = 200_000_000;

    private final Selector selector;
    private final Thread thread;

    /**
     * Whether somebody has a deadline. A reader writes its deadline before it looks at this, the
     * alarm clears this before it looks at the deadlines: one of them sees the other.
     */
    private volatile boolean wanted;

    Alarm(String name, Selector selector) {
        this.selector = selector;
        this.thread = Thread.ofVirtual().name(name).unstarted(this);
    }

    void start() {
        thread.start();
    }

    /** A registered transport has a deadline. */
    void want() {
        if (!wanted) {
            wanted = true;
            LockSupport.unpark(thread);
        }
    }

    @Override
    public void run() {
        while (selector.isOpen()) {
            if (wanted) {
                LockSupport.parkNanos(this, ROUND);
                wanted = false;
                look(System.nanoTime());
            } else {
                LockSupport.park(this);
            }
        }
    }

    private void look(long now) {
        boolean any = false;
        try {
            for (SelectionKey key : selector.keys()) {
                any |= ((SelectorTransport) key.attachment()).looksAtTheTime(now);
            }
        } catch (ClosedSelectorException e) {
            return;
        }
        if (any) {
            wanted = true;
        }
    }

    /** After the selector is closed. */
    void end() throws InterruptedException {
        LockSupport.unpark(thread);
        thread.join();
    }
}
