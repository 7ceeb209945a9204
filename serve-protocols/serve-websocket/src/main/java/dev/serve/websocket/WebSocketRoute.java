package dev.serve.websocket;

import dev.serve.api.routing.RouteView;
import dev.serve.api.routing.Scope;
import dev.serve.api.spi.DescribedRoute;
import dev.serve.api.spi.Handover;
import io.helidon.common.parameters.Parameters;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HttpPrologue;
import io.helidon.http.Method;
import io.helidon.http.PathMatcher;
import io.helidon.http.PathMatchers;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.Optional;
import java.util.Set;

/**
 * A path whose requests become sessions: GET with Upgrade on HTTP/1.1, extended CONNECT on HTTP/2
 * (RFC 8441 section 5). Immutable.
 */
final class WebSocketRoute implements DescribedRoute {

    private static final Method CONNECT = Method.create("CONNECT");

    private final Scope scope;
    private final PathMatcher path;
    private final String pattern;
    private final boolean besidePage;
    private final Handshake handshake;

    /**
     * A route.
     *
     * @param besidePage whether plain requests are left to another rule
     */
    WebSocketRoute(Scope scope, String pattern, boolean besidePage, Handshake handshake) {
        this.scope = scope;
        this.path = PathMatchers.create(pattern);
        this.pattern = pattern;
        this.besidePage = besidePage;
        this.handshake = handshake;
    }

    @Override
    public RouteView view() {
        return new RouteView(
                Set.of("GET"),
                pattern,
                scope.conditions().stream().map(Scope.Condition::text).toList(),
                WebSocketProtocol.WEBSOCKET);
    }

    @Override
    public PathMatchers.MatchResult accepts(HttpPrologue prologue) {
        return prologue.method().equals(Method.GET) || prologue.method().equals(CONNECT)
                ? path.match(prologue.uriPath())
                : PathMatchers.MatchResult.notAccepted();
    }

    @Override
    public PathMatchers.MatchResult accepts(HttpPrologue prologue, ServerRequestHeaders headers) {
        return scope.accepts(headers) ? accepts(prologue) : PathMatchers.MatchResult.notAccepted();
    }

    /** How its sessions begin. */
    Handshake handshake() {
        return handshake;
    }

    /** What the pattern finds in the path of a request that it accepts. */
    Parameters parameters(HttpPrologue prologue) {
        return path.match(prologue.uriPath()).path().pathParameters();
    }

    @Override
    public Handler handler() {
        return this::handle;
    }

    private void handle(ServerRequest request, ServerResponse response) {
        if (!(response instanceof Handover handover)
                || !handover.asksFor(WebSocketProtocol.WEBSOCKET)) {
            if (besidePage) {
                response.next();
            } else {
                refuse(response, Handshake.upgradeRequired());
            }
            return;
        }
        try {
            handover.handOver(
                    WebSocketProtocol.WEBSOCKET,
                    handshake.accept(Asked.of(request), response.headers()::set));
        } catch (RefusedException e) {
            refuse(response, e);
        }
    }

    private static void refuse(ServerResponse response, RefusedException refusal) {
        for (Header field : refusal.fields()) {
            response.header(field);
        }
        if (refusal.status().equals(Status.UPGRADE_REQUIRED_426)) {
            response.header(HeaderNames.CONNECTION, "Upgrade");
        }
        response.status(refusal.status()).send(refusal.text());
    }

    @Override
    public Optional<PathMatcher> pathMatcher() {
        return Optional.of(path);
    }

    @Override
    public String toString() {
        return view().toString();
    }
}
