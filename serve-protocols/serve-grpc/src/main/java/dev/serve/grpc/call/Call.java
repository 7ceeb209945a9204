package dev.serve.grpc.call;

import static java.lang.System.Logger.Level.WARNING;

import dev.serve.api.spi.TakenStream;
import io.grpc.Attributes;
import io.grpc.Codec;
import io.grpc.Compressor;
import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.SecurityLevel;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import io.helidon.http.Headers;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One call, as grpc-java's handlers and interceptors see it.
 *
 * <p>The thread of the stream calls the listener, one callback at a time, and waits in between for
 * whatever comes first: bytes, somebody who wants a message, room to send, the end. When the client
 * goes away or the deadline passes, the context is cancelled at once, the thread is interrupted if
 * it is in a callback, and {@code onCancel} is the last callback.
 */
final class Call<Q, R> extends ServerCall<Q, R> {

    private static final System.Logger LOG = System.getLogger(Call.class.getName());

    /** RFC 9113 section 7. */
    private static final int CANCEL = 8;

    private final MethodDescriptor<Q, R> method;
    private final Caller caller;
    private final CallSettings settings;
    private final TakenStream stream;
    private final Incoming incoming;
    private final Outgoing outgoing;
    private final Context.CancellableContext context;
    private final AtomicInteger requested = new AtomicInteger();

    private Compressor compressor = Codec.Identity.NONE;
    private boolean compresses = true;

    /** Guarded by this object's monitor. */
    private boolean headSent;

    private boolean messageSent;

    /** How it has ended, once it has; guarded by this object's monitor, with the next two. */
    private @Nullable Status end;

    /** Whether it has ended without the handler, which learns it as a cancellation. */
    private volatile boolean cancelled;

    private boolean inCallback;
    private @Nullable Thread thread;

    private volatile boolean ready = true;
    private volatile boolean signalled;

    Call(
            MethodDescriptor<Q, R> method,
            Caller caller,
            CallSettings settings,
            TakenStream stream,
            Incoming incoming,
            Context.CancellableContext context) {
        this.method = method;
        this.caller = caller;
        this.settings = settings;
        this.stream = stream;
        this.incoming = incoming;
        this.context = context;
        this.outgoing =
                new Outgoing(
                        stream,
                        method.getType() == MethodDescriptor.MethodType.UNARY,
                        this::outgoingChanged);
    }

    /** Something has happened that the thread of the call may wait for. */
    void signal() {
        signalled = true;
        Thread waiting;
        synchronized (this) {
            waiting = thread;
        }
        LockSupport.unpark(waiting);
    }

    private void outgoingChanged() {
        ready = true;
        signal();
    }

    // ---- the thread of the stream

    /** Serves it to its end; how that was. */
    Status.Code run(ServerCallHandler<Q, R> handler) {
        synchronized (this) {
            thread = Thread.currentThread();
        }
        Context before = context.attach();
        try {
            context.addListener(this::contextCancelled, Runnable::run);
            serve(handler);
        } finally {
            context.detach(before);
            synchronized (this) {
                thread = null;
            }
            context.cancel(null);
        }
        return code();
    }

    private synchronized Status.Code code() {
        return end == null ? Status.Code.UNKNOWN : end.getCode();
    }

    private void serve(ServerCallHandler<Q, R> handler) {
        Listener<Q> listener = new Listener<>() {};
        enter();
        try {
            Listener<Q> started = handler.startCall(this, caller.metadata());
            if (started == null) {
                throw new IllegalStateException(
                        "startCall of "
                                + method.getFullMethodName()
                                + " returned null (expected: a listener)");
            }
            listener = started;
        } catch (RuntimeException | Error e) {
            fails(e);
        } finally {
            leave();
        }
        boolean halfClosed = false;
        while (true) {
            signalled = false;
            if (cancelled) {
                call(listener::onCancel);
                while (!outgoing.isOver()) {
                    signalled = false;
                    if (!outgoing.isOver()) {
                        await();
                    }
                }
                return;
            }
            if (hasEnded()) {
                if (outgoing.isOver()) {
                    call(listener::onComplete);
                    return;
                }
                await();
                continue;
            }
            if (ready) {
                ready = false;
                if (outgoing.isReady()) {
                    call(listener::onReady);
                    continue;
                }
            }
            Incoming.Found found = halfClosed ? Incoming.Found.NOTHING : look();
            switch (found) {
                case MESSAGE -> message(listener);
                case END -> {
                    halfClosed = true;
                    call(listener::onHalfClose);
                }
                case NOTHING -> await();
            }
        }
    }

