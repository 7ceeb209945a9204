package dev.serve.http.h2;

import dev.serve.http.message.Refusal;
import dev.serve.http.message.RequestBody;
import io.helidon.http.DirectHandler;
import io.helidon.http.Headers;
import io.helidon.http.WritableHeaders;
import io.helidon.webserver.ServerConnectionException;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request, between the thread that reads frames, which never waits here, and the
 * stream's own. It holds no more than its window; the window opens again as the handler reads.
 * Small frames are joined, so that what is held is about what has come.
 *
 * <p>Everything is guarded by its lock; nothing is called under it.
 */
final class InboundBody extends RequestBody {

    private static final int LEAST_CHUNK = 1024;
    private static final long NOBODY = Long.MIN_VALUE;

    private final Session session;
    private final int stream;
    private final long announced;
    private final DirectHandler.TransportRequest request;
    private final int fullWindow;
    private final ArrayDeque<byte[]> chunks = new ArrayDeque<>(4);
    private boolean continueOwed;
    private int headFrom;
    private int tailTo;
    private int held;
    private int window;
    private int read;
    private long received;
    private long waitingSince = NOBODY;
    private long firstWait = NOBODY;
    private boolean ended;
    private boolean finished;
    private boolean abandoned;
    private @Nullable Refusal failure;
    private Headers trailers = WritableHeaders.create();

    /**
     * An empty body.
     *
     * @param continueOwed whether the client waits for 100 (Continue)
     */
    InboundBody(
            Session session,
            int stream,
            long announced,
            DirectHandler.TransportRequest request,
            boolean continueOwed) {
        this.session = session;
        this.stream = stream;
        this.announced = announced;
        this.request = request;
        this.continueOwed = continueOwed;
        this.fullWindow = session.settings().initialWindow();
        this.window = fullWindow;
    }

    /**
     * A frame of so many bytes begins, of which some are padding.
     *
     * @throws StreamError if it is beyond the window
     */
    synchronized void begins(int length, int padding) throws StreamError {
        if (length > window) {
            throw new StreamError(
                    stream, ErrorCode.FLOW_CONTROL_ERROR, "DATA beyond the window of the stream");
        }
        window -= length;
        read += padding;
        continueOwed = false;
    }

    /**
     * Content has come.
     *
     * @return how many of its bytes nobody will read
     * @throws StreamError if it is more than was announced
     */
    synchronized int comes(byte[] bytes, int from, int to) throws StreamError {
        int count = to - from;
        received += count;
        if (announced >= 0 && received > announced) {
            throw StreamError.malformed(stream, "more content than its Content-Length");
        }
        if (received > session.settings().maxBodySize() && failure == null) {
            failure =
                    Refusal.of(
                            io.helidon.http.Status.REQUEST_ENTITY_TOO_LARGE_413,
                            "The body is too large",
                            request);
            notifyAll();
        }
        if (abandoned || failure != null) {
            return count;
        }
        hold(bytes, from, count);
        notifyAll();
        return 0;
    }

    private void hold(byte[] bytes, int begin, int length) {
        int from = begin;
        int left = length;
        byte[] tail = chunks.peekLast();
        if (tail != null && tailTo < tail.length) {
            int count = Math.min(left, tail.length - tailTo);
            System.arraycopy(bytes, from, tail, tailTo, count);
            tailTo += count;
            from += count;
            left -= count;
        }
        if (left > 0) {
            long most = announced < 0 ? LEAST_CHUNK : announced - received + left;
            byte[] chunk = new byte[Math.max(left, (int) Math.min(LEAST_CHUNK, most))];
            System.arraycopy(bytes, from, chunk, 0, left);
            chunks.add(chunk);
            tailTo = left;
        }
        held += length;
    }

