package dev.serve.http;

import dev.serve.api.routing.Scope;
import io.helidon.http.Method;
import io.helidon.http.MethodPredicate;
import io.helidon.http.PathMatcher;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpRoute;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * What a service registers its routes with: each goes on to Helidon's rules with the scope's header
 * conditions and with a description. The path prefix is Helidon's business, which matches it before
 * it asks a service's routes.
 *
 * <p>Every method that knows request methods or a pattern is overridden, because Helidon's own
 * route does not tell them.
 */
final class ScopedRules implements HttpRules {

    private final Offers offers;
    private final Scope scope;
    private final HttpRules rules;

    ScopedRules(Offers offers, Scope scope, HttpRules rules) {
        this.offers = offers;
        this.scope = scope;
        this.rules = rules;
    }

    @Override
    public HttpRules register(HttpService... services) {
        for (HttpService service : services) {
            rules.register(new ScopedService(offers, scope, service));
        }
        return this;
    }

    @Override
    public HttpRules register(String pathPattern, HttpService... services) {
        Patterns.compile(pathPattern);
        Scope inner = scope.below(ScopedRoute.absolute(pathPattern));
        for (HttpService service : services) {
            rules.register(pathPattern, new ScopedService(offers, inner, service));
        }
        return this;
    }

    @Override
    public HttpRules route(HttpRoute route) {
        return add(Set.of(), route);
    }

    @Override
    public HttpRules route(Method method, String pathPattern, Handler handler) {
        return route(method, Patterns.compile(pathPattern), handler);
    }

    @Override
    public HttpRules route(Method method, PathMatcher pathMatcher, Handler handler) {
        return route(Method.predicate(method), pathMatcher, handler);
    }

    @Override
    public HttpRules route(
            Predicate<Method> methodPredicate, PathMatcher pathMatcher, Handler handler) {
        HttpRoute route =
                HttpRoute.builder()
                        .methods(methodPredicate)
                        .path(pathMatcher)
                        .handler(handler)
                        .build();
        return add(methodsOf(methodPredicate), route);
    }

    @Override
    public HttpRules route(Method method, Handler handler) {
        return add(Set.of(method), HttpRoute.builder().methods(method).handler(handler).build());
    }

    @Override
    public HttpRules route(Method method, String pathPattern, Consumer<ServerRequest> handler) {
        return route(method, pathPattern, Handler.create(handler));
    }

    @Override
    public HttpRules route(Method method, String pathPattern, Function<ServerRequest, ?> handler) {
        return route(method, pathPattern, Handler.create(handler));
    }

    @Override
    public HttpRules route(Method method, String pathPattern, Supplier<?> handler) {
        return route(method, pathPattern, Handler.create(handler));
    }

    private HttpRules add(Set<Method> methods, HttpRoute route) {
        rules.route(new ScopedRoute(offers, scope, methods, route));
        return this;
    }

    private static Set<Method> methodsOf(Predicate<Method> predicate) {
        return predicate instanceof MethodPredicate known ? known.acceptedMethods() : Set.of();
    }
}
