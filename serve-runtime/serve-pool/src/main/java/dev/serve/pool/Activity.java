package dev.serve.pool;

import dev.serve.api.config.PoolConfig;
import dev.serve.api.pool.CloseReason;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What a connection is doing, and since when: told by the connection as it goes, looked at by the
 * reaper. Every time is of one clock as {@link System#nanoTime}.
 *
 * <p>Each field is written by one thread at a time and read by the reaper at any moment. A phase is
 * published after its time, and read before it, so that no phase is ever judged by a time older
 * than its own. Who may answer a request is the one thing that two sides change: it is one word
 * with the number of the request, so that a judgement of one request never falls on the next.
 */
final class Activity {

    static final long NEVER = Long.MIN_VALUE;

    private static final long NOBODY = 0;
    private static final long ENGINE = 1;
    private static final long POOL = 2;
    private static final long WHO = 3;

    private static final VarHandle PHASE = handle("phase", Phase.class);
    private static final VarHandle SINCE = handle("since", long.class);
    private static final VarHandle ANSWER = handle("answer", long.class);

    private final LongSupplier nanoTime;
    private final BodyPace body = new BodyPace();
    private volatile Phase phase = Phase.SILENT;
    private volatile long since;

    /** Number of the request, and in the last two bits who answers it. */
    private volatile long answer;

    private volatile long writingSince = NEVER;
    private volatile boolean bodyOpen;

    /** Whether whoever reads waits for no body; of the request in work. */
    private volatile boolean watching;

    // The reaper's own: what it has read when it last judged.
    private long judged;

    Activity(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.since = nanoTime.getAsLong();
    }

    private enum Phase {
        /** The TLS handshake. */
        HANDSHAKE,
        /** No byte of a protocol yet. */
        SILENT,
        /** The head of an HTTP/1.1 request has begun. */
        HEAD,
        /** A request is in a handler's hands. */
        REQUEST,
        /** Between requests. */
        IDLE,
        /** Several requests at a time; idle when none is in flight. */
        MULTIPLEXED,
        /** A protocol that keeps its own deadlines, such as WebSocket. */
        SESSION
    }

    private static VarHandle handle(String field, Class<?> type) {
        try {
            return MethodHandles.lookup().findVarHandle(Activity.class, field, type);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private void enter(Phase next, long nowNanos) {
        SINCE.setOpaque(this, nowNanos);
        PHASE.setRelease(this, next);
    }

    void handshakeBegins() {
        enter(Phase.HANDSHAKE, nanoTime.getAsLong());
    }

    /** Nothing of a protocol has come yet: at the end of a handshake or of a proxy's header. */
    void fallsSilent() {
        enter(Phase.SILENT, nanoTime.getAsLong());
    }

    void waitsToRead() {
        if (phase == Phase.REQUEST && !watching) {
            body.waits(nanoTime.getAsLong());
        }
    }

    void received(int bytes) {
        switch (phase) {
            case SILENT, IDLE -> {
                if (bytes > 0) {
                    enter(Phase.HEAD, nanoTime.getAsLong());
                }
            }
            case REQUEST -> bodyCame(bytes);
            case HANDSHAKE, HEAD, MULTIPLEXED, SESSION -> {
                // A head's clock runs from its first byte, and frames without a stream, such as
                // pings, keep nothing alive.
            }
        }
    }

    private void bodyCame(int bytes) {
        body.came(bytes);
        if (body.waitingSince() != NEVER) {
            body.goesOn(nanoTime.getAsLong());
        }
    }

    void waitsToWrite() {
        writingSince = nanoTime.getAsLong();
    }

    void sent() {
        if (writingSince != NEVER) {
            writingSince = NEVER;
        }
    }

    void multiplexes() {
        if (phase != Phase.MULTIPLEXED) {
            enter(Phase.MULTIPLEXED, nanoTime.getAsLong());
        }
    }

    void holdsSession() {
        enter(Phase.SESSION, nanoTime.getAsLong());
    }

    void headBegins() {
        if (phase == Phase.SILENT || phase == Phase.IDLE) {
            enter(Phase.HEAD, nanoTime.getAsLong());
        }
    }

    void watchesClient() {
        watching = true;
    }

    void bodyBegins() {
        bodyOpen = true;
    }

    void bodyEnds() {
        bodyOpen = false;
    }

    /** A request is complete to its head and goes to a handler; returns now. */
    long requestBegins() {
        long now = nanoTime.getAsLong();
        if (phase != Phase.MULTIPLEXED) {
            body.begins();
            if (watching) {
                watching = false;
            }
            SINCE.setOpaque(this, now);
            ANSWER.setRelease(this, (answer & ~WHO) + WHO + 1);
            PHASE.setRelease(this, Phase.REQUEST);
        }
        return now;
    }

    /** See {@link dev.serve.api.spi.ConnectionObserver#answerBegins}. */
    boolean answerBegins() {
        if (phase == Phase.MULTIPLEXED) {
            return true;
        }
        long seen = answer;
        return switch ((int) (seen & WHO)) {
            case (int) ENGINE -> true;
            case (int) POOL -> false;
            default -> ANSWER.compareAndSet(this, seen, seen | ENGINE);
        };
    }

    /** No request or stream is in work any longer. */
    void fallsIdle(long nowNanos) {
        switch (phase) {
            case MULTIPLEXED -> enter(Phase.MULTIPLEXED, nowNanos);
            case SESSION -> enter(Phase.SESSION, nowNanos);
            case HANDSHAKE, SILENT, HEAD, REQUEST, IDLE -> {
                bodyOpen = false;
                body.ends();
                enter(Phase.IDLE, nowNanos);
            }
        }
    }

    /**
     * The deadline that has passed; null if none has. One caller at a time.
     *
     * @param inWork requests or streams in work
     */
    @Nullable CloseReason overdue(long nowNanos, PoolConfig limits, int inWork) {
        long writing = writingSince;
        if (writing != NEVER && passed(writing, nowNanos, limits.writeTimeout())) {
            return CloseReason.WRITE_TIMEOUT;
        }
        long word = answer;
        Phase now = phase;
        long began = since;
        judged = word;
        return switch (now) {
            case HANDSHAKE ->
                    passed(began, nowNanos, limits.handshakeTimeout())
                            ? CloseReason.HANDSHAKE_TIMEOUT
                            : null;
            case SILENT ->
                    passed(began, nowNanos, limits.connectionTimeout())
                            ? CloseReason.CONNECTION_TIMEOUT
                            : null;
            case HEAD ->
                    passed(began, nowNanos, limits.headersTimeout())
                            ? CloseReason.HEADERS_TIMEOUT
                            : null;
            case REQUEST -> overdueRequest(word, began, nowNanos, limits);
            case IDLE -> idle(began, nowNanos, limits);
            case MULTIPLEXED -> inWork > 0 ? null : idle(began, nowNanos, limits);
            case SESSION -> null;
        };
    }

    private @Nullable CloseReason overdueRequest(
            long word, long began, long nowNanos, PoolConfig limits) {
        long reading = body.waitingSince();
        if (reading != NEVER && passed(reading, nowNanos, limits.bodyTimeout())) {
            return CloseReason.BODY_TIMEOUT;
        }
        if (body.isBelow(limits.minBodyRate(), nowNanos)) {
            return CloseReason.BODY_RATE;
        }
        return (word & WHO) == NOBODY && passed(began, nowNanos, limits.requestTimeout())
                ? CloseReason.REQUEST_TIMEOUT
                : null;
    }

    /** Takes the answer of the request that was judged last from its engine. */
    boolean takesAnswer() {
        return (judged & WHO) == NOBODY && ANSWER.compareAndSet(this, judged, judged | POOL);
    }

    /** Whether the request that was judged last is still in work. */
    boolean isInSameRequest() {
        return phase == Phase.REQUEST && (answer & ~WHO) == (judged & ~WHO);
    }

    /**
     * Since when a request has been in its handler's hands that the pool has answered in its place;
     * {@link #NEVER} if there is none.
     */
    long answeredInPlaceSince() {
        boolean answered = (answer & WHO) == POOL;
        long began = since;
        return answered && phase == Phase.REQUEST ? began : NEVER;
    }

    boolean isBodyOpen() {
        return bodyOpen || body.waitingSince() != NEVER;
    }

    private static @Nullable CloseReason idle(long began, long nowNanos, PoolConfig limits) {
        return passed(began, nowNanos, limits.keepAliveTimeout())
                ? CloseReason.KEEP_ALIVE_TIMEOUT
                : null;
    }

    private static boolean passed(long began, long nowNanos, Duration limit) {
        return nowNanos - began >= limit.toNanos();
    }
}