    private Incoming.Found look() {
        try {
            return incoming.look(requested.get() > 0);
        } catch (IOException e) {
            lost();
        } catch (StatusRuntimeException e) {
            breakOff(e.getStatus());
        }
        return Incoming.Found.NOTHING;
    }

    private void message(Listener<Q> listener) {
        requested.decrementAndGet();
        call(
                () -> {
                    try (InputStream bytes = incoming.take()) {
                        listener.onMessage(method.parseRequest(bytes));
                    } catch (IOException e) {
                        throw new IllegalStateException("a message cannot be read", e);
                    }
                });
    }

    private void await() {
        while (!signalled) {
            LockSupport.park(this);
            if (Thread.interrupted()) {
                interrupted();
            }
        }
    }

    /** The server has no more patience; a client that does not take its end gets none. */
    private void interrupted() {
        if (hasEnded()) {
            stream.reset(CANCEL);
            outgoing.lose();
        } else {
            breakOff(Status.UNAVAILABLE.withDescription("The server is stopping"));
        }
    }

    private void call(Runnable callback) {
        enter();
        try {
            callback.run();
        } catch (RuntimeException | Error e) {
            fails(e);
        } finally {
            leave();
        }
        outgoing.flush();
    }

    private synchronized void enter() {
        inCallback = true;
    }

    /** An interrupt was meant for the callback. */
    private void leave() {
        synchronized (this) {
            inCallback = false;
        }
        if (Thread.interrupted() && !cancelled && !hasEnded()) {
            interrupted();
        }
    }

    /** A handler has thrown: its own status is told, of anything else nothing but that. */
    private void fails(Throwable failure) {
        if (hasEnded()) {
            if (!cancelled) {
                LOG.log(WARNING, "gRPC call " + method.getFullMethodName() + " failed", failure);
            }
            return;
        }
        if (failure instanceof StatusRuntimeException known) {
            breakOff(known.getStatus(), known.getTrailers());
        } else if (failure.getCause() instanceof StatusException known) {
            breakOff(known.getStatus(), known.getTrailers());
        } else {
            LOG.log(WARNING, "gRPC call " + method.getFullMethodName() + " failed", failure);
            breakOff(Status.UNKNOWN.withDescription("Application error processing RPC"));
        }
    }

    // ---- ends

    private synchronized boolean hasEnded() {
        return end != null;
    }

    /** Whoever calls first ends it. */
    private synchronized boolean claimEnd(Status status) {
        if (end != null) {
            return false;
        }
        end = status;
        return true;
    }

    /** Ends it without the handler: the client is told, then the handler. */
    void breakOff(Status status) {
        breakOff(status, null);
    }

    private void breakOff(Status status, @Nullable Metadata trailers) {
        if (claimEnd(status)) {
            cancelled = true;
            sendEnd(status, trailers == null ? new Metadata() : trailers);
            abandon(status);
        }
    }

    /** The stream is gone; by any thread, quickly. */
    void lost() {
        outgoing.lose();
        if (claimEnd(Status.CANCELLED)) {
            cancelled = true;
            Thread.ofVirtual()
                    .name("serve-grpc-cancel")
                    .start(() -> abandon(Status.CANCELLED.withDescription("The client has gone")));
        }
    }

    private void abandon(Status status) {
        context.cancel(status.asRuntimeException());
        Thread working = null;
        synchronized (this) {
            if (inCallback && thread != Thread.currentThread()) {
                working = thread;
            }
            if (working != null) {
                working.interrupt();
            }
        }
        signal();
    }

