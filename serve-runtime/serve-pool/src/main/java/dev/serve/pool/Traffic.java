package dev.serve.pool;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What has passed over one connection. Bytes are counted by the one thread that reads and the one
 * that writes, with stores that wait for nobody; requests and streams by any thread.
 */
final class Traffic {

    /** Requests so far stand above the 24 bits of those in flight, so that one add counts both. */
    private static final int IN_FLIGHT_BITS = 24;

    private static final long ONE_MORE = (1L << IN_FLIGHT_BITS) + 1;
    private static final long IN_FLIGHT = (1L << IN_FLIGHT_BITS) - 1;

    private static final VarHandle BYTES_IN = handle("bytesIn");
    private static final VarHandle BYTES_OUT = handle("bytesOut");
    private static final VarHandle LAST_IN = handle("lastIn");
    private static final VarHandle LAST_OUT = handle("lastOut");
    private static final VarHandle WORK = handle("work");
    private static final VarHandle STREAMS = handle("streams");
    private static final VarHandle MESSAGES_IN = handle("messagesIn");
    private static final VarHandle MESSAGES_OUT = handle("messagesOut");
    private static final VarHandle ERRORS = handle("errors");

    private volatile long bytesIn;
    private volatile long bytesOut;
    private volatile long lastIn = Activity.NEVER;
    private volatile long lastOut = Activity.NEVER;
    private volatile long work;
    private volatile long streams;
    private volatile int errors;
    private volatile long messagesIn;
    private volatile long messagesOut;
    private volatile long roundTrip = -1;

    private static VarHandle handle(String field) {
        try {
            Class<?> type = field.equals("errors") ? int.class : long.class;
            return MethodHandles.lookup().findVarHandle(Traffic.class, field, type);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    void received(int bytes, long nowNanos) {
        BYTES_IN.setOpaque(this, bytesIn + bytes);
        LAST_IN.setOpaque(this, nowNanos);
    }

    void sent(long bytes, long nowNanos) {
        BYTES_OUT.setOpaque(this, bytesOut + bytes);
        LAST_OUT.setOpaque(this, nowNanos);
    }

    /** Returns how many there have been, this one included. */
    long requestBegins() {
        return ((long) WORK.getAndAdd(this, ONE_MORE) >>> IN_FLIGHT_BITS) + 1;
    }

    /** Returns how many are left in flight. */
    int requestEnds() {
        return (int) ((long) WORK.getAndAdd(this, -1L) & IN_FLIGHT) - 1;
    }

    void streamOpens() {
        STREAMS.getAndAdd(this, ONE_MORE);
    }

    /** Returns how many are left open. */
    int streamCloses(boolean error) {
        if (error) {
            ERRORS.getAndAdd(this, 1);
        }
        return (int) ((long) STREAMS.getAndAdd(this, -1L) & IN_FLIGHT) - 1;
    }

    void messageReceived() {
        MESSAGES_IN.getAndAdd(this, 1L);
    }

    void messageSent() {
        MESSAGES_OUT.getAndAdd(this, 1L);
    }

    void roundTrip(long nanos) {
        roundTrip = nanos;
    }

    long messagesIn() {
        return messagesIn;
    }

    long messagesOut() {
        return messagesOut;
    }

    @Nullable Duration roundTrip() {
        long known = roundTrip;
        return known < 0 ? null : Duration.ofNanos(known);
    }

    int inFlight() {
        return (int) (work & IN_FLIGHT);
    }

    long requests() {
        return work >>> IN_FLIGHT_BITS;
    }

    int streamsActive() {
        return (int) (streams & IN_FLIGHT);
    }

    long streams() {
        return streams >>> IN_FLIGHT_BITS;
    }

    int streamErrors() {
        return errors;
    }

    long bytesIn() {
        return bytesIn;
    }

    long bytesOut() {
        return bytesOut;
    }

    long lastIn() {
        return lastIn;
    }

    long lastOut() {
        return lastOut;
    }
}
