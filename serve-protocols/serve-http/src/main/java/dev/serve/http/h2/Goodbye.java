package dev.serve.http.h2;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * How a connection ends in order (RFC 9113 section 6.8). Two GOAWAY: one that asks the client to
 * open nothing more, and after a round trip, by when it has read that, one with the number of the
 * last stream that is served. What is open is served to its end; then the output is closed.
 */
final class Goodbye {

    private static final byte[] ROUND_TRIP = "goodbye!".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NOTHING = new byte[0];

    private final Session session;
    private final Runnable end;
    private final AtomicBoolean begun = new AtomicBoolean();
    private final CountDownLatch readByClient = new CountDownLatch(1);

    /**
     * Not yet.
     *
     * @param end called when nothing more will be written
     */
    Goodbye(Session session, Runnable end) {
        this.session = session;
        this.end = end;
    }

    boolean hasBegun() {
        return begun.get();
    }

    /** Begins, in a thread of its own; a second call does nothing. */
    void begin() {
        if (begun.compareAndSet(false, true)) {
            Thread.ofVirtual().name(session.name() + "-goodbye").start(this::say);
        }
    }

    private void say() {
        try {
            session.leave();
            if (!session.isLost()) {
                // Together: no answer comes between them.
                session.outbox()
                        .send(
                                (out, schedule) -> {
                                    write(out, Integer.MAX_VALUE, ErrorCode.NO_ERROR, "");
                                    out.frame(Frame.PING, 0, 0, ROUND_TRIP);
                                });
                // A client that does not answer has had its time.
                boolean ignored = readByClient.await(1, SECONDS);
                int last = session.streams().seal();
                session.outbox().send((out, schedule) -> write(out, last, ErrorCode.NO_ERROR, ""));
            }
            session.streams().awaitNone();
            session.outbox().send((out, schedule) -> out.close());
            end.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A PING has come back. */
    void acknowledged(byte[] data) {
        if (Arrays.equals(data, ROUND_TRIP)) {
            readByClient.countDown();
        }
    }

    /** Nobody is there any longer to wait for. */
    void give() {
        readByClient.countDown();
    }

    private static void write(FrameOutput out, int last, ErrorCode code, String why)
            throws IOException {
        byte[] text = why.isEmpty() ? NOTHING : why.getBytes(StandardCharsets.US_ASCII);
        byte[] payload = new byte[8 + text.length];
        Frame.putInt32(payload, 0, last);
        Frame.putInt32(payload, 4, code.code());
        System.arraycopy(text, 0, payload, 8, text.length);
        out.frame(Frame.GOAWAY, 0, 0, payload);
    }

    /**
     * Ends with an error: the client is told why and which streams were served, if it reads.
     *
     * @return whether it was written within a second
     */
    boolean fail(ConnectionError error) throws InterruptedException {
        begun.set(true);
        CountDownLatch written = new CountDownLatch(1);
        int last = session.streams().seal();
        session.outbox()
                .post(
                        (out, schedule) -> {
                            write(out, last, error.code(), String.valueOf(error.getMessage()));
                            out.close();
                            written.countDown();
                        });
        session.outbox().kick();
        return written.await(1, SECONDS);
    }
}
