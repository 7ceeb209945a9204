package dev.serve.websocket.session;

import dev.serve.api.spi.Wire;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Who reads for a session. While its handlers are quick, the session's own thread does, and runs
 * them in between. When one takes its time (see {@link Watch}), a second thread reads on, so that
 * pings are answered and a close is seen; it hands over what comes through a bounded queue, and
 * leaves again when the handlers have caught up.
 */
final class Receiver {

    /** How often a second reader looks whether it is still needed. */
    private static final long LOOK_NANOS = 200_000_000;

    private static final int MOST_WAITING = 64;
    private static final int MOST_BYTES = 1 << 20;

    /** Added to {@link #state} with each message: the bit below says who reads. */
    private static final int TURN = 2;

    private static final int RELIEVED = 1;

    /** Read by nobody: the second reader has left. */
    static final Inbound LEFT = Inbound.bytes(Inbound.Kind.PONG, new byte[0], true);

    private final Session session;
    private final Incoming incoming;

    /** Number of the message in work; odd once a second thread reads. */
    private final AtomicInteger state = new AtomicInteger();

    private volatile @Nullable Thread reader;
    private int place = -1;

    /** Whether the session's own thread has seen its end. */
    private boolean over;

    /** Whether the session's own thread is to read whatever comes next. */
    private boolean turnTaken;

    /** What a rest has met, for the read after it: a wire need not say it twice. */
    private boolean inputEnded;

    private @Nullable IOException problem;

    /** Guarded by this object's monitor, with what follows. */
    private @Nullable Queue<Inbound> waiting;

    private long waitingBytes;
    private boolean ownWaits;
    private boolean ended;

    Receiver(Session session, Incoming incoming) {
        this.session = session;
        this.incoming = incoming;
    }

    /** Whether the caller reads, and will flush before it waits. */
    boolean isReader() {
        return reader == Thread.currentThread();
    }

    int turn() {
        return state.get();
    }

    /** Waits for what {@link #next} is to read, if that will have to wait in its own thread. */
    void rest(Wire wire) {
        if (over || wire.available() > 0) {
            return;
        }
        Watch.SHARED.leave(place);
        place = -1;
        int now = state.get();
        if ((now & RELIEVED) != 0 || !state.compareAndSet(now, now + TURN)) {
            return;
        }
        turnTaken = true;
        reader = Thread.currentThread();
        session.flush();
        session.pulse().waits(false);
        try {
            inputEnded = !wire.more(Long.MAX_VALUE);
        } catch (IOException e) {
            problem = e;
        }
    }

    /** The next for the handler, for the session's own thread; null when the session has ended. */
    @Nullable Inbound next() {
        if (turnTaken) {
            turnTaken = false;
            return read();
        }
        Watch.SHARED.leave(place);
        place = -1;
        if (over) {
            return null;
        }
        int now = state.get();
        if ((now & RELIEVED) != 0 || !state.compareAndSet(now, now + TURN)) {
            Inbound handed = handedOver();
            if (handed != null) {
                return handed;
            }
            if (ended()) {
                over = true;
                return null;
            }
        }
        return read();
    }

    /** Reads in the session's own thread, and signs in for the handler that follows. */
    private @Nullable Inbound read() {
        reader = Thread.currentThread();
        Inbound received = session.read(incoming);
        if (received == null) {
            over = true;
        } else {
            handlerBegins();
        }
        return received;
    }

    /** A handler of the session's own thread begins; also before the first message. */
    void handlerBegins() {
        reader = Thread.currentThread();
        place = Watch.SHARED.enter(this);
        if (place < 0) {
            relieve(state.get());
        }
    }

    /** From a second reader; null if there is none any longer. */
    private synchronized @Nullable Inbound handedOver() {
        while (true) {
            Inbound handed = waiting == null ? null : waiting.poll();
            if (handed != null) {
                waitingBytes -= handed.cost();
                notifyAll();
                return handed;
            }
            if (ended || (state.get() & RELIEVED) == 0) {
                return null;
            }
            ownWaits = true;
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                session.interrupted();
                return null;
            } finally {
                ownWaits = false;
            }
        }
    }

    private synchronized boolean ended() {
        return ended;
    }

    private synchronized void end() {
        ended = true;
        notifyAll();
    }

    /** Has a second thread read, unless the handler of that turn has returned. */
    void relieve(int turn) {
        if ((turn & RELIEVED) == 0 && state.compareAndSet(turn, turn | RELIEVED)) {
            Thread.ofVirtual().name("serve-websocket-reader-" + session.id()).start(this::readOn);
        }
    }

    @SuppressWarnings("ReferenceEquality") // one object that stands for nothing
    private static boolean isLeft(@Nullable Inbound received) {
        return received == LEFT;
    }

    private void readOn() {
        reader = Thread.currentThread();
        session.flush();
        while (true) {
            Inbound received = session.read(incoming);
            if (isLeft(received)) {
                return;
            }
            if (received == null) {
                end();
                return;
            }
            synchronized (this) {
                Queue<Inbound> queue = waiting;
                if (queue == null) {
                    queue = new ArrayDeque<>();
                    waiting = queue;
                }
                while (!ended && (queue.size() >= MOST_WAITING || waitingBytes > MOST_BYTES)) {
                    try {
                        wait();
                    } catch (InterruptedException e) {
                        session.interrupted();
                        return;
                    }
                }
                queue.add(received);
                waitingBytes += received.cost();
                notifyAll();
            }
        }
    }

    /** Whether the handler is so far behind that nothing more is read. */
    synchronized boolean isBehind() {
        Queue<Inbound> queue = waiting;
        return queue != null && (queue.size() >= MOST_WAITING || waitingBytes > MOST_BYTES);
    }

    /** Waits as long as it takes, or, on a second reader, until that is no longer needed. */
    Incoming.Wait await(WaitForBytes wait, boolean withinFrame) throws IOException {
        if (problem != null) {
            throw problem;
        }
        if (inputEnded) {
            return Incoming.Wait.END;
        }
        if ((state.get() & RELIEVED) == 0) {
            return wait.forBytes(Long.MAX_VALUE) ? Incoming.Wait.BYTES : Incoming.Wait.END;
        }
        while (withinFrame || !leaves()) {
            try {
                return wait.forBytes(LOOK_NANOS) ? Incoming.Wait.BYTES : Incoming.Wait.END;
            } catch (SocketTimeoutException e) {
                // Nothing came: it may no longer be needed.
            }
        }
        return Incoming.Wait.LEAVE;
    }

    /** Gives reading back to the session's own thread if that has nothing else to do. */
    private synchronized boolean leaves() {
        if (!ownWaits || (waiting != null && !waiting.isEmpty())) {
            return false;
        }
        waiting = null;
        state.set((state.get() & ~RELIEVED) + TURN);
        notifyAll();
        return true;
    }

    /** Waits for bytes. */
    @FunctionalInterface
    interface WaitForBytes {

        /** False at the end of input. */
        boolean forBytes(long timeoutNanos) throws IOException;
    }
}
