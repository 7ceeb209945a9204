package dev.serve.http.h2;

import dev.serve.api.spi.ConnectionObserver;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The streams of a connection that have not ended, and how many handlers are at work: a stream that
 * is reset has ended, its handler may not have. Of streams that have ended nothing is kept, but for
 * the numbers of the last few that we have cut short, on which frames may still be on their way.
 */
final class Streams {

    private static final int CUT_SHORT = 64;

    private final ConnectionObserver observer;
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger stranded = new AtomicInteger();
    private final AtomicInteger answered = new AtomicInteger();
    private final Map<Integer, Http2Stream> open = new HashMap<>(); // guarded by this
    private int[] cutShort = new int[0]; // guarded by this
    private int cuts; // guarded by this
    private volatile int count;
    private volatile int last;
    private volatile boolean sealed;
    private int skippedFrom;
    private int skippedTo;

    Streams(ConnectionObserver observer) {
        this.observer = observer;
    }

    @Nullable Http2Stream get(int id) {
        synchronized (this) {
            return open.get(id);
        }
    }

    /** How many have not ended. */
    int count() {
        return count;
    }

    /** Handlers at work. */
    AtomicInteger running() {
        return running;
    }

    /**
     * Handlers at work for streams that were cut short: they count against the limit of streams.
     */
    AtomicInteger stranded() {
        return stranded;
    }

    /** The highest number that a client has used; all lower ones are used up. */
    int last() {
        return last;
    }

    /** A client has used a number; by the thread that reads. */
    void uses(int id) {
        if (id > (last == 0 ? 1 : last + 2)) {
            skippedFrom = last;
            skippedTo = id;
        }
        last = id;
    }

    /** Whether a number was left out by the client, which it may not use any more. */
    boolean isSkipped(int id) {
        return id > skippedFrom && id < skippedTo;
    }

    /** Nothing new is taken from now on; the last number that was. */
    int seal() {
        sealed = true;
        return last;
    }

    boolean isSealed() {
        return sealed;
    }

    void opened(Http2Stream stream) {
        synchronized (this) {
            open.put(stream.id(), stream);
            count = open.size();
        }
        observer.streamOpens();
    }

    void closed(Http2Stream stream, boolean error) {
        synchronized (this) {
            open.remove(stream.id());
            count = open.size();
            if (count == 0) {
                notifyAll();
            }
        }
        stream.session().memory().give(stream.head().bytes());
        if (!error) {
            answered.incrementAndGet();
        }
        observer.streamCloses(error);
    }

    /** How many have ended well since somebody asked. */
    int takeAnswered() {
        return answered.get() == 0 ? 0 : answered.getAndSet(0);
    }

    /** A copy of those that have not ended. */
    List<Http2Stream> all() {
        synchronized (this) {
            return new ArrayList<>(open.values());
        }
    }

    /** Waits until every stream has ended. */
    synchronized void awaitNone() throws InterruptedException {
        while (!open.isEmpty()) {
            wait();
        }
    }

    /**
     * As {@link #awaitNone()}, for a limited time.
     *
     * @return whether every stream has ended
     */
    synchronized boolean awaitNone(long nanos) throws InterruptedException {
        long begin = System.nanoTime();
        for (long left = nanos; !open.isEmpty() && left > 0; ) {
            wait(left / 1_000_000 + 1);
            left = nanos - (System.nanoTime() - begin);
        }
        return open.isEmpty();
    }

    /** We have cut it short, and frames of it may be on their way. */
    synchronized void remember(int id) {
        if (cuts == cutShort.length && cuts < CUT_SHORT) {
            cutShort = Arrays.copyOf(cutShort, Math.max(4, 2 * cuts));
        }
        cutShort[cuts++ & cutShort.length - 1] = id;
    }

    synchronized boolean isCutShort(int id) {
        for (int known : cutShort) {
            if (known == id) {
                return true;
            }
        }
        return false;
    }
}
