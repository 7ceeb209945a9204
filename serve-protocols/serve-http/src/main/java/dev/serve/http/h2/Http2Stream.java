package dev.serve.http.h2;

import dev.serve.api.spi.EndWatcher;
import dev.serve.api.spi.Handling;
import dev.serve.api.spi.StreamTaker;
import dev.serve.http.message.OneEnd;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * One stream (RFC 9113 section 5.1) from its request to its end: which sides have ended, what the
 * peer takes, what is on its way. Its life is guarded by its own lock; nothing is called under it.
 */
final class Http2Stream implements Handling {

    private final Session session;
    private final int id;
    private final Http2Head head;
    private final @Nullable InboundBody body;
    private final long openedAt;
    private final SendWindow window;

    /** The last thing that was given to the outbox. */
    private volatile @Nullable Content latest;

    private volatile long movedAt;
    private volatile boolean reset;
    private volatile int urgency;
    private volatile boolean incremental;
    private volatile @Nullable Thread thread;
    private volatile @Nullable OneEnd taker;
    private volatile String protocol = "http";
    private volatile boolean lasting;

    private boolean awaited = true; // guarded by this
    private boolean answerBegun; // guarded by this
    private boolean timedOut; // guarded by this
    private boolean answerEnded; // guarded by this
    private boolean requestEnded; // guarded by this
    private boolean handlerDone; // guarded by this
    private boolean stranded; // guarded by this
    private boolean gone; // guarded by this

    Http2Stream(
            Session session,
            int id,
            Http2Head head,
            @Nullable InboundBody body,
            int sendWindow,
            long nowNanos) {
        this.session = session;
        this.id = id;
        this.head = head;
        this.body = body;
        this.window = new SendWindow(session.outbox(), sendWindow);
        this.openedAt = nowNanos;
        this.movedAt = nowNanos;
        this.requestEnded = body == null;
        this.urgency = head.urgency();
        this.incremental = head.isIncremental();
    }

    Session session() {
        return session;
    }

    int id() {
        return id;
    }

    Http2Head head() {
        return head;
    }

    @Nullable InboundBody body() {
        return body;
    }

    @Override
    public long beganNanos() {
        return openedAt;
    }

    int urgency() {
        return urgency;
    }

    boolean isIncremental() {
        return incremental;
    }

    void priority(int nextUrgency, boolean nextIncremental) {
        urgency = nextUrgency;
        incremental = nextIncremental;
    }

    boolean isReset() {
        return reset;
    }

    SendWindow sendWindow() {
        return window;
    }

    /** Takes from the window, when so much has been sent. */
    void sends(int bytes) {
        window.takes(bytes);
        movedAt = session.clock();
    }

    /** Gives something to the outbox, by the stream's own thread. */
    void send(Content content) {
        latest = content;
        movedAt = session.clock();
        if (isFirstWord()) {
            session.outbox().sendFirst(content);
        } else {
            session.outbox().send(content);
        }
    }

    private synchronized boolean isFirstWord() {
        boolean first = awaited;
        awaited = false;
        return first;
    }

    /**
     * Another protocol takes it over.
     *
     * @param name of the protocol
     * @return false if it has been answered or has gone
     */
    boolean takenBy(String name, StreamTaker next) {
        OneEnd watch = new OneEnd(next);
        protocol = name;
        taker = watch;
        if (!claimAnswer()) {
            return false;
        }
        if (body != null) {
            body.taken(next);
        }
        if (session.isLeaving()) {
            watch.closing();
        }
        return true;
    }

    /** Its answer lasts until somebody ends it. */
    void lasts(EndWatcher watcher) {
        OneEnd watch = new OneEnd(watcher);
        protocol = watcher.protocol();
        taker = watch;
        lasting = true;
        if (session.isLeaving()) {
            watch.closing();
        }
        if (isReset()) {
            watch.lost();
        }
    }

    /** Whether its answer lasts until somebody ends it. */
    boolean isLasting() {
        return lasting;
    }

    /** The connection takes nothing new. */
    void closing() {
        OneEnd watch = taker;
        if (watch != null) {
            watch.closing();
        }
    }

    /**
     * The connection is about to be cut.
     *
     * @return whether something is said of that
     */
    boolean expires() {
        OneEnd watch = taker;
        return watch != null && watch.expires();
    }

    /** What is in work on it. */
    String protocol() {
        return protocol;
    }

    /** Whether another protocol has it. */
    boolean isTaken() {
        return taker != null;
    }

    /** Whether another protocol has it that goes on when the listener is configured anew. */
    boolean stays() {
        OneEnd watch = taker;
        return watch != null && watch.stays();
    }

    /** What another protocol has taken to send on it, and what waits for the client. */
    int waiting() {
        OneEnd watch = taker;
        return watch == null ? 0 : watch.waiting();
    }

    @Override
    public @Nullable Thread thread() {
        return thread;
    }

