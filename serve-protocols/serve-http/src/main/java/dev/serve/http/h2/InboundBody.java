package dev.serve.http.h2;

import dev.serve.api.spi.StreamTaker;
import dev.serve.http.message.Refusal;
import dev.serve.http.message.RequestBody;
import io.helidon.http.DirectHandler;
import io.helidon.http.Headers;
import io.helidon.http.Status;
import io.helidon.http.WritableHeaders;
import io.helidon.webserver.ServerConnectionException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request, between the thread that reads frames, which never waits here, and the
 * stream's own. It holds no more than its window; the window opens again as the handler reads.
 * Small frames are joined, so that what is held is about what has come.
 *
 * <p>Everything is guarded by its lock; nothing is called under it.
 */
final class InboundBody extends RequestBody {

    /** A piece of what has come; whoever takes it has the array to itself. */
    @SuppressWarnings("ArrayRecordComponent")
    record Part(byte[] bytes, int from, int to) {}

    private static final long NOBODY = Long.MIN_VALUE;

    private final Session session;
    private final int stream;
    private final long announced;
    private final DirectHandler.TransportRequest request;
    private final int fullWindow;
    private final HeldChunks chunks = new HeldChunks();
    private boolean continueOwed;
    private int window;
    private int read;
    private long received;
    private long waitingSince = NOBODY;
    private long firstWait = NOBODY;
    private boolean ended;
    private boolean finished;
    private boolean abandoned;
    private boolean taken;
    private @Nullable Refusal failure;
    private Headers trailers = WritableHeaders.create();

