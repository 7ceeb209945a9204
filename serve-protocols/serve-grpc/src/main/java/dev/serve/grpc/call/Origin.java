package dev.serve.grpc.call;

import dev.serve.api.observe.TraceIds;
import dev.serve.api.routing.RequestClient;
import dev.serve.api.routing.RequestTrace;
import dev.serve.api.spi.CallOrigin;
import io.helidon.webserver.http.ServerRequest;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** The request that a call came with. Belongs to its thread. */
record Origin(ServerRequest request) implements CallOrigin {

    @Override
    public SocketAddress client() {
        return RequestClient.of(request);
    }

    @Override
    public int number() {
        return request.id();
    }

    @Override
    public @Nullable TraceIds trace() {
        return RequestTrace.of(request);
    }

    @Override
    public String traceParent() {
        return RequestTrace.parent(request.headers());
    }
}
