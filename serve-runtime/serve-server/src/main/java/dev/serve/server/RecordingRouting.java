package dev.serve.server;

import dev.serve.api.routing.RouteView;
import dev.serve.api.spi.DescribedRoute;
import io.helidon.http.HttpPrologue;
import io.helidon.http.Method;
import io.helidon.http.PathMatcher;
import io.helidon.http.PathMatchers;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.ErrorHandler;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpFeature;
import io.helidon.webserver.http.HttpRoute;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpSecurity;
import io.helidon.webserver.http.HttpService;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A Helidon routing builder that hands everything on and tells of every rule it adds, those inside
 * services included, so that a listing of routes is complete whoever made them.
 */
final class RecordingRouting implements HttpRouting.Builder {

    private final HttpRouting.Builder delegate;
    private final Consumer<RouteView> views;
    private final Lifecycle lifecycle;

    RecordingRouting(HttpRouting.Builder delegate, Consumer<RouteView> views, Lifecycle lifecycle) {
        this.delegate = delegate;
        this.views = views;
        this.lifecycle = lifecycle;
    }

    @Override
    public HttpRouting.Builder register(HttpService... services) {
        for (HttpService service : services) {
            delegate.register(new RecordedService("", service, views, lifecycle));
        }
        return this;
    }

    @Override
    public HttpRouting.Builder register(String path, HttpService... services) {
        for (HttpService service : services) {
            delegate.register(path, new RecordedService(path, service, views, lifecycle));
        }
        return this;
    }

    @Override
    public HttpRouting.Builder route(HttpRoute route) {
        record("", route, views);
        delegate.route(lifecycle == Lifecycle.OWN ? route : new UnstartedRoute(route));
        return this;
    }

    @Override
    public HttpRouting.Builder route(Method method, String pathPattern, Handler handler) {
        views.accept(view(Set.of(method.text()), pathPattern));
        delegate.route(method, pathPattern, started(handler, lifecycle));
        return this;
    }

    @Override
    public HttpRouting.Builder addFilter(Filter filter) {
        // A lambda has no lifecycle of its own.
        delegate.addFilter(
                lifecycle == Lifecycle.OWN
                        ? filter
                        : (chain, req, res) -> filter.filter(chain, req, res));
        return this;
    }

    @Override
    public HttpRouting.Builder addFeature(Supplier<? extends HttpFeature> feature) {
        delegate.addFeature(feature);
        return this;
    }

    @Override
    public <T extends Throwable> HttpRouting.Builder error(
            Class<T> type, ErrorHandler<? super T> handler) {
        delegate.error(type, handler);
        return this;
    }

    @Override
    public HttpRouting.Builder maxReRouteCount(int maxReRouteCount) {
        delegate.maxReRouteCount(maxReRouteCount);
        return this;
    }

    @Override
    public HttpRouting.Builder security(HttpSecurity security) {
        delegate.security(security);
        return this;
    }

    @Override
    public HttpRouting.Builder copy() {
        return new RecordingRouting(delegate.copy(), views, lifecycle);
    }

    @Override
    public HttpRouting build() {
        return delegate.build();
    }

    private static void record(String prefix, HttpRoute route, Consumer<RouteView> views) {
        if (!(route instanceof DescribedRoute described) || described.isListed()) {
            views.accept(view(prefix, route));
        }
    }

    private static RouteView view(String prefix, HttpRoute route) {
        if (route instanceof DescribedRoute described) {
            return described.view();
        }
        // A plain Helidon route tells its pattern at most, and no method.
        return view(
                Set.of(),
                prefix + route.pathMatcher().flatMap(PathMatcher::matchingElement).orElse("/*"));
    }

    private static RouteView view(Set<String> methods, String pattern) {
        return new RouteView(methods, pattern, List.of(), "handler");
    }

    private static Handler started(Handler handler, Lifecycle lifecycle) {
        return lifecycle == Lifecycle.OWN ? handler : (req, res) -> handler.handle(req, res);
    }

    /** A service whose rules are told of. */
    private record RecordedService(
            String prefix, HttpService service, Consumer<RouteView> views, Lifecycle lifecycle)
            implements HttpService {

        @Override
        public void routing(HttpRules rules) {
            service.routing(new Rules(prefix, rules, views, lifecycle));
        }

        @Override
        public void beforeStart() {
            if (lifecycle == Lifecycle.OWN) {
                service.beforeStart();
            }
        }

        @Override
        public void afterStart(WebServer webServer) {
            if (lifecycle == Lifecycle.OWN) {
                service.afterStart(webServer);
            }
        }

        @Override
        public void afterStop() {
            if (lifecycle == Lifecycle.OWN) {
                service.afterStop();
            }
        }
    }

    /** A route without its lifecycle. */
    private record UnstartedRoute(HttpRoute route) implements HttpRoute {

        @Override
        public PathMatchers.MatchResult accepts(HttpPrologue prologue) {
            return route.accepts(prologue);
        }

        @Override
        public PathMatchers.MatchResult accepts(
                HttpPrologue prologue, ServerRequestHeaders headers) {
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
    }

    private record Rules(
            String prefix, HttpRules delegate, Consumer<RouteView> views, Lifecycle lifecycle)
            implements HttpRules {

        @Override
        public HttpRules register(HttpService... services) {
            for (HttpService service : services) {
                delegate.register(new RecordedService(prefix, service, views, lifecycle));
            }
            return this;
        }

        @Override
        public HttpRules register(String path, HttpService... services) {
            for (HttpService service : services) {
                delegate.register(
                        path, new RecordedService(prefix + path, service, views, lifecycle));
            }
            return this;
        }

        @Override
        public HttpRules route(HttpRoute route) {
            record(prefix, route, views);
            delegate.route(lifecycle == Lifecycle.OWN ? route : new UnstartedRoute(route));
            return this;
        }

        @Override
        public HttpRules route(Method method, String pathPattern, Handler handler) {
            views.accept(view(Set.of(method.text()), prefix + pathPattern));
            delegate.route(method, pathPattern, started(handler, lifecycle));
            return this;
        }
    }
}
