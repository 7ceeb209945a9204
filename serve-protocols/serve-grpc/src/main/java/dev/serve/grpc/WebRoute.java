package dev.serve.grpc;

import dev.serve.api.routing.RouteView;
import dev.serve.api.routing.Scope;
import dev.serve.api.spi.DescribedRoute;
import dev.serve.api.spi.StreamTaker;
import dev.serve.grpc.call.CallSettings;
import dev.serve.grpc.call.CallTaker;
import dev.serve.grpc.http.PlainCall;
import dev.serve.grpc.web.WebForm;
import dev.serve.grpc.web.WebType;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.helidon.http.HttpPrologue;
import io.helidon.http.Method;
import io.helidon.http.PathMatcher;
import io.helidon.http.PathMatchers;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.Map;
import java.util.Set;

/**
 * The methods of one service for gRPC-Web, at {@code /package.Service/Method}; or UNIMPLEMENTED for
 * every other. Immutable.
 */
final class WebRoute implements DescribedRoute {

    private static final PathMatcher ANY = PathMatchers.any();

    private final Scope scope;
    private final String pattern;
    private final CallSettings settings;
    private final boolean all;
    private final Map<String, ServerMethodDefinition<?, ?>> methods;

    /** Of a service. */
    WebRoute(Scope scope, ServerServiceDefinition definition, CallSettings settings) {
        this.scope = scope;
        this.pattern = "/" + definition.getServiceDescriptor().getName() + "/*";
        this.settings = settings;
        this.all = false;
        this.methods = Requests.methods(definition);
    }

    /** For the methods that are not there. */
    WebRoute(CallSettings settings) {
        this.scope = Scope.ALL;
        this.pattern = "/*";
        this.settings = settings;
        this.all = true;
        this.methods = Map.of();
    }

    @Override
    public RouteView view() {
        return new RouteView(
                Set.of("POST"),
                pattern,
                scope.conditions().stream().map(Scope.Condition::text).toList(),
                "grpc-web");
    }

    @Override
    public boolean isListed() {
        return !all;
    }

    @Override
    public PathMatchers.MatchResult accepts(HttpPrologue prologue) {
        return PathMatchers.MatchResult.notAccepted();
    }

    @Override
    public PathMatchers.MatchResult accepts(HttpPrologue prologue, ServerRequestHeaders headers) {
        return prologue.method().equals(Method.POST)
                        && (all || methods.containsKey(prologue.uriPath().path()))
                        && WebType.of(headers) != null
                        && scope.accepts(headers)
                ? ANY.match(prologue.uriPath())
                : PathMatchers.MatchResult.notAccepted();
    }

    @Override
    public Handler handler() {
        return this::handle;
    }

    private void handle(ServerRequest request, ServerResponse response) {
        WebType type = WebType.of(request.headers());
        if (type == null) {
            response.next();
            return;
        }
        ServerMethodDefinition<?, ?> method = methods.get(request.prologue().uriPath().path());
        StreamTaker call =
                method == null
                        ? Requests.unknown(request)
                        : new CallTaker(settings, request, method);
        PlainCall.serve(request, response, new WebForm(request, type), call);
    }

    @Override
    public String toString() {
        return view().toString();
    }
}
