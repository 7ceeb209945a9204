package dev.serve.observe.log;

import dev.serve.api.pool.ConnectionView;
import dev.serve.api.pool.TlsFacts;
import dev.serve.api.spi.WorkObserver;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Tells the access log of the work of one listener, after somebody else. Immutable. */
public record ListenerLog(AccessLog log, String listener, WorkObserver first)
        implements WorkObserver {

    @Override
    public void requestEnded(
            ConnectionContext connection,
            RoutingRequest request,
            RoutingResponse response,
            boolean failed,
            long nanos) {
        first.requestEnded(connection, request, response, failed, nanos);
        log.request(listener, connection, request, response, nanos);
    }

    @Override
    public void callEnded(
            String connectionId, String method, String code, boolean streamed, long nanos) {
        first.callEnded(connectionId, method, code, streamed, nanos);
        log.call(listener, connectionId, method, code, streamed, nanos);
    }

    @Override
    public void messageReceived() {
        first.messageReceived();
    }

    @Override
    public void messageSent() {
        first.messageSent();
    }

    @Override
    public void handshakeEnded(@Nullable TlsFacts facts, long nanos) {
        first.handshakeEnded(facts, nanos);
    }

    @Override
    public void connectionEnded(Supplier<ConnectionView> view) {
        first.connectionEnded(view);
        log.connection(listener, view);
    }
}
