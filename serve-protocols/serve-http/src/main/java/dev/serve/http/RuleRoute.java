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
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** One rule as a Helidon route: its methods, its headers, its path, in that order. Immutable. */
final class RuleRoute implements DescribedRoute {

    private final Predicate<Method> methods;
    private final PathMatcher path;
    private final Scope scope;
    private final Handler handler;
    private final RouteView view;
    private final boolean get;
    private final Offers offers;

    /**
     * A route.
     *
     * @param offers the table it belongs to, which it is added to
     * @param methods the methods it answers; empty for any
     * @param pattern the whole pattern
     * @param kind what answers, as {@link RouteView} has it
     * @throws IllegalArgumentException if the pattern is malformed
     */
    RuleRoute(
            Offers offers,
            Scope scope,
            Set<Method> methods,
            String pattern,
            String kind,
            Handler handler) {
        this.methods = Method.predicate(methods);
        this.path = Patterns.compile(pattern);
        this.scope = scope;
        this.handler = handler;
        this.view = Views.of(scope, methods, pattern, kind);
        this.get = methods.contains(Method.GET) && !methods.contains(Method.HEAD);
        this.offers = offers;
        offers.add(scope, methods, path);
    }

    @Override
    public RouteView view() {
        return view;
    }

    @Override
    public PathMatchers.MatchResult accepts(HttpPrologue prologue) {
        return methods.test(prologue.method())
                ? path.match(prologue.uriPath())
                : PathMatchers.MatchResult.notAccepted();
    }

    @Override
    public PathMatchers.MatchResult accepts(HttpPrologue prologue, ServerRequestHeaders headers) {
        if (!scope.accepts(headers)) {
            return PathMatchers.MatchResult.notAccepted();
        }
        return get && offers.headMeansGet(prologue, headers)
                ? path.match(prologue.uriPath())
                : accepts(prologue);
    }

    @Override
    public Handler handler() {
        return handler;
    }

    @Override
    public Optional<PathMatcher> pathMatcher() {
        return Optional.of(path);
    }

    @Override
    public void beforeStart() {
        handler.beforeStart();
    }

    @Override
    public void afterStart(WebServer webServer) {
        handler.afterStart(webServer);
    }

    @Override
    public void afterStop() {
        handler.afterStop();
    }

    @Override
    public String toString() {
        return view.toString();
    }
}
