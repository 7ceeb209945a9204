package dev.serve.http;

import dev.serve.api.config.ListenerConfig;
import dev.serve.api.routing.HttpExchange;
import dev.serve.api.routing.Rejection;
import dev.serve.api.routing.RequestClient;
import io.helidon.common.context.Context;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.RoutingResponse;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.net.SocketAddress;
import java.security.Principal;
import java.util.Optional;

/** A request as filters see it. Belongs to the request's thread. */
final class RequestExchange implements HttpExchange {

    private final String listener;
    private final ListenerConfig config;
    private final ServerRequest request;
    private final RoutingResponse response;

    RequestExchange(
            String listener,
            ListenerConfig config,
            ServerRequest request,
            RoutingResponse response) {
        this.listener = listener;
        this.config = config;
        this.request = request;
        this.response = response;
    }

    @Override
    public ServerRequest request() {
        return request;
    }

    @Override
    public ServerResponse response() {
        return response;
    }

    @Override
    public String protocol() {
        return GrpcWords.isCall(request.headers()) ? GrpcWords.GRPC : HttpProtocol.HTTP;
    }

    @Override
    public String listener() {
        return listener;
    }

    @Override
    public ListenerConfig config() {
        return config;
    }

    @Override
    public String target() {
        return request.prologue().uriPath().path();
    }

    @Override
    public Optional<String> header(String name) {
        return request.headers().first(HeaderNames.create(name));
    }

    @Override
    public SocketAddress remoteAddress() {
        return request.remotePeer().address();
    }

    @Override
    public SocketAddress client() {
        return RequestClient.of(request);
    }

    @Override
    public boolean secure() {
        return request.isSecure();
    }

    @Override
    public Optional<Principal> verifiedClient() {
        return request.remotePeer().tlsPrincipal();
    }

    @Override
    public Context context() {
        return request.context();
    }

    @Override
    public void reject(Rejection rejection) {
        if (response.hasEntity()) {
            throw new IllegalStateException(
                    "an answer to " + target() + " has begun (expected: reject before that)");
        }
        if (GrpcWords.isCall(request.headers())) {
            GrpcWords.answer(request.headers(), response, rejection);
        } else {
            Refusals.answer(request.prologue().method(), response, rejection);
        }
    }
}
