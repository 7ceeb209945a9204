package dev.serve.http;

import dev.serve.api.config.ListenerConfig;
import dev.serve.api.config.SseConfig;
import dev.serve.api.routing.Rule;
import dev.serve.api.routing.Scope;
import dev.serve.http.sse.EventsHandler;
import io.helidon.http.Method;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.HttpService;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Compiles rules, in order, onto one routing. Filters of both kinds go into Helidon's one list, so
 * that they run in the order in which they were recorded.
 */
final class RuleCompiler {

    private static final Set<Method> GET = Set.of(Method.GET);
    private static final Set<Method> GET_AND_HEAD = Set.of(Method.GET, Method.HEAD);

    private final String listener;
    private final ListenerConfig config;
    private final HttpRouting.Builder routing;
    private final Offers offers = new Offers();

    RuleCompiler(String listener, ListenerConfig config, HttpRouting.Builder routing) {
        this.listener = listener;
        this.config = config;
        this.routing = routing;
    }

    /**
     * Compiles a table.
     *
     * @throws IllegalArgumentException if a pattern is malformed
     */
    void compile(List<Rule> rules) {
        rules.forEach(this::compile);
        routing.addFeature(() -> new UnansweredFeature(offers));
    }

    private void compile(Rule rule) {
        switch (rule) {
            case Rule.Http(var scope, var methods, var pattern, var handler) ->
                    route(scope, methods, pattern, Views.HANDLER, handler);
            case Rule.Redirect(var scope, var pattern, var location, int status) ->
                    route(
                            scope,
                            Set.of(),
                            pattern,
                            "redirect",
                            new RedirectHandler(location, status));
            case Rule.Respond(var scope, var pattern, int status, var body, var contentType) ->
                    route(
                            scope,
                            GET,
                            pattern,
                            "respond",
                            new RespondHandler(status, body, contentType));
            case Rule.Events(var scope, var pattern, var handler, var change) ->
                    route(
                            scope,
                            GET,
                            pattern,
                            "sse",
                            new EventsHandler(config, settings(config, change), handler));
            case Rule.Files(var scope, var directory, var index) ->
                    route(
                            scope,
                            GET_AND_HEAD,
                            scope.prefix() + "/*",
                            "files",
                            new FilesHandler(PathScope.of(scope.prefix()), directory, index));
            case Rule.Service(var scope, var service) -> service(scope, service);
            case Rule.Filtering(var scope, var filter) ->
                    filter(scope, new ExchangeFilter(listener, config, filter));
            case Rule.HttpFiltering(var scope, var filter) -> filter(scope, filter);
            case Rule.OnError<?> error -> onError(error);
            case Rule.WebSocket _, Rule.HelidonWebSocket _, Rule.Grpc _, Rule.Tcp _ -> {
                // Another protocol's, which has its own feature.
            }
        }
    }

    /** What holds for a route of events. */
    static SseConfig settings(ListenerConfig config, Consumer<SseConfig.Builder> change) {
        SseConfig.Builder builder = config.sse().toBuilder();
        change.accept(builder);
        return builder.build();
    }

    private void route(
            Scope scope, Set<Method> methods, String pattern, String kind, Handler handler) {
        routing.route(new RuleRoute(offers, scope, methods, pattern, kind, handler));
    }

    private void service(Scope scope, HttpService service) {
        HttpService scoped = new ScopedService(offers, scope, service);
        if (scope.prefix().isEmpty()) {
            routing.register(scoped);
        } else {
            routing.register(scope.prefix(), scoped);
        }
    }

    private void filter(Scope scope, io.helidon.webserver.http.Filter filter) {
        routing.addFilter(scope.equals(Scope.ALL) ? filter : new ScopedFilter(scope, filter));
    }

    private <T extends Throwable> void onError(Rule.OnError<T> error) {
        routing.error(error.type(), error.handler());
    }
}
