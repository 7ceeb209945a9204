package dev.serve.grpc.call;

import dev.serve.api.spi.StreamTaker;
import dev.serve.api.spi.TakenStream;
import io.grpc.Codec;
import io.grpc.Context;
import io.grpc.Decompressor;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerMethodDefinition;
import io.grpc.Status;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.util.OptionalLong;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Serves one call, from its request to its end. */
public final class CallTaker implements StreamTaker {

    /** What filters handed on to the handler, as Helidon has it. */
    public static final Context.Key<io.helidon.common.context.Context> SERVED =
            Context.key("dev.serve.grpc.context");

    /** The taker of the call. */
    public static final Context.Key<CallTaker> TAKER = Context.key("dev.serve.grpc.taker");

    /** The last words to a call when the time to drain has passed. */
    private static final Status LATE =
            Status.UNAVAILABLE.withDescription(
                    "The connection is going away, and the time to end in has passed");

    /** Counts as the name of every method that is not there. */
    private static final String OTHER = "other";

    private final CallSettings settings;
    private final ServerRequest request;
    private final ServerMethodDefinition<?, ?> method;
    private final boolean framed;

    /** Guarded by this object's monitor, with the next four. */
    private @Nullable Call<?, ?> call;

    private boolean lost;
    private boolean expired;
    private boolean closing;
    private @Nullable Runnable whenClosing;

    /** A call of a method that there is. */
    public CallTaker(
            CallSettings settings, ServerRequest request, ServerMethodDefinition<?, ?> method) {
        this(settings, request, method, true);
    }

    private CallTaker(
            CallSettings settings,
            ServerRequest request,
            ServerMethodDefinition<?, ?> method,
            boolean framed) {
        this.settings = settings;
        this.request = request;
        this.method = method;
        this.framed = framed;
    }

    /**
     * A call whose client knows nothing of the messages of gRPC: what it says of their encodings is
     * not about those that are made for it.
     */
    public static CallTaker unframed(
            CallSettings settings, ServerRequest request, ServerMethodDefinition<?, ?> method) {
        return new CallTaker(settings, request, method, false);
    }

    /** Refuses a call of no method that there is: an answer that is all in its head. */
    public static StreamTaker refusing(ServerRequest request, Status status) {
        return stream -> {
            long began = System.nanoTime();
            try {
                refuse(stream, status);
            } finally {
                stream.callEnded(
                        OTHER,
                        status.getCode().name(),
                        false,
                        System.nanoTime() - began,
                        new Origin(request));
            }
        };
    }

    private static Status.Code refuse(TakenStream stream, Status status) throws IOException {
        stream.begin(Fields.headOnly(status, new Metadata()));
        stream.end(Outgoing.none());
        return status.getCode();
    }

    @Override
    public void take(TakenStream stream) throws IOException {
        Status.Code code = Status.Code.UNKNOWN;
        long began = System.nanoTime();
        try {
            code = admitted(stream);
        } finally {
            stream.callEnded(
                    method.getMethodDescriptor().getFullMethodName(),
                    code.name(),
                    method.getMethodDescriptor().getType() != MethodType.UNARY,
                    System.nanoTime() - began,
                    new Origin(request));
        }
    }

    private Status.Code admitted(TakenStream stream) throws IOException {
        Counts counts = settings.counts();
        Integer most = settings.config().maxConcurrentCalls();
        if (!counts.enter(most)) {
            return refuse(
                    stream,
                    Status.RESOURCE_EXHAUSTED.withDescription(
                            "Too many calls are in work (expected: at most " + most + ")"));
        }
        try {
            return serve(stream, method);
        } finally {
            counts.leave();
        }
    }

    private <Q, R> Status.Code serve(TakenStream stream, ServerMethodDefinition<Q, R> definition)
            throws IOException {
        Caller known = Caller.of(request, stream.wire().tlsSession());
        Caller caller = framed ? known : known.withoutEncodings();
        Decompressor decompressor = null;
        if (caller.encoding() != null) {
            decompressor = settings.decompressors().lookupDecompressor(caller.encoding());
            if (decompressor == null) {
                return refuse(
                        stream,
                        Status.UNIMPLEMENTED.withDescription(
                                "grpc-encoding: \""
                                        + caller.encoding()
                                        + "\" (expected: gzip or identity)"));
            }
        }
        OptionalLong timeout = OptionalLong.empty();
        if (caller.timeout() != null) {
            timeout = Timeout.nanos(caller.timeout());
            if (timeout.isEmpty()) {
                return refuse(
                        stream,
                        Status.INTERNAL.withDescription(
                                "grpc-timeout: \""
                                        + caller.timeout()
                                        + "\" (expected: up to eight digits and one of H M S m u n)"));
            }
        }
        Call<Q, R> begun =
                new Call<>(
                        definition.getMethodDescriptor(),
                        caller,
                        settings,
                        stream,
                        new Incoming(
                                stream,
                                settings.config().maxReceiveMessageLength(),
                                decompressor == Codec.Identity.NONE ? null : decompressor),
                        context(caller, timeout));
        boolean gone;
        boolean late;
        synchronized (this) {
            call = begun;
            gone = lost;
            late = expired;
        }
        if (gone) {
            begun.lost();
        } else if (late) {
            begun.breakOff(LATE);
        }
        return begun.run(definition.getServerCallHandler());
    }

    private Context.CancellableContext context(Caller caller, OptionalLong timeout) {
        Context context = Context.ROOT.withValues(SERVED, caller.context(), TAKER, this);
        return timeout.isEmpty()
                ? context.withCancellation()
                : context.withDeadlineAfter(
                        timeout.getAsLong(), TimeUnit.NANOSECONDS, ForkJoinPool.commonPool());
    }

    @Override
    public void readable() {
        Call<?, ?> begun = begun();
        if (begun != null) {
            begun.signal();
        }
    }

    /**
     * Says what is to happen when the connection takes nothing new and waits for the end of this
     * call; at once if that is so, else in a thread of its own. Called once at most.
     */
    public void whenClosing(Runnable then) {
        synchronized (this) {
            if (!closing) {
                whenClosing = then;
                return;
            }
        }
        then.run();
    }

    @Override
    public void closing() {
        Runnable then;
        synchronized (this) {
            closing = true;
            then = whenClosing;
        }
        if (then != null) {
            Thread.ofVirtual().name("serve-grpc-closing").start(then);
        }
    }

    @Override
    public boolean expires() {
        Call<?, ?> begun;
        synchronized (this) {
            expired = true;
            begun = call;
        }
        if (begun != null) {
            Thread.ofVirtual().name("serve-grpc-expired").start(() -> begun.breakOff(LATE));
        }
        return true;
    }

    @Override
    public void lost() {
        Call<?, ?> begun;
        synchronized (this) {
            lost = true;
            begun = call;
        }
        if (begun != null) {
            begun.lost();
        }
    }

    private synchronized @Nullable Call<?, ?> begun() {
        return call;
    }
}
