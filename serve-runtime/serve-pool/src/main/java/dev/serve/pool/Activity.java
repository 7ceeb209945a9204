package dev.serve.pool;

import dev.serve.api.config.PoolConfig;
import dev.serve.api.pool.CloseReason;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * What a connection is doing, and since when: told by the connection as it goes, looked at by the
 * reaper. Every time is of one clock as {@link System#nanoTime}.
 *
 * <p>Each field is written by one thread at a time and read by the reaper at any moment, so they
 * are volatile and there is no lock on the byte path. A phase is written after its time, and read
 * before it, so that no phase is ever judged by a time older than its own.
 */
public final class Activity {

    private static final long NEVER = Long.MIN_VALUE;

    private final LongSupplier nanoTime;
    private volatile Phase phase;
    private volatile long since;
    private volatile long readingSince = NEVER;
    private volatile long writingSince = NEVER;

    Activity(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.since = nanoTime.getAsLong();
        this.phase = Phase.SILENT;
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
        MULTIPLEXED
    }

    private void enter(Phase next) {
        since = nanoTime.getAsLong();
        phase = next;
    }

    /** A TLS handshake begins. */
    public void handshakeBegins() {
        enter(Phase.HANDSHAKE);
    }

    /** The handshake has ended, and the first byte of a protocol is awaited. */
    public void handshakeEnds() {
        enter(Phase.SILENT);
    }

    /** The owner is about to wait for bytes. */
    public void readBegins() {
        readingSince = nanoTime.getAsLong();
    }

    /** Bytes have come, or the wait has failed. */
    public void readEnds() {
        readingSince = NEVER;
        switch (phase) {
            case SILENT, IDLE -> enter(Phase.HEAD);
            case HANDSHAKE, HEAD, REQUEST, MULTIPLEXED -> {
                // A head's clock runs from its first byte, a body has the clock of each wait, and
                // frames
                // without a stream, such as pings, keep nothing alive.
            }
        }
    }

    /** Bytes are about to be written. */
    public void writeBegins() {
        writingSince = nanoTime.getAsLong();
    }

    /** The bytes are with the kernel, or the write has failed. */
    public void writeEnds() {
        writingSince = NEVER;
    }

    /** The connection carries several requests at a time, as HTTP/2 does. */
    public void multiplexes() {
        if (phase != Phase.MULTIPLEXED) {
            enter(Phase.MULTIPLEXED);
        }
    }

    /** A request is complete to its head and goes to a handler. */
    void requestBegins() {
        if (phase != Phase.MULTIPLEXED) {
            enter(Phase.REQUEST);
        }
    }

    /** No request is in flight any longer. */
    void requestsEnded() {
        enter(phase == Phase.MULTIPLEXED ? Phase.MULTIPLEXED : Phase.IDLE);
    }

    /**
     * The deadline that has passed, if one has.
     *
     * @param nowNanos now
     * @param inFlight requests in flight
     */
    Optional<CloseReason> overdue(long nowNanos, PoolConfig limits, int inFlight) {
        long writing = writingSince;
        if (writing != NEVER && passed(writing, nowNanos, limits.writeTimeout())) {
            return Optional.of(CloseReason.WRITE_TIMEOUT);
        }
        Phase now = phase;
        long began = since;
        return switch (now) {
            case HANDSHAKE ->
                    after(
                            began,
                            nowNanos,
                            limits.handshakeTimeout(),
                            CloseReason.HANDSHAKE_TIMEOUT);
            case SILENT ->
                    after(
                            began,
                            nowNanos,
                            limits.connectionTimeout(),
                            CloseReason.CONNECTION_TIMEOUT);
            case HEAD ->
                    after(began, nowNanos, limits.headersTimeout(), CloseReason.HEADERS_TIMEOUT);
            case REQUEST -> {
                long reading = readingSince;
                yield reading == NEVER
                        ? Optional.empty()
                        : after(reading, nowNanos, limits.bodyTimeout(), CloseReason.BODY_TIMEOUT);
            }
            case IDLE ->
                    after(
                            began,
                            nowNanos,
                            limits.keepAliveTimeout(),
                            CloseReason.KEEP_ALIVE_TIMEOUT);
            case MULTIPLEXED ->
                    inFlight > 0
                            ? Optional.empty()
                            : after(
                                    began,
                                    nowNanos,
                                    limits.keepAliveTimeout(),
                                    CloseReason.KEEP_ALIVE_TIMEOUT);
        };
    }

    private static Optional<CloseReason> after(
            long began, long nowNanos, Duration limit, CloseReason reason) {
        return passed(began, nowNanos, limit) ? Optional.of(reason) : Optional.empty();
    }

    private static boolean passed(long began, long nowNanos, Duration limit) {
        return nowNanos - began >= limit.toNanos();
    }
}