    /**
     * The request has ended.
     *
     * @throws StreamError if less has come than was announced
     */
    synchronized void ends(@Nullable Headers withTrailers) throws StreamError {
        if (announced >= 0 && received != announced) {
            throw StreamError.malformed(stream, "less content than its Content-Length");
        }
        if (withTrailers != null) {
            trailers = withTrailers;
        }
        ended = true;
        notifyAll();
    }

    /** Who reads it gets this instead; unless the body has come to its end. */
    synchronized void fail(Refusal refusal) {
        if (!ended && failure == null) {
            failure = refusal;
            notifyAll();
        }
    }

    /** Nobody will read on. */
    void abandon() {
        int dropped;
        synchronized (this) {
            abandoned = true;
            dropped = held;
            held = 0;
            chunks.clear();
            notifyAll();
        }
        session.window().consumed(dropped);
    }

    /** Looks at the deadlines of somebody who waits to read. */
    void check(long nowNanos) {
        boolean late;
        synchronized (this) {
            if (waitingSince == NOBODY || ended || failure != null) {
                return;
            }
            long rate = session.settings().pool().minBodyRate();
            double seconds = (nowNanos - firstWait) / 1e9;
            late =
                    nowNanos - waitingSince >= session.settings().pool().bodyTimeout().toNanos()
                            || (seconds > 5 && received < rate * (seconds - 5));
        }
        if (late) {
            fail(
                    Refusal.of(
                            io.helidon.http.Status.REQUEST_TIMEOUT_408,
                            "The body comes too slowly",
                            request));
        }
    }

    @Override
    public int read(byte[] target, int offset, int length) {
        sendContinue();
        int count;
        int credit = 0;
        synchronized (this) {
            await();
            if (held == 0) {
                finished = true;
                return -1;
            }
            count = take(target, offset, length);
            read += count;
            if (!ended && read >= fullWindow / 2) {
                credit = read;
                window += credit;
                read = 0;
            }
            finished = ended && held == 0;
        }
        session.window().consumed(count);
        if (credit > 0) {
            int increment = credit;
            session.outbox().send((out, schedule) -> out.windowUpdate(stream, increment));
        }
        return count;
    }

    private void sendContinue() {
        boolean owed;
        synchronized (this) {
            owed = continueOwed && held == 0 && !ended;
            continueOwed = false;
        }
        if (owed) {
            AnswerFields head = AnswerFields.interim(100, WritableHeaders.create());
            session.outbox().send((out, schedule) -> out.headers(stream, head, false));
        }
    }

    /** Waits until there is something, or nothing more comes; the lock is held. */
    private void await() {
        try {
            while (held == 0 && !ended && !abandoned && failure == null) {
                waitingSince = session.clock();
                if (firstWait == NOBODY) {
                    firstWait = waitingSince;
                }
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServerConnectionException("interrupted while reading a body", e);
        } finally {
            waitingSince = NOBODY;
        }
        if (abandoned) {
            throw new ServerConnectionException("the stream of a request has ended early", null);
        }
        if (failure != null) {
            throw failure.of(request);
        }
    }

    private int take(byte[] target, int offset, int length) {
        byte[] chunk = chunks.getFirst();
        int end = chunks.size() == 1 ? tailTo : chunk.length;
        int count = Math.min(length, end - headFrom);
        System.arraycopy(chunk, headFrom, target, offset, count);
        headFrom += count;
        held -= count;
        if (headFrom == end) {
            chunks.removeFirst();
            headFrom = 0;
        }
        return count;
    }

    @Override
    public long announced() {
        return announced;
    }

    @Override
    public synchronized int available() {
        return held;
    }

    /** A body that is known to be empty has been read, too. */
    @Override
    public synchronized boolean isFinished() {
        return finished || (ended && held == 0);
    }

    @Override
    public synchronized boolean isComing() {
        return !continueOwed && !abandoned && failure == null;
    }

    @Override
    public synchronized Headers trailers() {
        return ended && held == 0 ? trailers : WritableHeaders.create();
    }
}