    @Override
    public synchronized boolean hasEnded() {
        return handlerDone;
    }

    /** The thread that serves it; null when there is none. */
    void servedBy(@Nullable Thread server) {
        thread = server;
    }

    void interrupt() {
        Thread server = thread;
        if (server != null) {
            server.interrupt();
        }
    }

    /** Since when something has been waiting to be sent; -1 when nothing is. */
    long stalledSince() {
        Content content = latest;
        return content == null || content.isDone() ? -1 : movedAt;
    }

    /** Whoever calls first may answer: the handler, or the watch over deadlines. */
    synchronized boolean claimAnswer() {
        if (answerBegun || reset) {
            return false;
        }
        answerBegun = true;
        return true;
    }

    /** As {@link #claimAnswer()}, by the watch, which then ends the stream as well. */
    synchronized boolean claimTimeout() {
        boolean claimed = claimAnswer();
        timedOut |= claimed;
        return claimed;
    }

    synchronized boolean hasAnswerBegun() {
        return answerBegun;
    }

    synchronized boolean hasAnswerEnded() {
        return answerEnded;
    }

    /** The end of the answer has been written; by the holder of the outbox. */
    void answerEnds(FrameOutput out) throws IOException {
        boolean resets;
        synchronized (this) {
            answerEnded = true;
            resets = handlerDone && !requestEnded && !reset;
        }
        if (resets) {
            end(out, ErrorCode.NO_ERROR);
        } else {
            forgetIfEnded();
        }
    }

    /** The request has come to its end. */
    void requestEnds() {
        synchronized (this) {
            requestEnded = true;
        }
        forgetIfEnded();
    }

    synchronized boolean hasRequestEnded() {
        return requestEnded;
    }

    /**
     * The handler is done with it. A request that nobody reads any further is cut short (RFC 9113
     * section 8.1); one without an answer is an error of ours.
     */
    void handlerEnds() {
        boolean cut;
        boolean failed;
        boolean outlived;
        if (isFirstWord()) {
            session.outbox().expectsLess();
        }
        synchronized (this) {
            handlerDone = true;
            outlived = stranded;
            failed = !answerBegun && !reset;
            cut = answerEnded && !requestEnded && !reset;
        }
        if (outlived) {
            session.streams().stranded().decrementAndGet();
            session.observer().handlerEnds(this);
        }
        if (failed) {
            reset(ErrorCode.INTERNAL_ERROR);
        } else if (cut) {
            session.outbox().send((out, schedule) -> end(out, ErrorCode.NO_ERROR));
        }
    }

    /** The handler has broken off; not when its time had passed and the watch has answered. */
    void fails() {
        boolean answered;
        synchronized (this) {
            answered = timedOut;
        }
        if (!answered) {
            reset(ErrorCode.INTERNAL_ERROR);
        }
    }

    /** Ends it with a code, by a thread that may wait for the wire. */
    void reset(ErrorCode code) {
        if (abandon()) {
            session.outbox().send((out, schedule) -> out.reset(id, code));
            session.streams().remember(id);
            forget(true);
        }
    }

    /** Ends it with a code, by any thread. */
    void cut(int code) {
        if (abandon()) {
            session.outbox().post((out, schedule) -> out.reset(id, code));
            session.outbox().kick();
            session.streams().remember(id);
            forget(true);
        }
    }

    /** Ends it with a code, by the thread that reads. */
    void postReset(ErrorCode code) {
        if (abandon()) {
            session.outbox().post((out, schedule) -> out.reset(id, code));
            session.streams().remember(id);
            forget(true);
        }
    }

    private void end(FrameOutput out, ErrorCode code) throws IOException {
        session.streams().remember(id);
        if (abandon()) {
            out.reset(id, code);
            forget(code != ErrorCode.NO_ERROR);
        }
    }

    /** The peer has reset it, or the connection is gone: who waits for it goes on. */
    void lost() {
        if (abandon()) {
            forget(true);
        }
    }

    /** Whether it was alive until now. */
    private boolean abandon() {
        boolean outlived;
        synchronized (this) {
            if (reset || gone) {
                return false;
            }
            reset = true;
            outlived = !handlerDone;
            if (outlived) {
                stranded = true;
                session.streams().stranded().incrementAndGet();
            }
        }
        if (outlived) {
            session.observer().handlerOutlives(this);
        }
        InboundBody unread = body;
        if (unread != null) {
            unread.abandon();
        }
        Content content = latest;
        if (content != null) {
            content.finish();
        }
        OneEnd watch = taker;
        if (watch != null) {
            watch.lost();
        }
        return true;
    }

    private void forgetIfEnded() {
        boolean ended;
        synchronized (this) {
            ended = answerEnded && requestEnded;
        }
        if (ended) {
            forget(false);
        }
    }

    private void forget(boolean error) {
        synchronized (this) {
            if (gone) {
                return;
            }
            gone = true;
        }
        session.streams().closed(this, error);
    }
}
