package dev.serve.websocket.session;

import dev.serve.api.config.WebSocketConfig;
import dev.serve.api.spi.Sweeper;
import dev.serve.api.websocket.WebSocketClose;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The open sessions of one listener: counts them, looks after them in one virtual thread that is
 * there while any is, and tells them of an end in batches. Thread-safe.
 */
public final class Sessions {

    /** How long a farewell that waits its turn may outlive its session. */
    private static final long TURN = 1_000_000_000;

    /** In nanoseconds, for all sessions together: Helidon's usual time for a stop. */
    private static final long HURRY = 500_000_000;

    /** After it, another stop has a time of its own. */
    private static final long PAUSE = 10 * HURRY;

    private final Sweeper<Session> open = new Sweeper<>("serve-websocket-sweeper", this::look);
    private final AtomicInteger count = new AtomicInteger();
    private final Turns farewells = new Turns();

    /** Until when a plain Helidon that stops waits for what its sessions have to say. */
    private final AtomicLong hurriedUntil = new AtomicLong(System.nanoTime() - PAUSE);

    private long lastHeartbeat = System.nanoTime();

    /** None yet. */
    public Sessions() {}

    /**
     * Lets a session in, until {@link #leave}.
     *
     * @param most how many may be open; null is no limit
     * @return false if there are too many
     */
    public boolean admit(@Nullable Integer most) {
        if (count.incrementAndGet() > (most == null ? Integer.MAX_VALUE : most)) {
            count.decrementAndGet();
            return false;
        }
        return true;
    }

    /** Looks after a session that was let in. */
    public void add(Session session) {
        open.add(session);
    }

    /** Looks no longer after a session: it has ended. */
    public void remove(Session session) {
        open.remove(session);
    }

    /** Who was let in is no longer there. */
    public void leave() {
        count.decrementAndGet();
    }

    private long look(Iterable<Session> sessions, long now) {
        long round = Long.MAX_VALUE;
        boolean asks = false;
        boolean first = true;
        for (Session session : sessions) {
            WebSocketConfig config = session.settings().config();
            if (first) {
                first = false;
                asks = now - lastHeartbeat >= config.heartbeatInterval().toNanos();
                if (asks) {
                    lastHeartbeat = now;
                }
            }
            session.pulse().check(now, asks);
            round = Math.min(round, shortest(session) / 8);
        }
        return round;
    }

    private static long shortest(Session session) {
        WebSocketConfig config = session.settings().config();
        Duration idle = config.idleTimeout();
        long shortest = session.settings().bodyTimeout().toNanos();
        shortest = Math.min(shortest, config.pingInterval().toNanos());
        shortest = Math.min(shortest, config.pongTimeout().toNanos());
        shortest = Math.min(shortest, config.closeTimeout().toNanos());
        shortest = Math.min(shortest, config.heartbeatInterval().toNanos());
        return idle == null ? shortest : Math.min(shortest, idle.toNanos());
    }

    /**
     * Closes a session with 1001, at its turn: so many a drain-interval as a drain-batch has,
     * evenly spread with some chance in it, so that clients do not come back all at once. On a
     * plain Helidon it is said at once, as Helidon interrupts the session after this call.
     */
    public void sayFarewell(Session session) {
        if (session.isOnPlainHelidon()) {
            hurry(session);
            return;
        }
        WebSocketConfig config = session.settings().config();
        long now = System.nanoTime();
        long delay =
                farewells.next(
                        now,
                        config.drainInterval().toNanos(),
                        config.drainBatch(),
                        ThreadLocalRandom.current().nextDouble());
        Thread.ofVirtual()
                .name("serve-websocket-farewell-" + session.id())
                .start(
                        () -> {
                            // In short turns: a session that has ended needs no farewell.
                            while (open.contains(session) && System.nanoTime() - now < delay) {
                                LockSupport.parkNanos(
                                        Math.min(TURN, delay - (System.nanoTime() - now)));
                            }
                            leave(session);
                        });
    }

    private void hurry(Session session) {
        long now = System.nanoTime();
        long until = hurriedUntil.updateAndGet(last -> now - last >= PAUSE ? now + HURRY : last);
        leave(session);
        session.awaitWritten(until);
    }

    private static void leave(Session session) {
        session.close(WebSocketClose.GOING_AWAY, "the server is going away");
    }
}
