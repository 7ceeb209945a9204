package dev.serve.api.spi;

import dev.serve.api.pool.ConnectionView;
import dev.serve.api.pool.TlsFacts;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Sees the work of one listener as it ends, in the thread that has done it: for metrics and access
 * logs. Every method is quick, throws nothing, and may be called by any thread; what is not wanted
 * is left as it is.
 *
 * <p>Where nobody observes, {@link #NONE} stands, and nothing is measured for it.
 */
public interface WorkObserver {

    /** Sees nothing. */
    @SuppressWarnings("ClassInitializationDeadlock") // the class is reached from here alone
    WorkObserver NONE = new UnobservedWork();

    /** Several as one, each told in turn; {@link #NONE} if there are none. */
    static WorkObserver all(List<WorkObserver> observers) {
        return observers.stream().reduce(WorkObservers::new).orElse(NONE);
    }

    /**
     * A request over HTTP has been answered, or its connection or stream has been handed over to
     * another protocol. {@link #streamEnded} is called instead where the answer was an event
     * stream.
     *
     * @param request as its engine has it; {@code matchingPattern} is the route's that answered,
     *     and {@link dev.serve.api.routing.RequestTrace} knows its span
     * @param failed whether it was answered by 500 or above, or not at all
     * @param nanos how long it took, from its head to the end of its answer
     */
    default void requestEnded(
            ConnectionContext connection,
            RoutingRequest request,
            RoutingResponse response,
            boolean failed,
            long nanos) {}

    /**
     * An answer of server-sent events has ended. How long it took says nothing of the server: it
     * goes on until somebody ends it.
     *
     * @param request as with {@link #requestEnded}
     * @param failed whether it was cut by something else than its client's leaving
     * @param nanos how long it took
     */
    default void streamEnded(
            ConnectionContext connection,
            RoutingRequest request,
            RoutingResponse response,
            boolean failed,
            long nanos) {}

    /**
     * A call of gRPC has ended.
     *
     * @param connectionId such as {@code conn_00000000002a}
     * @param method the name of a method that there is, or {@code other}
     * @param code how, such as {@code OK}
     * @param streamed whether it was more than one message each way
     * @param origin where it came from; null where that is not known
     */
    default void callEnded(
            String connectionId,
            String method,
            String code,
            boolean streamed,
            long nanos,
            @Nullable CallOrigin origin) {}

    /** What was to be a request over HTTP has been answered by its engine. */
    default void requestRefused(RefusedRequest refused) {}

    /** A message of a session has come, whole. */
    default void messageReceived() {}

    /** A session has taken a message to send. */
    default void messageSent() {}

    /** A session of WebSocket has ended. */
    default void sessionEnded(SessionEnd end) {}

    /**
     * A TLS handshake has ended.
     *
     * @param facts what it has settled; null if it failed
     */
    default void handshakeEnded(@Nullable TlsFacts facts, long nanos) {}

    /**
     * A connection has ended.
     *
     * @param view what it was at its end; made when it is asked for
     */
    default void connectionEnded(Supplier<ConnectionView> view) {}
}
