package dev.serve.api.spi;

import dev.serve.api.pool.ConnectionView;
import dev.serve.api.pool.TlsFacts;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Two observers as one; each is told in turn. Immutable. */
record WorkObservers(WorkObserver first, WorkObserver rest) implements WorkObserver {

    @Override
    public void requestEnded(
            ConnectionContext connection,
            RoutingRequest request,
            RoutingResponse response,
            boolean failed,
            long nanos) {
        first.requestEnded(connection, request, response, failed, nanos);
        rest.requestEnded(connection, request, response, failed, nanos);
    }

    @Override
    public void streamEnded(
            ConnectionContext connection,
            RoutingRequest request,
            RoutingResponse response,
            boolean failed,
            long nanos) {
        first.streamEnded(connection, request, response, failed, nanos);
        rest.streamEnded(connection, request, response, failed, nanos);
    }

    @Override
    public void callEnded(
            String connectionId,
            String method,
            String code,
            boolean streamed,
            long nanos,
            @Nullable CallOrigin origin) {
        first.callEnded(connectionId, method, code, streamed, nanos, origin);
        rest.callEnded(connectionId, method, code, streamed, nanos, origin);
    }

    @Override
    public void requestRefused(RefusedRequest refused) {
        first.requestRefused(refused);
        rest.requestRefused(refused);
    }

    @Override
    public void messageReceived() {
        first.messageReceived();
        rest.messageReceived();
    }

    @Override
    public void messageSent() {
        first.messageSent();
        rest.messageSent();
    }

    @Override
    public void sessionEnded(SessionEnd end) {
        first.sessionEnded(end);
        rest.sessionEnded(end);
    }

    @Override
    public void handshakeEnded(@Nullable TlsFacts facts, long nanos) {
        first.handshakeEnded(facts, nanos);
        rest.handshakeEnded(facts, nanos);
    }

    @Override
    public void connectionEnded(Supplier<ConnectionView> view) {
        first.connectionEnded(view);
        rest.connectionEnded(view);
    }
}
