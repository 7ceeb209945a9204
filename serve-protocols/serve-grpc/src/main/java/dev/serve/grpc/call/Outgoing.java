package dev.serve.grpc.call;

import dev.serve.api.spi.TakenStream;
import io.helidon.http.Headers;
import io.helidon.http.WritableHeaders;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * What a call sends: head, messages, trailers. While some of it is on its way, what is sent
 * gathers, and then leaves together: many small messages share one frame of DATA. A call that
 * answers with one message sends it along with its head and its trailers.
 *
 * <p>Nobody waits here for the client, but for a virtual thread that sends on and on although
 * {@link #isReady} says no: it is held up when a mebibyte waits. Any thread may send, one at a
 * time; all fields are guarded by this object's monitor, and nothing is called under it.
 */
final class Outgoing {

    private static final Headers NO_FIELDS = WritableHeaders.create();
    private static final byte[] NOTHING = {};
    private static final int FULL = 16 * 1024;
    private static final int MOST_AT_ONCE = 64 * 1024;
    private static final int MOST = 1 << 20;

    private final TakenStream stream;
    private final boolean waitsForEnd;
    private final Runnable changed;
    private final Deque<byte[]> queue = new ArrayDeque<>();
    private int threshold = 32 * 1024;

    /** Bytes in the queue and on their way. */
    private int waiting;

    private int onTheWay;
    private boolean headWaits;
    private boolean busy;
    private boolean flusher;
    private boolean lost;
    private boolean over;
    private @Nullable Headers end;

    /**
     * Nothing is sent yet.
     *
     * @param waitsForEnd whether everything leaves together
     * @param changed told when {@link #isReady} says yes again, and when {@link #isOver} does
     */
    Outgoing(TakenStream stream, boolean waitsForEnd, Runnable changed) {
        this.stream = stream;
        this.waitsForEnd = waitsForEnd;
        this.changed = changed;
    }

    synchronized void threshold(int bytes) {
        if (bytes <= 0) {
            throw new IllegalArgumentException("threshold: " + bytes + " (expected: 1 or more)");
        }
        threshold = bytes;
    }

    synchronized boolean isReady() {
        return !lost && end == null && waiting < threshold;
    }

    /** Begins the answer; {@link #flushSoon} is to follow. */
    void begin(Headers fields) throws IOException {
        stream.begin(fields);
        synchronized (this) {
            headWaits = true;
        }
    }

    /** Sends a message, its head included. */
    void send(byte[] message) {
        boolean full;
        synchronized (this) {
            if (lost || end != null) {
                return;
            }
            queue.add(message);
            waiting += message.length;
            full = waiting >= FULL;
        }
        if (full && !waitsForEnd) {
            flush();
            holdUp();
        } else {
            flushSoon();
        }
    }

    private void holdUp() {
        if (!Thread.currentThread().isVirtual()) {
            return;
        }
        boolean interrupted = false;
        synchronized (this) {
            while (waiting > MOST && !lost && end == null && !interrupted) {
                try {
                    wait();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Whoever sends may go on sending, or wait for something: another thread sees to it that what
     * is gathered until then leaves.
     */
    void flushSoon() {
        synchronized (this) {
            if (waitsForEnd || busy || flusher) {
                return;
            }
            flusher = true;
        }
        Thread.ofVirtual().name("serve-grpc-flush").start(this::flushNow);
    }

    private void flushNow() {
        synchronized (this) {
            flusher = false;
        }
        flush();
    }

    /** Sends what is gathered, unless something is on its way; that will take it along. */
    void flush() {
        if (!waitsForEnd) {
            next(false);
        }
    }

    /** Answers with a head alone. */
    void headOnly(Headers fields) throws IOException {
        stream.begin(fields);
        synchronized (this) {
            headWaits = true;
            end = NO_FIELDS;
        }
        next(false);
    }

    /** Ends the answer after what was sent. */
    void end(Headers trailers) {
        synchronized (this) {
            if (lost || end != null) {
                return;
            }
            end = trailers;
            notifyAll();
        }
        next(false);
    }

    /** Nothing arrives any longer. */
    void lose() {
        synchronized (this) {
            lost = true;
            queue.clear();
            notifyAll();
        }
        changed.run();
    }

    /** Whether nothing is left to be given to the stream. */
    synchronized boolean isOver() {
        return lost || over;
    }

    private void sent() {
        next(true);
    }

    /** Sends the next part, if there is one and nothing is on its way. */
    private void next(boolean arrived) {
        byte[] bytes;
        Headers last;
        boolean nowReady;
        synchronized (this) {
            boolean before = isReady();
            if (arrived) {
                busy = false;
                waiting -= onTheWay;
                onTheWay = 0;
                notifyAll();
            }
            nowReady = !before && isReady();
            if (busy || lost || (queue.isEmpty() && !headWaits && end == null)) {
                bytes = null;
                last = null;
            } else {
                bytes = gathered();
                last = queue.isEmpty() ? end : null;
                headWaits = false;
                busy = true;
                onTheWay = bytes.length;
            }
        }
        if (bytes != null) {
            post(bytes, last);
        }
        if (nowReady || last != null) {
            changed.run();
        }
    }

    private void post(byte[] bytes, @Nullable Headers last) {
        try {
            if (last == null) {
                stream.post(bytes, 0, bytes.length, this::sent);
            } else {
                stream.postEnd(bytes, 0, bytes.length, last);
                synchronized (this) {
                    over = true;
                }
            }
        } catch (IOException e) {
            lose();
        }
    }

    /** Whole messages, as many as go into one piece; the lock is held. */
    private byte[] gathered() {
        if (queue.isEmpty()) {
            return NOTHING;
        }
        byte[] first = queue.remove();
        if (queue.isEmpty()) {
            return first;
        }
        int size = first.length;
        for (byte[] message : queue) {
            if (size + message.length > MOST_AT_ONCE) {
                break;
            }
            size += message.length;
        }
        byte[] all = new byte[size];
        System.arraycopy(first, 0, all, 0, first.length);
        for (int at = first.length; at < size; ) {
            byte[] message = queue.remove();
            System.arraycopy(message, 0, all, at, message.length);
            at += message.length;
        }
        return all;
    }

    /** The trailers of an answer that has none. */
    static Headers none() {
        return NO_FIELDS;
    }
}
