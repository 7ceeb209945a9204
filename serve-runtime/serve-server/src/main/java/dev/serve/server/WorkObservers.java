package dev.serve.server;

import dev.serve.api.pool.ConnectionView;
import dev.serve.api.pool.TlsFacts;
import dev.serve.api.spi.WorkObserver;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Several observers as one; each is told in turn. Immutable. */
record WorkObservers(WorkObserver first, WorkObserver rest) implements WorkObserver {

    /** The observers as one; {@link WorkObserver#NONE} if there are none. */
    static WorkObserver of(List<WorkObserver> observers) {
        return observers.stream().reduce(WorkObservers::new).orElse(NONE);
    }

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
    public void callEnded(
            String connectionId, String method, String code, boolean streamed, long nanos) {
        first.callEnded(connectionId, method, code, streamed, nanos);
        rest.callEnded(connectionId, method, code, streamed, nanos);
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
