package dev.serve.http.h2;

import dev.serve.api.spi.Wire;
import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.IntSupplier;

/**
 * What is to be written on a connection, by many streams. Whoever finds nobody writing becomes the
 * holder, takes what others have put here along with its own, and writes all in one go. Nobody else
 * waits for the wire. Streams that were started together write together: the last one to answer
 * writes, before those of other connections are served.
 *
 * <p>The holder alone touches the output, the encoder and the schedule; the flag that makes it
 * holder orders its work after that of the holder before.
 */
final class Outbox {

    /** After so many rounds for others, a stream's thread goes back to its own business. */
    private static final int PATIENCE = 8;

    /** The scheduler promises no order: so often others may run before an answer leaves alone. */
    private static final int TURNS = 2;

    private final FrameOutput out;
    private final Schedule schedule = new Schedule();
    private final Queue<Outgoing> queue = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean held = new AtomicBoolean();
    private final AtomicInteger expected = new AtomicInteger();
    private final AtomicBoolean standby = new AtomicBoolean();
    private final AtomicInteger replies = new AtomicInteger();
    private final String name;
    private final IntSupplier running;
    private final Consumer<IOException> lost;
    private volatile boolean blocked;
    private volatile boolean closed;

    /**
     * An empty outbox.
     *
     * @param name of the connection, for threads
     * @param running how many streams are in work
     * @param lost told when the connection cannot be written to any longer
     */
    Outbox(Wire wire, String name, IntSupplier running, Consumer<IOException> lost) {
        this.out = new FrameOutput(wire);
        this.name = name;
        this.running = running;
        this.lost = lost;
    }

    FrameOutput output() {
        return out;
    }

    /** So many streams have been started, and are about to send something. */
    void expect(int streams) {
        expected.addAndGet(streams);
    }

    /** A stream that was expected has ended without a word. */
    void expectsLess() {
        expected.decrementAndGet();
    }

    /** Sends; by a thread that may wait for the wire. */
    void send(Outgoing outgoing) {
        queue.add(outgoing);
        if ((expected.get() <= 0 || stoodBy()) && held.compareAndSet(false, true)) {
            drain();
        }
    }

    /** As {@link #send}, the first word of a stream that was expected: the last one writes all. */
    void sendFirst(Outgoing outgoing) {
        queue.add(outgoing);
        if ((expected.decrementAndGet() <= 0 || stoodBy()) && held.compareAndSet(false, true)) {
            drain();
        }
    }

    /**
     * Lets those run that are expected: one write for all of them. One thread stands by, in case
     * one of them takes its time; the others leave what they have put here to it.
     *
     * @return whether the caller is to write
     */
    @SuppressWarnings("ThreadPriorityCheck") // without it the answers leave one by one, and right
    private boolean stoodBy() {
        if (!standby.compareAndSet(false, true)) {
            return false;
        }
        for (int turns = 0; turns < TURNS && expected.get() > 0 && !queue.isEmpty(); turns++) {
            Thread.yield();
        }
        standby.set(false);
        return !queue.isEmpty();
    }

    /** Leaves something to be sent with the next {@link #kick}; never waits. */
    void post(Outgoing outgoing) {
        queue.add(outgoing);
    }

    /**
     * Leaves an answer to a frame of the peer, such as an acknowledgement.
     *
     * @return how many of them wait to be written; a peer that reads none must not send for ever
     */
    int postReply(Outgoing outgoing) {
        queue.add(
                (output, scheduled) -> {
                    replies.decrementAndGet();
                    outgoing.write(output, scheduled);
                });
        return replies.incrementAndGet();
    }

    /** Sees to it that what was posted is written, by another thread; never waits. */
    void kick() {
        if (!queue.isEmpty() && held.compareAndSet(false, true)) {
            Thread.ofVirtual().name(name + "-writer").start(this::drain);
        }
    }

    /** Whether all that is left waits for the window of the connection. */
    boolean isBlocked() {
        return blocked;
    }

    /** The window of the connection has grown. */
    void widen() {
        if (blocked) {
            post((output, scheduled) -> {});
        }
    }

    private void drain() {
        int rounds = 0;
        do {
            if (rounds++ == PATIENCE) {
                Thread.ofVirtual().name(name + "-writer").start(this::drain);
                return;
            }
            try {
                writeAll();
            } catch (IOException e) {
                fail(e);
            }
            held.set(false);
        } while (!queue.isEmpty() && held.compareAndSet(false, true));
    }

    private void writeAll() throws IOException {
        if (closed) {
            dropAll();
            return;
        }
        while (true) {
            blocked = false;
            for (Outgoing next = queue.poll(); next != null; next = queue.poll()) {
                next.write(out, schedule);
            }
            if (out.window().get() <= 0 && !schedule.isEmpty()) {
                blocked = true;
                // The window may have grown before the flag was seen.
                if (out.window().get() <= 0) {
                    break;
                }
            }
            Content content = schedule.next();
            if (content != null) {
                content.proceed(out, schedule);
            } else if (queue.isEmpty()) {
                break;
            }
        }
        out.flush();
        if (running.getAsInt() == 0) {
            out.rest();
        }
    }

    private void fail(IOException e) {
        closed = true;
        dropAll();
        lost.accept(e);
    }

    private void dropAll() {
        for (Outgoing next = queue.poll(); next != null; next = queue.poll()) {
            next.drop();
        }
        for (Content next = schedule.next(); next != null; next = schedule.next()) {
            next.drop();
        }
    }
}
