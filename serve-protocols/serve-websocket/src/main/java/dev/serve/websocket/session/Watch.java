package dev.serve.websocket.session;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Sees which handlers take long, so that somebody else reads for their sessions meanwhile. A
 * handler is run by the thread that has read its message, which costs no switch of threads; it
 * signs in here before and out after. A virtual thread looks around every {@value #ROUND_MILLIS} ms
 * while anybody is signed in: who was there in the round before is relieved of reading.
 */
final class Watch {

    /** The one of this process: it holds nothing while no handler runs. */
    static final Watch SHARED = new Watch();

    private static final int ROUND_MILLIS = 2;
    private static final int PLACES = 1024;
    private static final int TRIES = 4;

    /** Rounds with nobody there before the watching thread ends. */
    private static final int PATIENCE = 50;

    private final AtomicReferenceArray<@Nullable Receiver> places =
            new AtomicReferenceArray<>(PLACES);

    /**
     * Where a receiver was in the last round, and how often it had signed in; the watcher's own.
     */
    private final @Nullable Receiver[] seen = new @Nullable Receiver[PLACES];

    private final int[] turns = new int[PLACES];
    private volatile boolean watching;

    private Watch() {}

    /**
     * Signs in.
     *
     * @return the place, for {@link #leave}; -1 if there is none, who must be relieved at once
     */
    int enter(Receiver receiver) {
        int at = System.identityHashCode(receiver);
        for (int i = 0; i < TRIES; i++) {
            int place = (at + i) & (PLACES - 1);
            if (places.getPlain(place) == null && places.compareAndSet(place, null, receiver)) {
                if (!watching) {
                    startWatching();
                }
                return place;
            }
        }
        return -1;
    }

    /** Signs out. */
    void leave(int place) {
        if (place >= 0) {
            places.setRelease(place, null);
        }
    }

    private void startWatching() {
        synchronized (this) {
            if (watching) {
                return;
            }
            watching = true;
        }
        Thread.ofVirtual().name("serve-websocket-watch").start(this::watch);
    }

    private void watch() {
        int quiet = 0;
        while (true) {
            LockSupport.parkNanos(ROUND_MILLIS * 1_000_000L);
            quiet = round() ? 0 : quiet + 1;
            if (quiet > PATIENCE) {
                watching = false;
                // Who signed in before that was seen as watched must not be left alone.
                if (!round()) {
                    return;
                }
                synchronized (this) {
                    if (watching) {
                        return;
                    }
                    watching = true;
                }
                quiet = 0;
            }
        }
    }

    private boolean round() {
        boolean anybody = false;
        for (int place = 0; place < PLACES; place++) {
            Receiver receiver = places.getAcquire(place);
            if (receiver == null) {
                seen[place] = null;
                continue;
            }
            anybody = true;
            int turn = receiver.turn();
            if (receiver == seen[place] && turn == turns[place]) {
                receiver.relieve(turn);
            }
            seen[place] = receiver;
            turns[place] = turn;
        }
        return anybody;
    }
}
