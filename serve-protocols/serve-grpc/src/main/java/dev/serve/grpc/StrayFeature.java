package dev.serve.grpc;

import dev.serve.api.routing.RouteView;
import dev.serve.api.spi.DescribedRoute;
import io.helidon.common.Weighted;
import io.helidon.http.HeaderNames;
import io.helidon.http.HttpPrologue;
import io.helidon.http.Method;
import io.helidon.http.PathMatchers;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpFeature;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.List;
import java.util.Set;

/**
 * Puts behind the routes of a listener what answers on the paths of methods when no route has: 405
 * for another method of HTTP (RFC 9110 section 15.5.6), 415 for content that is not understood
 * (section 15.5.16), and OPTIONS (section 9.3.7).
 */
record StrayFeature(Ways ways) implements HttpFeature, Weighted {

    /** Before the one that the module of HTTP has for its own. */
    private static final double BEHIND_ALL = 0.002;

    @Override
    public void setup(HttpRouting.Builder routing) {
        routing.route(new Stray(ways));
    }

    @Override
    public double weight() {
        return BEHIND_ALL;
    }

    /** The route. */
    private record Stray(Ways ways) implements DescribedRoute {

        @Override
        public RouteView view() {
            return new RouteView(Set.of(), "/*", List.of(), GrpcProtocol.GRPC);
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
        public PathMatchers.MatchResult accepts(
                HttpPrologue prologue, ServerRequestHeaders headers) {
            return ways.verbs(prologue, headers).isEmpty()
                    ? PathMatchers.MatchResult.notAccepted()
                    : PathMatchers.any().match(prologue.uriPath());
        }

        @Override
        public Handler handler() {
            return this::answer;
        }

        private void answer(ServerRequest request, ServerResponse response) {
            Set<String> verbs = ways.verbs(request.prologue(), request.headers());
            Method method = request.prologue().method();
            if (verbs.contains(method.text())) {
                response.status(Status.UNSUPPORTED_MEDIA_TYPE_415)
                        .send("The content type is not supported");
                return;
            }
            verbs.add(Method.OPTIONS_NAME);
            response.header(HeaderNames.ALLOW, String.join(", ", verbs));
            if (method.equals(Method.OPTIONS)) {
                response.status(Status.NO_CONTENT_204).send();
            } else {
                response.status(Status.METHOD_NOT_ALLOWED_405).send("The method is not allowed");
            }
        }
    }
}
