package dev.serve.http.h2;

import java.io.IOException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A part of an answer on its way out: its head, some of its body, its end, or all of these. Written
 * by the holder of the {@link Outbox} as far as the windows allow; the stream's thread may wait for
 * it.
 */
final class Content implements Outgoing {

    /** So little goes at once, whatever waits: it is not worth a turn. */
    private static final int LITTLE = 1024;

    private final Http2Stream stream;
    private final byte[] bytes;
    private final boolean ends;
    private final @Nullable AnswerFields trailers;
    private final @Nullable Runnable sent;
    private @Nullable AnswerFields head;
    private int at;
    private int left;
    private volatile boolean done;
    private volatile @Nullable Thread waiter;

    /**
     * Makes a part.
     *
     * @param head written first; null when it has been written
     * @param ends whether the answer ends with it, after the trailers if there are any
     * @param sent called when it is written or never will be, once, by the holder or who resets
     */
    Content(
            Http2Stream stream,
            @Nullable AnswerFields head,
            byte[] bytes,
            int from,
            int length,
            boolean ends,
            @Nullable AnswerFields trailers,
            @Nullable Runnable sent) {
        this.stream = stream;
        this.head = head;
        this.bytes = bytes;
        this.at = from;
        this.left = length;
        this.ends = ends;
        this.trailers = trailers;
        this.sent = sent;
    }

    Http2Stream stream() {
        return stream;
    }

    @Override
    public void write(FrameOutput out, Schedule schedule) throws IOException {
        if (stream.isReset()) {
            finish();
            return;
        }
        AnswerFields fields = head;
        if (fields != null) {
            head = null;
            boolean whole = ends && left == 0 && trailers == null;
            out.headers(stream.id(), fields, whole);
            if (whole) {
                end(out);
                return;
            }
        }
        if (left == 0 || (left <= LITTLE && schedule.isEmpty())) {
            proceed(out, schedule);
        } else {
            schedule.add(this);
        }
    }

    /** Writes one frame, and waits its turn for the next one. */
    void proceed(FrameOutput out, Schedule schedule) throws IOException {
        if (stream.isReset()) {
            finish();
            return;
        }
        if (left > 0) {
            long whole = out.window().get();
            if (whole <= 0) {
                schedule.add(this);
                return;
            }
            int room = (int) Math.min(whole, stream.sendWindow().left());
            int count = Math.min(Math.min(left, room), Frame.SMALLEST_MAX);
            if (count <= 0) {
                stream.sendWindow().blocks(this);
                return;
            }
            boolean last = count == left && ends && trailers == null;
            stream.sends(count);
            out.data(stream.id(), bytes, at, count, last);
            at += count;
            left -= count;
            if (left == 0 || count >= LITTLE) {
                out.earns();
            }
            if (last) {
                end(out);
                return;
            }
            if (left > 0) {
                schedule.addAgain(this);
                return;
            }
        }
        if (ends) {
            AnswerFields last = trailers;
            if (last != null) {
                out.headers(stream.id(), last, true);
            } else {
                out.data(stream.id(), bytes, 0, 0, true);
            }
            end(out);
        } else {
            finish();
        }
    }

    private void end(FrameOutput out) throws IOException {
        finish();
        stream.answerEnds(out);
    }

    @Override
    public void drop() {
        finish();
    }

    boolean isDone() {
        return done;
    }

    /** It is written, or never will be. */
    void finish() {
        synchronized (this) {
            if (done) {
                return;
            }
            done = true;
        }
        if (sent != null) {
            sent.run();
        }
        LockSupport.unpark(waiter);
    }

    /**
     * Waits until it is written.
     *
     * @throws InterruptedException if the thread is interrupted
     */
    void await() throws InterruptedException {
        waiter = Thread.currentThread();
        while (!done) {
            LockSupport.park(this);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }

    /** Waits until it is written; an interrupt stays set on the thread. */
    void awaitQuietly() {
        waiter = Thread.currentThread();
        boolean interrupted = false;
        while (!done) {
            LockSupport.park(this);
            interrupted |= Thread.interrupted();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
