package dev.serve.http;

import dev.serve.api.routing.Scope;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;

/** A filter for the requests of one scope, whether a route answers them or not; others pass. */
final class ScopedFilter implements Filter {

    private final Scope scope;
    private final PathScope paths;
    private final Filter filter;

    ScopedFilter(Scope scope, Filter filter) {
        this.scope = scope;
        this.paths = PathScope.of(scope.prefix());
        this.filter = filter;
    }

    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        if (paths.contains(request.prologue().uriPath()) && scope.accepts(request.headers())) {
            filter.filter(chain, request, response);
        } else {
            chain.proceed();
        }
    }

    @Override
    public void beforeStart() {
        filter.beforeStart();
    }

    @Override
    public void afterStart(WebServer webServer) {
        filter.afterStart(webServer);
    }

    @Override
    public void afterStop() {
        filter.afterStop();
    }
}