    /** Told without the lock. */
    private volatile @Nullable StreamTaker taker;

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
     * @throws ConnectionError if it is beyond the window: who does not keep to windows is cut
     */
    synchronized void begins(int length, int padding) throws ConnectionError {
        if (length > window) {
            throw new ConnectionError(
                    ErrorCode.FLOW_CONTROL_ERROR, "DATA beyond the window of the stream");
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
    int comes(byte[] bytes, int from, int to) throws StreamError {
        int count = to - from;
        synchronized (this) {
            received += count;
            if (announced >= 0 && received > announced) {
                throw StreamError.malformed(stream, "more content than its Content-Length");
            }
            if (abandoned || failure != null) {
                return count;
            }
            long expected = announced < 0 ? Long.MAX_VALUE : announced - received + count;
            chunks.add(bytes, from, count, expected);
            notifyAll();
        }
        tellReader();
        return 0;
    }

    /**
     * The request has ended.
     *
     * @throws StreamError if less has come than was announced
     */
    void ends(@Nullable Headers withTrailers) throws StreamError {
        synchronized (this) {
            if (announced >= 0 && received != announced) {
                throw StreamError.malformed(stream, "less content than its Content-Length");
            }
            if (withTrailers != null) {
                trailers = withTrailers;
            }
            ended = true;
            notifyAll();
        }
        tellReader();
    }

    /** Who reads it gets this instead; unless the body has come to its end. */
    void fail(Refusal refusal) {
        synchronized (this) {
            if (ended || failure != null) {
                return;
            }
            failure = refusal;
            notifyAll();
        }
        tellReader();
    }

    /** Nobody will read on. */
    void abandon() {
        int dropped;
        synchronized (this) {
            abandoned = true;
            dropped = chunks.clear();
            notifyAll();
        }
        session.window().consumed(dropped);
    }

    /** Another protocol reads on: a body has no limits any longer but its window. */
    void taken(StreamTaker by) {
        taker = by;
        synchronized (this) {
            taken = true;
            continueOwed = false;
        }
    }

    private void tellReader() {
        StreamTaker reader = taker;
        if (reader != null) {
            reader.readable();
        }
    }

    /** Whether who has taken it over need not wait to read. */
    synchronized boolean isReadable() {
        return chunks.held() > 0 || ended || abandoned || failure != null;
    }

    /**
     * Takes a piece for another protocol, waiting for one; an interrupt stays set on the thread.
     *
     * @return null at the end
     * @throws SocketTimeoutException if nothing has come in time
     * @throws IOException if the stream has ended early
     */
    @Nullable Part next(long timeoutNanos) throws IOException {
        Part part;
        int credit;
        synchronized (this) {
            awaitQuietly(timeoutNanos);
            if (chunks.held() == 0) {
                finished = true;
                return null;
            }
            part = chunks.takeFirst();
            credit = takes(part.to - part.from);
            finished = ended && chunks.held() == 0;
        }
        credit(part.to - part.from, credit);
        return part;
    }

    private void awaitQuietly(long timeoutNanos) throws IOException {
        long begin = System.nanoTime();
        boolean interrupted = false;
        try {
            while (chunks.held() == 0 && !ended && !abandoned && failure == null) {
                long left = timeoutNanos - (System.nanoTime() - begin);
                if (left <= 0) {
                    throw new SocketTimeoutException("nothing has come in time");
                }
                try {
                    // Rounded up; 0 would be for ever, which so large a number nearly is.
                    wait(left / 1_000_000 + 1);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        if (abandoned || failure != null) {
            throw new IOException("the stream has ended early");
        }
    }

    /** Looks at the deadlines of somebody who waits to read. */
    void check(long nowNanos) {
        boolean late;
        synchronized (this) {
            if (taken || waitingSince == NOBODY || ended || failure != null) {
                return;
            }
            long rate = session.settings().pool().minBodyRate();
            double seconds = (nowNanos - firstWait) / 1e9;
            late =
                    nowNanos - waitingSince >= session.settings().pool().bodyTimeout().toNanos()
                            || (seconds > 5 && received < rate * (seconds - 5));
        }
        if (late) {
            fail(Refusal.of(Status.REQUEST_TIMEOUT_408, "The body comes too slowly", request));
        }
    }

    @Override
    public int read(byte[] target, int offset, int length) {
        sendContinue();
        int count;
        int credit;
        synchronized (this) {
            await();
            if (chunks.held() == 0) {
                finished = true;
                return -1;
            }
            count = chunks.take(target, offset, length);
            credit = takes(count);
            finished = ended && chunks.held() == 0;
        }
        credit(count, credit);
        return count;
    }

    /** Counts what was taken; by how much the window is to open. The lock is held. */
    private int takes(int count) {
        read += count;
        if (ended || read < fullWindow / 2) {
            return 0;
        }
        int credit = read;
        window += credit;
        read = 0;
        return credit;
    }

    private void credit(int count, int increment) {
        session.window().consumed(count);
        if (increment > 0) {
            session.outbox().send((out, schedule) -> out.windowUpdate(stream, increment));
        }
    }

    private void sendContinue() {
        boolean owed;
        synchronized (this) {
            owed = continueOwed && chunks.held() == 0 && !ended;
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
            checkSize();
            while (chunks.held() == 0 && !ended && !abandoned && failure == null) {
                waitingSince = session.clock();
                if (firstWait == NOBODY) {
                    firstWait = waitingSince;
                }
                wait();
                checkSize();
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

    /** Asked of who reads: a protocol that has taken the stream over has other limits. */
    private void checkSize() {
        if (received > session.settings().maxBodySize() && failure == null) {
            failure =
                    Refusal.of(
                            Status.REQUEST_ENTITY_TOO_LARGE_413, "The body is too large", request);
        }
    }

    @Override
    public long announced() {
        return announced;
    }

    /** How much has come that nobody has read. */
    synchronized int held() {
        return chunks.held();
    }

    @Override
    public synchronized int available() {
        return chunks.held();
    }

    /** A body that is known to be empty has been read, too. */
    @Override
    public synchronized boolean isFinished() {
        return finished || (ended && chunks.held() == 0);
    }

    @Override
    public synchronized boolean isComing() {
        return !continueOwed && !abandoned && failure == null;
    }

    @Override
    public synchronized Headers trailers() {
        return ended && chunks.held() == 0 ? trailers : WritableHeaders.create();
    }
}
