package dev.serve.websocket.session;

import dev.serve.api.config.Rate;
import dev.serve.api.config.WebSocketConfig;
import dev.serve.api.websocket.WebSocketClose;
import dev.serve.websocket.frame.FrameWriter;
import dev.serve.websocket.frame.Opcode;
import dev.serve.websocket.frame.WebSocketFailure;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Optional;

/**
 * Signs of life of one peer, and what is due when they fail to come. Marks are times of {@link
 * System#nanoTime}, written by the session's threads and read by {@link Sessions#sweep}; a mark
 * that is seen a little late does no harm.
 */
final class Pulse {

    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    /** Never a mark: {@link #mark} avoids it. */
    private static final long NONE = 0;

    private final Session session;
    private volatile long heard = mark();
    private volatile long message = mark();
    private volatile long frameWaits;
    private volatile long pinged;
    private volatile long lastPing;
    private volatile long closing;
    private volatile long roundTrip = -1;

    /** Of control frames: the second that is counted, and how many; the reader's own. */
    private long countedSince;

    private int counted;

    Pulse(Session session) {
        this.session = session;
    }

    private static long mark() {
        return System.nanoTime() | 1;
    }

    void heard() {
        heard = mark();
    }

    void message() {
        message = mark();
    }

    /** Who reads is about to wait. */
    void waits(boolean withinFrame) {
        if (withinFrame) {
            frameWaits = mark();
        } else if (frameWaits != NONE) {
            frameWaits = NONE;
        }
    }

    void closeBegins() {
        closing = mark();
    }

    /** A control frame has come. */
    void control(Rate most) throws WebSocketFailure {
        long now = System.nanoTime();
        if (counted == 0 || now - countedSince > most.per().toNanos()) {
            countedSince = now;
            counted = 0;
        }
        if (++counted > most.count()) {
            throw new WebSocketFailure(WebSocketClose.POLICY, "too many control frames");
        }
    }

    /** A pong has come; ours when it carries the time of the last ping. */
    void pong(byte[] payload) {
        if (payload.length == Long.BYTES && (long) LONGS.get(payload, 0) == lastPing) {
            roundTrip = System.nanoTime() - lastPing;
            session.progress().roundTrip(roundTrip);
        }
    }

    Optional<Duration> roundTrip() {
        long known = roundTrip;
        return known < 0 ? Optional.empty() : Optional.of(Duration.ofNanos(known));
    }

    /**
     * Does what is due.
     *
     * @param asks whether whoever has been silent since the last heartbeat is asked too
     */
    void check(long now, boolean asks) {
        WebSocketConfig config = session.settings().config();
        if (closing != NONE) {
            if (isOver(closing, now, config.closeTimeout())) {
                session.cut(new IOException("the peer did not close within close-timeout"));
            }
            return;
        }
        if (frameWaits != NONE && isOver(frameWaits, now, session.settings().bodyTimeout())) {
            session.cut(new IOException("a frame was left half sent for body-timeout"));
            return;
        }
        Duration idle = config.idleTimeout();
        if (idle != null && isOver(message, now, idle)) {
            session.close(WebSocketClose.GOING_AWAY, "idle");
            return;
        }
        if (pinged != NONE && (heard - pinged > 0 || session.receiver().isBehind())) {
            pinged = NONE;
        }
        if (pinged != NONE) {
            if (isOver(pinged, now, config.pongTimeout())) {
                session.cut(new IOException("no pong came within pong-timeout"));
            }
        } else if (isOver(heard, now, config.pingInterval())
                || (asks && isOver(heard, now, config.heartbeatInterval()))) {
            ping();
        }
    }

    private static boolean isOver(long since, long now, Duration most) {
        return now - since > most.toNanos();
    }

    private void ping() {
        long now = mark();
        byte[] payload = new byte[Long.BYTES];
        LONGS.set(payload, 0, now);
        lastPing = now;
        pinged = now;
        session.outbox().putControl(Outgoing.frame(FrameWriter.FIN | Opcode.PING, payload));
    }
}
