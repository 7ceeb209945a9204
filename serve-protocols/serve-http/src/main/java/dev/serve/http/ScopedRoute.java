package dev.serve.http;

import dev.serve.api.routing.RouteView;
import dev.serve.api.routing.Scope;
import dev.serve.api.spi.DescribedRoute;
import io.helidon.http.HttpPrologue;
import io.helidon.http.Method;
import io.helidon.http.PathMatcher;
import io.helidon.http.PathMatchers;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpRoute;
import java.util.Optional;
import java.util.Set;

/**
 * A route of a service, guarded by the scope's header conditions. The handler is handed out as it
 * is: Helidon looks at its type.
 */
final class ScopedRoute implements DescribedRoute {

    private final Offers offers;
    private final Scope scope;
    private final HttpRoute route;
    private final boolean get;
    private final RouteView view;

    ScopedRoute(Offers offers, Scope scope, Set<Method> methods, HttpRoute route) {
        this.offers = offers;
        this.scope = scope;
        this.route = route;
        String tail =
                route.pathMatcher()
                        .flatMap(PathMatcher::matchingElement)
                        .map(ScopedRoute::absolute)
                        .orElse("/*");
        String pattern = scope.join(tail);
        this.view = Views.of(scope, methods, pattern, Views.HANDLER);
        this.get =
                methods.contains(Method.GET)
                        && !methods.contains(Method.HEAD)
                        && route.pathMatcher().isPresent();
        Patterns.find(pattern).ifPresent(path -> offers.add(scope, methods, path));
    }

    /** Helidon takes {@code a} for {@code /a}. */
    static String absolute(String pattern) {
        return pattern.isEmpty() || pattern.startsWith("/") ? pattern : "/" + pattern;
    }

    @Override
    public RouteView view() {
        return view;
    }

    @Override
    public PathMatchers.MatchResult accepts(HttpPrologue prologue) {
        return route.accepts(prologue);
    }

    @Override
    public PathMatchers.MatchResult accepts(HttpPrologue prologue, ServerRequestHeaders headers) {
        if (!scope.accepts(headers)) {
            return PathMatchers.MatchResult.notAccepted();
        }
        if (get && offers.headMeansGet(prologue, headers)) {
            return route.pathMatcher()
                    .map(path -> path.match(prologue.uriPath()))
                    .orElseGet(PathMatchers.MatchResult::notAccepted);
        }
        return route.accepts(prologue, headers);
    }

    @Override
    public Handler handler() {
        return route.handler();
    }

    @Override
    public Optional<PathMatcher> pathMatcher() {
        return route.pathMatcher();
    }

    @Override
    public void beforeStart() {
        route.beforeStart();
    }

    @Override
    public void afterStart(WebServer webServer) {
        route.afterStart(webServer);
    }

    @Override
    public void afterStop() {
        route.afterStop();
    }

    @Override
    public String toString() {
        return view.toString();
    }
}
