package dev.serve.grpc;

import dev.serve.api.routing.RouteView;
import dev.serve.api.spi.DescribedRoute;
import io.helidon.http.HttpPrologue;
import io.helidon.http.PathMatcher;
import io.helidon.http.PathMatchers;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Calls of methods that are not there: UNIMPLEMENTED. Stateless. */
final class UnknownRoute implements DescribedRoute {

    private static final PathMatcher ANY = PathMatchers.any();

    @Override
    public RouteView view() {
        return new RouteView(Set.of("POST"), "/*", List.of(), GrpcProtocol.GRPC);
    }

    @Override
    public boolean isListed() {
        return false;
    }

    @Override
    public PathMatchers.MatchResult accepts(HttpPrologue prologue) {
        return PathMatchers.MatchResult.notAccepted();
    }

    @Override
    public PathMatchers.MatchResult accepts(HttpPrologue prologue, ServerRequestHeaders headers) {
        return Requests.isCall(prologue, headers)
                ? ANY.match(prologue.uriPath())
                : PathMatchers.MatchResult.notAccepted();
    }

    @Override
    public Handler handler() {
        return UnknownRoute::handle;
    }

    private static void handle(ServerRequest request, ServerResponse response) {
        Requests.serve(request, response, Requests.unknown(request));
    }

    @Override
    public Optional<PathMatcher> pathMatcher() {
        return Optional.of(ANY);
    }
}