    private void contextCancelled(Context cancelledContext) {
        if (cancelledContext.cancellationCause() instanceof TimeoutException) {
            breakOff(
                    Status.DEADLINE_EXCEEDED.withDescription(
                            "The deadline of the call has passed"));
        }
    }

    private void sendEnd(Status status, Metadata trailers) {
        boolean begun;
        synchronized (this) {
            begun = headSent;
        }
        if (begun) {
            outgoing.end(Fields.trailers(status, trailers));
            return;
        }
        headSent = true;
        try {
            outgoing.headOnly(Fields.headOnly(status, trailers));
        } catch (IOException | IllegalStateException e) {
            outgoing.lose();
        }
    }

    // ---- what handlers call

    @Override
    public void request(int count) {
        if (count < 0) {
            throw new IllegalArgumentException("request: " + count + " (expected: 0 or more)");
        }
        requested.accumulateAndGet(count, (a, b) -> a + b < 0 ? Integer.MAX_VALUE : a + b);
        signal();
    }

    @Override
    public void sendHeaders(Metadata headers) {
        if (hasEnded()) {
            checkNotClosed();
            return;
        }
        if (headSent) {
            throw new IllegalStateException("sendHeaders has already been called");
        }
        var fields = Fields.head(headers);
        if (compressor != Codec.Identity.NONE) {
            if (caller.takes(compressor.getMessageEncoding())) {
                fields.set(Fields.GRPC_ENCODING, compressor.getMessageEncoding());
            } else {
                compressor = Codec.Identity.NONE;
            }
        }
        begin(fields);
    }

    /** Another thread may end the call at the same time. */
    private void begin(Headers fields) {
        try {
            synchronized (this) {
                if (end != null) {
                    return;
                }
                outgoing.begin(fields);
                headSent = true;
            }
            outgoing.flushSoon();
        } catch (IOException e) {
            outgoing.lose();
        }
    }

    @Override
    public void sendMessage(R message) {
        if (hasEnded()) {
            checkNotClosed();
            return;
        }
        if (!headSent) {
            throw new IllegalStateException("sendHeaders has not been called");
        }
        if (messageSent && method.getType().serverSendsOneMessage()) {
            breakOff(Status.INTERNAL.withDescription("Too many responses"));
            return;
        }
        messageSent = true;
        byte[] frame;
        try {
            frame =
                    Serializer.frame(
                            method.streamResponse(message),
                            compresses ? compressor : Codec.Identity.NONE,
                            settings.config().maxSendMessageLength());
        } catch (StatusRuntimeException e) {
            breakOff(e.getStatus());
            return;
        }
        outgoing.send(frame);
    }

    private void checkNotClosed() {
        if (!cancelled) {
            throw new IllegalStateException("call is closed");
        }
    }

    @Override
    public void close(Status status, Metadata trailers) {
        Status told = status;
        if (status.isOk() && method.getType().serverSendsOneMessage() && !messageSent) {
            told = Status.INTERNAL.withDescription("Completed without a response");
        }
        if (!claimEnd(told)) {
            if (!cancelled) {
                throw new IllegalStateException("call already closed");
            }
            return;
        }
        sendEnd(told, trailers);
        signal();
    }

    @Override
    public boolean isReady() {
        return outgoing.isReady();
    }

    @Override
    public boolean isCancelled() {
        return cancelled;
    }

    @Override
    public void setOnReadyThreshold(int bytes) {
        outgoing.threshold(bytes);
    }

    @Override
    public void setMessageCompression(boolean enabled) {
        compresses = enabled;
    }

    @Override
    public void setCompression(String name) {
        if (headSent) {
            throw new IllegalStateException("sendHeaders has been called");
        }
        compressor = settings.compressor(name);
    }

    @Override
    public SecurityLevel getSecurityLevel() {
        return caller.level();
    }

    @Override
    public Attributes getAttributes() {
        return caller.attributes();
    }

    @Override
    public String getAuthority() {
        return caller.authority();
    }

    @Override
    public MethodDescriptor<Q, R> getMethodDescriptor() {
        return method;
    }
}
