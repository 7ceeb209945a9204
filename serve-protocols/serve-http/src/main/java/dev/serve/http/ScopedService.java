package dev.serve.http;

import dev.serve.api.routing.Scope;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;

/** A service whose routes hold in a scope and say what they answer. */
final class ScopedService implements HttpService {

    private final Offers offers;
    private final Scope scope;
    private final HttpService service;

    ScopedService(Offers offers, Scope scope, HttpService service) {
        this.offers = offers;
        this.scope = scope;
        this.service = service;
    }

    @Override
    public void routing(HttpRules rules) {
        service.routing(new ScopedRules(offers, scope, rules));
    }

    @Override
    public void beforeStart() {
        service.beforeStart();
    }

    @Override
    public void afterStart(WebServer webServer) {
        service.afterStart(webServer);
    }

    @Override
    public void afterStop() {
        service.afterStop();
    }

    @Override
    public String toString() {
        return service.toString();
    }
}
