package dev.serve.observe.log;

import dev.serve.api.pool.ConnectionView;
import dev.serve.api.spi.CallOrigin;
import dev.serve.api.spi.RefusedRequest;
import dev.serve.api.spi.SessionEnd;
import dev.serve.api.spi.WorkObserver;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Tells the access log of the work of one listener. Immutable. */
public record ListenerLog(AccessLog log, String listener) implements WorkObserver {

    @Override
    public void requestEnded(
            ConnectionContext connection,
            RoutingRequest request,
            RoutingResponse response,
            boolean failed,
            long nanos) {
        log.request(listener, connection, request, response, failed, nanos);
    }

    @Override
    public void streamEnded(
            ConnectionContext connection,
            RoutingRequest request,
            RoutingResponse response,
            boolean failed,
            long nanos) {
        log.stream(listener, connection, request, response, failed, nanos);
    }

    @Override
    public void callEnded(
            String connectionId,
            String method,
            String code,
            boolean streamed,
            long nanos,
            @Nullable CallOrigin origin) {
        log.call(listener, connectionId, method, code, streamed, nanos, origin);
    }

    @Override
    public void requestRefused(RefusedRequest refused) {
        log.refused(listener, refused);
    }

    @Override
    public void sessionEnded(SessionEnd end) {
        log.session(listener, end);
    }

    @Override
    public void connectionEnded(Supplier<ConnectionView> view) {
        log.connection(listener, view);
    }
}
