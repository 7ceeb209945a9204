package dev.serve.websocket.session;

import dev.serve.api.config.WebSocketConfig;
import dev.serve.api.spi.Wire;
import dev.serve.api.websocket.WebSocketClosedException;
import dev.serve.websocket.frame.FrameWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What waits for one peer, and who writes it.
 *
 * <p>Whoever puts something in while nobody writes becomes the writer: it writes as far as the
 * connection takes bytes without a wait, together with what others put in meanwhile. When the
 * connection takes no more, a virtual thread takes over and waits for the peer; so no sender does,
 * and there is no such thread while nothing waits. The thread that reads for the session puts off
 * writing until it would wait, so that the answers to a batch leave in one call to the system.
 *
 * <p>Control frames go before messages that wait. State is guarded by this object's monitor;
 * nothing is written and nobody called with it.
 */
final class Outbox {

    /** What became of something that was put in. */
    enum Put {
        /** It is on its way. */
        TAKEN,
        /** There was no room. */
        FULL,
        /** The session takes nothing any longer. */
        CLOSED
    }

    /** So many bytes may be put off. */
    private static final int PUT_OFF = 16 * 1024;

    /** Of more unanswered pings than these only the newest are answered (section 5.5.3). */
    private static final int MOST_CONTROLS = 64;

    private final Wire wire;
    private final Session session;
    private final Encoder encoder;
    private final OutgoingList controls = new OutgoingList();
    private final OutgoingList messages = new OutgoingList();

    /** Whole messages that wait for the end of a streamed one. */
    private @Nullable OutgoingList behindStream;

    private boolean writing;
    private boolean closing;
    private boolean ended;

    /** Told when what is gathered has been flushed; the writer's own. */
    private @Nullable List<CompletableFuture<Void>> unflushed;

    Outbox(Wire wire, Session session, Encoder encoder) {
        this.wire = wire;
        this.session = session;
        this.encoder = encoder;
    }

    /** Puts a message in if there is room. */
    Put put(Outgoing message) {
        return put(message, Runnable::run);
    }

    /** As {@link #put(Outgoing)}; what writes, if the caller is to do so, is given to another. */
    Put put(Outgoing message, Consumer<Runnable> writers) {
        Put put = tryPut(message, writers);
        return put == Put.FULL && writeWhatIsPutOff() ? tryPut(message, writers) : put;
    }

    /** Puts a message in, waiting for room until a time of {@link System#nanoTime}. */
    Put put(Outgoing message, long deadlineNanos) {
        Put put = put(message);
        while (put == Put.FULL && awaitRoom(message, deadlineNanos)) {
            put = put(message);
        }
        return put;
    }

    /** Puts a message in, dropping what waits: the oldest until it fits, or everything. */
    Put putDropping(Outgoing message, boolean everything) {
        writeWhatIsPutOff();
        List<Outgoing> dropped = new ArrayList<>();
        synchronized (this) {
            while (!messages.isEmpty() && (everything || !fits(message))) {
                Outgoing oldest = messages.poll();
                if (oldest != null) {
                    dropped.add(oldest);
                }
            }
        }
        dropped.forEach(this::refuse);
        return put(message);
    }

    private Put tryPut(Outgoing message, Consumer<Runnable> writers) {
        synchronized (this) {
            if (closing || ended) {
                return Put.CLOSED;
            }
            if (!fits(message)) {
                return Put.FULL;
            }
            (behindStream != null && message.isWholeMessage() ? behindStream : messages)
                    .add(message);
            if (!becomesWriter()) {
                return Put.TAKEN;
            }
        }
        writers.accept(this::write);
        return Put.TAKEN;
    }

    /** With the monitor. One message always fits an empty queue. */
    private boolean fits(Outgoing message) {
        int waiting = waitingMessages();
        WebSocketConfig config = session.settings().config();
        return waiting == 0
                || (waiting < config.queueMessages()
                        && waitingBytes() + message.cost() <= config.queueSize());
    }

    /** With the monitor. */
    private boolean becomesWriter() {
        if (writing || (session.isReading() && messages.bytes() < PUT_OFF)) {
            return false;
        }
        writing = true;
        return true;
    }

    private boolean awaitRoom(Outgoing message, long deadlineNanos) {
        synchronized (this) {
            while (!closing && !ended && !fits(message)) {
                long left = deadlineNanos - System.nanoTime();
                if (left <= 0) {
                    return false;
                }
                try {
                    wait(left / 1_000_000, (int) (left % 1_000_000));
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return false;
                }
            }
            return true;
        }
    }

    /** Puts a control frame before all messages; on a session that is closing it is dropped. */
    void putControl(Outgoing frame) {
        synchronized (this) {
            if (closing || ended) {
                return;
            }
            controls.add(frame);
            if (controls.size() > MOST_CONTROLS) {
                controls.poll();
            }
            if (!becomesWriter()) {
                return;
            }
        }
        write();
    }

    /**
     * Puts in the last frame; nothing is taken after it.
     *
     * @param ahead whether what waits is dropped
     * @return false if there was a last one before
     */
    boolean putLast(Outgoing frame, boolean ahead) {
        List<Outgoing> dropped = new ArrayList<>(0);
        synchronized (this) {
            if (closing || ended) {
                return false;
            }
            closing = true;
            if (ahead) {
                drain(messages, dropped);
                drain(behindStream, dropped);
            } else if (behindStream != null) {
                messages.takeAll(behindStream);
            }
            messages.add(frame);
            notifyAll();
            if (writing) {
                frame = null;
            } else {
                writing = true;
            }
        }
        dropped.forEach(this::refuse);
        if (frame != null) {
            write();
        }
        return true;
    }

