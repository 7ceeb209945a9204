package dev.serve.websocket.session;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.WARNING;

import dev.serve.api.spi.ConnectionObserver;
import dev.serve.api.spi.HelidonWire;
import dev.serve.api.spi.Wire;
import dev.serve.api.websocket.ConversationSession;
import dev.serve.api.websocket.PreparedMessage;
import dev.serve.api.websocket.WebSocketClose;
import dev.serve.api.websocket.WebSocketClosedException;
import dev.serve.api.websocket.WebSocketMessage;
import dev.serve.api.websocket.WebSocketRequest;
import dev.serve.websocket.deflate.Deflation;
import dev.serve.websocket.frame.CloseFrame;
import dev.serve.websocket.frame.FrameWriter;
import dev.serve.websocket.frame.Opcode;
import dev.serve.websocket.frame.WebSocketFailure;
import io.helidon.common.context.Context;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One session from its first frame to its last (RFC 6455 sections 5 to 7). {@link #run} is its own
 * thread; see {@link Receiver} for who reads, {@link Outbox} for who writes.
 */
public final class Session implements ConversationSession, Incoming.Events {

    private static final System.Logger LOG = System.getLogger(Session.class.getName());

    /** In nanoseconds; what needs longer waits for the peer. */
    private static final long A_MOMENT = 100_000_000;

    private final Opening opening;
    private final Settings settings;
    private final Handling handling;
    private final Wire wire;
    private final Progress progress;
    private final Outbox outbox;
    private final Incoming incoming;
    private final Receiver receiver;
    private final Pulse pulse;
    private final AtomicReference<@Nullable WebSocketClose> end = new AtomicReference<>();
    private volatile @Nullable Thread own;

    /**
     * A session that has been agreed on.
     *
     * @param wire where its first frame begins
     * @param observer told of messages and of measured round trips
     */
    public Session(
            Opening opening,
            Settings settings,
            Handling handling,
            Wire wire,
            ConnectionObserver observer) {
        this.progress = new Progress(observer);
        this.opening = opening;
        this.settings = settings;
        this.handling = handling;
        this.wire = wire;
        Deflation agreed = opening.deflation();
        this.outbox = new Outbox(wire, this, new Encoder(agreed, settings));
        this.incoming = new Incoming(wire, this, settings, handling.isStreamed(), agreed);
        this.receiver = new Receiver(this, incoming);
        this.pulse = new Pulse(this);
    }

    /** Serves it to its end, in the calling thread. */
    public void run() {
        own = Thread.currentThread();
        receiver.handlerBegins();
        try {
            handling.serve(this);
            closeIfOpen(WebSocketClose.NORMAL, "", null);
        } catch (Exception e) {
            failed(e);
        }
        while (receiver.next() != null) {
            // What came after our close is nobody's any more.
        }
        outbox.end();
        leaveTheWire();
        incoming.end();
        own = null;
        WebSocketClose known = end.get();
        WebSocketClose close =
                known == null ? new WebSocketClose(WebSocketClose.ABNORMAL, "", null) : known;
        try {
            handling.closed(this, close);
        } catch (Exception e) {
            LOG.log(WARNING, "WebSocket " + this + ": onClose failed", e);
        }
        progress.ended(id(), request(), close);
    }

    /** The wire goes back to its engine, which writes the end: nobody else may be writing then. */
    private void leaveTheWire() {
        long now = System.nanoTime();
        if (!outbox.awaitNobodyWrites(now + A_MOMENT)) {
            wire.abort();
            outbox.awaitNobodyWrites(now + settings.config().closeTimeout().toNanos());
        }
    }

    private void failed(Exception e) {
        if (e instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        if (closeIfOpen(WebSocketClose.INTERNAL_ERROR, "", e)) {
            LOG.log(WARNING, "WebSocket " + this + ": the handler failed", e);
        } else {
            LOG.log(DEBUG, () -> "WebSocket " + this + ": the handler ended after it: " + e);
        }
    }

    /** Waits for something to receive, near the caller: a deep stack costs an idle session most. */
    public void rest() {
        receiver.rest(wire);
    }

    /** The next message, or piece of one; null when the session has ended. */
    public @Nullable Inbound receivePiece() {
        return receiver.next();
    }

    @Override
    public @Nullable WebSocketMessage receive() {
        while (true) {
            Inbound received = receiver.next();
            if (received == null) {
                return null;
            }
            WebSocketMessage message = received.asMessage();
            if (handling.passes(this, message)) {
                return message;
            }
        }
    }

    /** Reads, in the thread whose turn it is; null at the end, which is then arranged for. */
    @Nullable Inbound read(Incoming from) {
        try {
            Inbound received = from.next();
            pulse.message();
            if (received != null && received.endsMessage()) {
                progress.messageReceived();
            }
            return received;
        } catch (Incoming.Stop e) {
            switch (e.why()) {
                case LEFT -> {
                    return Receiver.LEFT;
                }
                case END -> {
                    lost(new EOFException("the peer ended the connection without a close frame"));
                    outbox.end();
                }
                case CLOSED -> goodbye(false);
            }
        } catch (WebSocketFailure e) {
            LOG.log(DEBUG, () -> "WebSocket " + this + ": " + e.code() + " " + e.reason());
            if (end.compareAndSet(null, new WebSocketClose(e.code(), e.reason(), e))) {
                last(e.code(), e.reason(), false);
            }
            goodbye(true);
        } catch (IOException e) {
            lost(e);
            outbox.end();
        }
        return null;
    }

    /** Ends the connection after the last frame; what a failing peer still sends is skipped. */
    private void goodbye(boolean linger) {
        long deadline = System.nanoTime() + settings.config().closeTimeout().toNanos();
        try {
            if (!outbox.awaitWritten(deadline)) {
                wire.abort();
                return;
            }
            wire.closeOutput();
            for (long left = deadline - System.nanoTime();
                    linger && left > 0 && wire.more(left);
                    left = deadline - System.nanoTime()) {
                wire.consume(wire.available());
            }
        } catch (IOException e) {
            LOG.log(DEBUG, () -> "WebSocket " + this + ": gone before the end: " + e);
        }
    }

    /** The connection is no longer usable. */
    void lost(IOException problem) {
        if (end.compareAndSet(null, new WebSocketClose(WebSocketClose.ABNORMAL, "", problem))) {
            LOG.log(DEBUG, () -> "WebSocket " + this + ": lost: " + problem);
        }
    }

    /** Cuts the connection; whoever reads or writes sees it. */
    void cut(IOException why) {
        lost(why);
        wire.abort();
    }

    /** The session's thread is to stop now. */
    void interrupted() {
        cut(new IOException("the session was interrupted"));
    }

    /** Interrupts its handler and cuts the connection; for a server that waits no longer. */
    public void abort() {
        cut(new IOException("the server waits no longer"));
        Thread running = own;
        if (running != null) {
            running.interrupt();
        }
    }

    @Override
    public Incoming.Wait awaitBytes(boolean withinFrame) throws IOException {
        flush();
        pulse.waits(withinFrame);
        return receiver.await(wire::more, withinFrame);
    }

    @Override
    public void readsPayload() {
        flush();
        pulse.waits(true);
    }

    @Override
    public void heard() {
        pulse.heard();
    }

    @Override
    public @Nullable Inbound control(int opcode, byte[] payload) throws WebSocketFailure {
        pulse.control(settings.config().controlFrameRate());
        switch (opcode) {
            case Opcode.PING -> {
                outbox.putControl(Outgoing.frame(FrameWriter.FIN | Opcode.PONG, payload));
                return shown(Inbound.Kind.PING, payload);
            }
            case Opcode.PONG -> {
                pulse.pong(payload);
                return shown(Inbound.Kind.PONG, payload);
            }
            default -> {
                CloseFrame frame = CloseFrame.read(payload);
                WebSocketClose theirs = new WebSocketClose(frame.code(), frame.reason(), null);
                if (end.compareAndSet(null, theirs)) {
                    last(frame.code(), "", false);
                }
                return null;
            }
        }
    }

    private @Nullable Inbound shown(Inbound.Kind kind, byte[] payload) {
        return handling.wantsControls() ? Inbound.bytes(kind, payload, true) : null;
    }

    private void last(int code, String reason, boolean ahead) {
        pulse.closeBegins();
        outbox.putLast(
                Outgoing.frame(
                        FrameWriter.FIN | Opcode.CLOSE, new CloseFrame(code, reason).payload()),
                ahead);
    }

    /** Writes what the reader has put off. */
    void flush() {
        outbox.writeWhatIsPutOff();
    }

    boolean isReading() {
        return receiver.isReader();
    }

    /** Whether its server is no server of ours, and waits for nothing when it stops. */
    boolean isOnPlainHelidon() {
        return wire instanceof HelidonWire;
    }

    /** Waits until all that was said is written; the server may cut it thereafter. */
    void awaitWritten(long deadlineNanos) {
        if (!outbox.awaitWritten(deadlineNanos)) {
            LOG.log(DEBUG, () -> "WebSocket " + this + ": nobody has heard its farewell");
        }
    }

    Settings settings() {
        return settings;
    }

    Outbox outbox() {
        return outbox;
    }

    Progress progress() {
        return progress;
    }

    Pulse pulse() {
        return pulse;
    }

    Receiver receiver() {
        return receiver;
    }

    @Override
    public String id() {
        return opening.id();
    }

    @Override
    public WebSocketRequest request() {
        return opening.request();
    }

    @Override
    public Optional<String> subProtocol() {
        return Optional.ofNullable(opening.subProtocol());
    }

    @Override
    public Context context() {
        return opening.context().get();
    }

    @Override
    public void send(String text) {
        send(Outgoing.message(true, text.getBytes(StandardCharsets.UTF_8)), null);
    }

    @Override
    public void send(byte[] bytes) {
        send(Outgoing.message(false, bytes), null);
    }

    @Override
    public void send(PreparedMessage message) {
        send(Outgoing.prepared(message, null), null);
    }

    @Override
    public void send(PreparedMessage message, long deadlineNanos) {
        send(Outgoing.prepared(message, null), deadlineNanos);
    }

    private void send(Outgoing message, @Nullable Long deadlineNanos) {
        pulse.message();
        Outbox.Put put = outbox.put(message);
        if (put == Outbox.Put.FULL) {
            put =
                    switch (settings.config().overflow()) {
                        case DISCONNECT -> put;
                        case DROP_OLDEST -> outbox.putDropping(message, false);
                        case LATEST_ONLY -> outbox.putDropping(message, true);
                        case BLOCK -> outbox.put(message, deadline(deadlineNanos));
                    };
        }
        if (put == Outbox.Put.FULL) {
            overflow();
        }
        if (put != Outbox.Put.TAKEN) {
            throw new WebSocketClosedException(id());
        }
        progress.messageSent();
    }

    private long deadline(@Nullable Long given) {
        return given != null
                ? given
                : System.nanoTime() + settings.config().blockTimeout().toNanos();
    }

    private void overflow() {
        String reason = "too slow";
        if (end.compareAndSet(null, new WebSocketClose(WebSocketClose.TRY_AGAIN, reason, null))) {
            last(WebSocketClose.TRY_AGAIN, reason, true);
        }
    }

    @Override
    public CompletableFuture<Void> sendAsync(PreparedMessage message) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        pulse.message();
        if (outbox.put(Outgoing.prepared(message, done)) == Outbox.Put.TAKEN) {
            progress.messageSent();
        } else {
            done.completeExceptionally(new WebSocketClosedException(id()));
        }
        return done;
    }

    @Override
    public boolean trySend(PreparedMessage message) {
        return trySend(message, Runnable::run);
    }

    @Override
    public boolean trySend(PreparedMessage message, Consumer<Runnable> later) {
        pulse.message();
        boolean taken = outbox.put(Outgoing.prepared(message, null), later) == Outbox.Put.TAKEN;
        if (taken) {
            progress.messageSent();
        }
        return taken;
    }

    @Override
    public Writer textStream() {
        return new OutputStreamWriter(textBytes(), StandardCharsets.UTF_8);
    }

    /** As {@link #textStream}, for bytes that are UTF-8 already. */
    public OutputStream textBytes() {
        return new MessageStream(this, Opcode.TEXT);
    }

    @Override
    public OutputStream binaryStream() {
        return new MessageStream(this, Opcode.BINARY);
    }

    @Override
    public void ping(byte[] data) {
        if (data.length > 125) {
            throw new IllegalArgumentException(
                    "data: " + data.length + " bytes (expected: at most 125)");
        }
        if (!isOpen()) {
            throw new WebSocketClosedException(id());
        }
        outbox.putControl(Outgoing.frame(FrameWriter.FIN | Opcode.PING, data));
    }

    /** Sends a pong that nobody has asked for (section 5.5.3). */
    public void pong(byte[] data) {
        outbox.putControl(Outgoing.frame(FrameWriter.FIN | Opcode.PONG, data));
    }

    @Override
    public void close(int code, String reason) {
        if (!CloseFrame.maySend(code)) {
            throw new IllegalArgumentException(
                    "code: " + code + " (expected: 1000 to 1003, 1007 to 1014, or 3000 to 4999)");
        }
        closeIfOpen(code, reason, null);
    }

    private boolean closeIfOpen(int code, String reason, @Nullable Throwable cause) {
        if (!end.compareAndSet(null, new WebSocketClose(code, reason, cause))) {
            return false;
        }
        last(code, reason, false);
        return true;
    }

    @Override
    public boolean isOpen() {
        return end.get() == null;
    }

    @Override
    public Optional<Duration> roundTrip() {
        return pulse.roundTrip();
    }

    @Override
    public int queuedMessages() {
        return outbox.waitingMessages();
    }

    @Override
    public long queuedBytes() {
        return outbox.waitingBytes();
    }

    @Override
    public String toString() {
        return id() + " " + request().path();
    }
}
