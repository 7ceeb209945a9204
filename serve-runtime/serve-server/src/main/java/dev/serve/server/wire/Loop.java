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
import java.util.concurrent.atomic.AtomicBoolean;
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

    /** How long the loop looks again and again before it parks, when events have come soon. */
    private static final long LOOK_NANOS = 50_000;

    /** After a shorter time without events than this one the next ones are expected soon. */
    private static final long SOON_NANOS = 2 * LOOK_NANOS;

    /** A yield that takes longer has let others work. */
    private static final long WORK_NANOS = 2_000;

    /** How long it goes on before it lets others run. */
    private static final long BREATH_NANOS = 5_000_000;

    /** After so long without events it has been parked, and others had their turn. */
    private static final long PARKED_NANOS = 1_000_000;

    /** How long it looks at most. */
    private static final long MOST_NANOS = 500_000;

    /**
     * Whether one of the loops of this process looks. Two on one carrier would be work for each
     * other, and while one of them is in the carrier's queue, what other threads wake has to wait.
     */
    private static final AtomicBoolean LOOKS = new AtomicBoolean();

    private final Selector selector;
    private final Thread thread;
    private final Alarm alarm;

    /**
     * Whether changes at the selector need a wake-up to be seen: true from before it looks at them
     * until it has come back with events. Written by the loop alone.
     */
    private volatile boolean asleep;

    /** When others than those it wakes have last had their turn. */
    private long breathed = System.nanoTime();

    /** Since when nobody works and nothing comes, and how long that was the last time. */
    private long since;

    private long idle = Long.MAX_VALUE;

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
                since = System.nanoTime();
                breathe();
                if (!finds()) {
                    asleep = true;
                    selector.select(Loop::ready);
                    asleep = false;
                }
                long now = System.nanoTime();
                idle = now - since;
                if (idle > PARKED_NANOS) {
                    breathed = now;
                }
                Thread.yield();
            } catch (ClosedSelectorException e) {
                return;
            } catch (IOException | RuntimeException e) {
                LOG.log(ERROR, thread.getName() + ": its selector failed", e);
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    /**
     * Lets those run whom others than connections have woken or started. A carrier takes them only
     * when nobody in its own queue can run, and then first from the queue it took the last one
     * from: a loop that always finds events sees to it that it never comes to them, and they waited
     * for a second under load. A yield puts the loop behind those that were started on this
     * carrier, and the timer puts it behind those that a timer has woken.
     */
    @SuppressWarnings("ThreadPriorityCheck")
    private void breathe() {
        if (since - breathed >= BREATH_NANOS) {
            Thread.yield();
            LockSupport.parkNanos(this, 1);
            since = System.nanoTime();
            breathed = since;
        }
    }

    /**
     * Looks for events while others work on this carrier, and for a little longer if events have
     * come soon the last time. To park and to be woken is a chain of threads: dearer than a few
     * looks, and slow while the processor has work, because the first of them must get it.
     */
    @SuppressWarnings("ThreadPriorityCheck")
    private boolean looks() throws IOException {
        long patience = idle < SOON_NANOS ? LOOK_NANOS : 0;
        long end = since + MOST_NANOS;
        while (true) {
            if (selector.selectNow(Loop::ready) > 0) {
                return true;
            }
            long before = System.nanoTime();
            Thread.yield();
            long now = System.nanoTime();
            boolean worked = now - before > WORK_NANOS;
            if (worked) {
                since = now;
            }
            if (now - end >= 0 || (!worked && now - since >= patience)) {
                return false;
            }
        }
    }

    /** As {@link #looks}, for one loop at a time. */
    private boolean finds() throws IOException {
        if (LOOKS.get() || !LOOKS.compareAndSet(false, true)) {
            return false;
        }
        try {
            return looks();
        } finally {
            LOOKS.set(false);
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