    private static void drain(@Nullable OutgoingList list, List<Outgoing> target) {
        if (list != null) {
            for (Outgoing frame = list.poll(); frame != null; frame = list.poll()) {
                target.add(frame);
            }
        }
    }

    /**
     * A message is written piece by piece from now on; whole ones wait. False if one already is.
     */
    synchronized boolean beginStream() {
        if (behindStream != null) {
            return false;
        }
        behindStream = new OutgoingList();
        return true;
    }

    /** The streamed message is whole. */
    void endStream() {
        synchronized (this) {
            OutgoingList waiting = behindStream;
            behindStream = null;
            if (waiting == null || waiting.isEmpty() || ended) {
                return;
            }
            if (!closing) {
                messages.takeAll(waiting);
            }
            if (!becomesWriter()) {
                return;
            }
        }
        write();
    }

    /** Writes what the reading thread has put off; whether there was anything. */
    boolean writeWhatIsPutOff() {
        synchronized (this) {
            if (writing || (messages.isEmpty() && controls.isEmpty())) {
                return false;
            }
            writing = true;
        }
        write();
        return true;
    }

    private void write() {
        try {
            byte[] scratch = new byte[FrameWriter.MOST];
            while (true) {
                Outgoing frame = next();
                if (frame == null) {
                    if (!wire.flushNow()) {
                        handOver(null);
                        return;
                    }
                    if (rests()) {
                        return;
                    }
                } else if (!frame.writeNow(wire, scratch)) {
                    handOver(frame);
                    return;
                } else {
                    written(frame);
                }
            }
        } catch (IOException e) {
            fail(e);
        }
    }

    private void handOver(@Nullable Outgoing frame) {
        Thread.ofVirtual()
                .name("serve-websocket-writer-" + session.id())
                .start(() -> writeWaiting(frame));
    }

    private void writeWaiting(@Nullable Outgoing begun) {
        try {
            byte[] scratch = new byte[FrameWriter.MOST];
            Outgoing frame = begun == null ? next() : begun;
            while (true) {
                if (frame == null) {
                    wire.flush();
                    if (rests()) {
                        return;
                    }
                } else {
                    frame.write(wire, scratch);
                    written(frame);
                }
                frame = next();
            }
        } catch (IOException e) {
            fail(e);
        }
    }

    private @Nullable Outgoing next() {
        Outgoing frame;
        synchronized (this) {
            frame = controls.poll();
            if (frame == null) {
                frame = messages.poll();
            }
            notifyAll();
        }
        if (frame != null) {
            encoder.encode(frame);
        }
        return frame;
    }

    private void written(Outgoing frame) {
        CompletableFuture<Void> done = frame.done();
        if (done != null) {
            List<CompletableFuture<Void>> known = unflushed;
            if (known == null) {
                known = new ArrayList<>();
                unflushed = known;
            }
            known.add(done);
        }
    }

    /** All is flushed; whether there is nothing new to write. */
    private boolean rests() {
        List<CompletableFuture<Void>> known = unflushed;
        if (known != null) {
            unflushed = null;
            known.forEach(done -> done.complete(null));
        }
        synchronized (this) {
            if (!messages.isEmpty() || !controls.isEmpty()) {
                return false;
            }
            writing = false;
            notifyAll();
            if (!ended) {
                return true;
            }
        }
        encoder.close();
        return true;
    }

    private void fail(IOException problem) {
        session.lost(problem);
        List<CompletableFuture<Void>> known = unflushed;
        unflushed = null;
        synchronized (this) {
            writing = false;
        }
        end();
        if (known != null) {
            known.forEach(this::refuse);
        }
    }

    /** Nothing is taken any more, and what waits is dropped; who waits for it is told so. */
    void end() {
        List<Outgoing> dropped = new ArrayList<>(0);
        boolean free;
        synchronized (this) {
            ended = true;
            free = !writing;
            drain(messages, dropped);
            drain(behindStream, dropped);
            drain(controls, dropped);
            notifyAll();
        }
        dropped.forEach(this::refuse);
        if (free) {
            encoder.close();
        }
    }

    private void refuse(Outgoing frame) {
        CompletableFuture<Void> done = frame.done();
        if (done != null) {
            refuse(done);
        }
    }

    private void refuse(CompletableFuture<Void> done) {
        done.completeExceptionally(new WebSocketClosedException(session.id()));
    }

    /**
     * Waits until everything is written; false if it is not by a time of {@link System#nanoTime}.
     */
    boolean awaitWritten(long deadlineNanos) {
        return await(deadlineNanos, () -> !writing || ended);
    }

    /** As {@link #awaitWritten}, for the one who writes to leave the connection. */
    boolean awaitNobodyWrites(long deadlineNanos) {
        return await(deadlineNanos, () -> !writing);
    }

    private synchronized boolean await(long deadlineNanos, BooleanSupplier done) {
        while (!done.getAsBoolean()) {
            long left = deadlineNanos - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            try {
                wait(left / 1_000_000 + 1);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }

    synchronized int waitingMessages() {
        return messages.size() + (behindStream == null ? 0 : behindStream.size());
    }

    synchronized long waitingBytes() {
        return messages.bytes() + (behindStream == null ? 0 : behindStream.bytes());
    }
}
