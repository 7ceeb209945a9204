package dev.serve.grpc;

import dev.serve.api.routing.RouteView;
import dev.serve.api.routing.Scope;
import dev.serve.api.spi.DescribedRoute;
import dev.serve.grpc.call.CallSettings;
import dev.serve.grpc.call.CallTaker;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.helidon.http.HttpPrologue;
import io.helidon.http.PathMatcher;
import io.helidon.http.PathMatchers;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The methods of one service, at {@code /package.Service/Method}. Immutable. */
final class GrpcRoute implements DescribedRoute {

    private static final PathMatcher ANY = PathMatchers.any();

    private final Scope scope;
    private final CallSettings settings;
    private final String service;
    private final Map<String, ServerMethodDefinition<?, ?>> methods;

    GrpcRoute(Scope scope, ServerServiceDefinition definition, CallSettings settings) {
        this.scope = scope;
        this.settings = settings;
        this.service = definition.getServiceDescriptor().getName();
        this.methods = Requests.methods(definition);
    }

    @Override
    public RouteView view() {
        return new RouteView(
                Set.of("POST"),
                "/" + service + "/*",
                scope.conditions().stream().map(Scope.Condition::text).toList(),
                GrpcProtocol.GRPC);
    }

    @Override
    public PathMatchers.MatchResult accepts(HttpPrologue prologue) {
        return PathMatchers.MatchResult.notAccepted();
    }

    @Override
    public PathMatchers.MatchResult accepts(HttpPrologue prologue, ServerRequestHeaders headers) {
        return methods.containsKey(prologue.uriPath().path())
                        && Requests.isCall(prologue, headers)
                        && scope.accepts(headers)
                ? ANY.match(prologue.uriPath())
                : PathMatchers.MatchResult.notAccepted();
    }

    @Override
    public Handler handler() {
        return this::handle;
    }

    private void handle(ServerRequest request, ServerResponse response) {
        ServerMethodDefinition<?, ?> method = methods.get(request.prologue().uriPath().path());
        if (method == null) {
            response.next();
        } else {
            Requests.serve(request, response, new CallTaker(settings, request, method));
        }
    }

    @Override
    public Optional<PathMatcher> pathMatcher() {
        return Optional.empty();
    }

    @Override
    public String toString() {
        return view().toString();
    }
}
