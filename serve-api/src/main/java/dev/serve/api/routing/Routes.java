package dev.serve.api.routing;

import dev.serve.api.config.RespondConfig;
import dev.serve.api.config.RouteConfig;
import dev.serve.api.config.SseConfig;
import dev.serve.api.config.WebSocketConfig;
import dev.serve.api.sse.EventStreamHandler;
import dev.serve.api.tcp.FrameCodec;
import dev.serve.api.tcp.TcpHandler;
import dev.serve.api.websocket.WebSocketConversation;
import dev.serve.api.websocket.WebSocketEndpoint;
import io.grpc.BindableService;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.webserver.http.ErrorHandler;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpService;
import io.helidon.websocket.WsListener;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The routing DSL: records the rules of one listener, of every protocol, in order. Nothing runs
 * here; the protocols of the listener compile the rules into Helidon routings, which are swapped as
 * a whole.
 *
 * <p>Paths are Helidon's patterns: {@code /hello/{name}}, {@code /files/*}. The first rule that
 * fits answers. Rules made in a {@link #group}, {@link #host}, {@link #header} or {@link #when}
 * block hold inside it only, filters included. Filters run once a request, before any rule answers;
 * a handler's reroute to another path does not run them again. Not thread-safe; used while a table
 * is built.
 */
public final class Routes {

    private final Scope scope;
    private final List<Rule> rules;

    private Routes(Scope scope, List<Rule> rules) {
        this.scope = scope;
        this.rules = rules;
    }

    /** An empty table. */
    public static Routes create() {
        return new Routes(Scope.ALL, new ArrayList<>());
    }

    /** The rules so far, in order. */
    public List<Rule> rules() {
        return List.copyOf(rules);
    }

    /** Answers GET; HEAD too where the engine offers it. */
    public Routes get(String path, Handler... handlers) {
        return route(Set.of(Method.GET), path, handlers);
    }

    /** Answers POST. */
    public Routes post(String path, Handler... handlers) {
        return route(Set.of(Method.POST), path, handlers);
    }

    /** Answers PUT. */
    public Routes put(String path, Handler... handlers) {
        return route(Set.of(Method.PUT), path, handlers);
    }

    /** Answers PATCH. */
    public Routes patch(String path, Handler... handlers) {
        return route(Set.of(Method.PATCH), path, handlers);
    }

    /** Answers DELETE. */
    public Routes delete(String path, Handler... handlers) {
        return route(Set.of(Method.DELETE), path, handlers);
    }

    /** Answers HEAD. */
    public Routes head(String path, Handler... handlers) {
        return route(Set.of(Method.HEAD), path, handlers);
    }

    /** Answers OPTIONS. */
    public Routes options(String path, Handler... handlers) {
        return route(Set.of(Method.OPTIONS), path, handlers);
    }

    /** Answers every method. */
    public Routes any(String path, Handler... handlers) {
        return route(Set.of(), path, handlers);
    }

    /**
     * Answers the given methods; an empty set is every method. Several handlers pass on with {@code
     * res.next()}.
     */
    public Routes route(Set<Method> methods, String path, Handler... handlers) {
        if (handlers.length == 0) {
            throw new IllegalArgumentException(
                    "handlers: none for " + scope.join(path) + " (expected: at least one)");
        }
        for (Handler handler : handlers) {
            rules.add(new Rule.Http(scope, methods, scope.join(path), handler));
        }
        return this;
    }

    /** Rules below a path prefix. */
    public Routes group(String prefix, Consumer<Routes> group) {
        return nested(scope.below(withoutTrailingSlash(prefix)), group);
    }

    /**
     * Rules for requests to a host: the name in Host or {@code :authority}, its port left out, in
     * any case.
     */
    public Routes host(String host, Consumer<Routes> group) {
        String wanted = host.toLowerCase(Locale.ROOT);
        return when("host " + wanted, headers -> wanted.equals(hostOf(headers)), group);
    }

    /** Rules for requests with a header of that value. */
    public Routes header(String name, String value, Consumer<Routes> group) {
        HeaderName headerName = HeaderNames.create(name);
        return when(
                name + ": " + value,
                headers ->
                        headers.contains(headerName)
                                && headers.get(headerName).allValues().contains(value),
                group);
    }

    /** Rules for requests whose headers fit; {@code text} is what a listing of routes shows. */
    public Routes when(String text, Predicate<ServerRequestHeaders> test, Consumer<Routes> group) {
        return nested(scope.when(new Scope.Condition(text, test)), group);
    }

    /** A filter for every protocol; of exchanges in this block, answered or not. */
    public Routes filter(Filter filter) {
        rules.add(new Rule.Filtering(scope, filter));
        return this;
    }

    /** A Helidon filter, for HTTP only. */
    public Routes filter(io.helidon.webserver.http.Filter filter) {
        rules.add(new Rule.HttpFiltering(scope, filter));
        return this;
    }

    /** A Helidon service. */
    public Routes service(HttpService service) {
        rules.add(new Rule.Service(scope, service));
        return this;
    }

    /** A Helidon service below a path prefix. */
    public Routes service(String prefix, HttpService service) {
        rules.add(new Rule.Service(scope.below(withoutTrailingSlash(prefix)), service));
        return this;
    }

    /** What answers when a handler or filter throws {@code type}; holds for the whole listener. */
    public <T extends Throwable> Routes error(Class<T> type, ErrorHandler<? super T> handler) {
        rules.add(new Rule.OnError<>(type, handler));
        return this;
    }

    /**
     * Serves the files of a directory below a path prefix: GET and HEAD, ranges, ETag, {@code
     * index.html}. Links are followed inside the directory only; names that begin with a dot are
     * not found, but for {@code .well-known}. What is not there is left to later rules.
     */
    public Routes files(String prefix, Path directory) {
        return files(prefix, directory, RouteConfig.INDEX.defaultValue());
    }

    /** Serves the files of a directory, with the file that answers for a directory. */
    public Routes files(String prefix, Path directory, String index) {
        rules.add(new Rule.Files(scope.below(withoutTrailingSlash(prefix)), directory, index));
        return this;
    }

    /** Redirects with 302 (Found). */
    public Routes redirect(String path, String location) {
        return redirect(path, location, RouteConfig.STATUS.defaultValue());
    }

    /**
     * Redirects.
     *
     * @throws IllegalArgumentException if the status is none of 301, 302, 303, 307, 308
     */
    public Routes redirect(String path, String location, int status) {
        rules.add(
                new Rule.Redirect(
                        scope,
                        scope.join(path),
                        RouteConfig.REDIRECT.check(location),
                        RouteConfig.STATUS.check(status)));
        return this;
    }

    /** Answers GET with fixed text. */
    public Routes respond(String path, int status, String body) {
        return respond(path, status, body, RespondConfig.CONTENT_TYPE.defaultValue());
    }

    /** Answers GET with a fixed body of a media type. */
    public Routes respond(String path, int status, String body, String contentType) {
        rules.add(
                new Rule.Respond(
                        scope,
                        scope.join(path),
                        RespondConfig.STATUS.check(status),
                        body,
                        RespondConfig.CONTENT_TYPE.check(contentType)));
        return this;
    }

    /**
     * A stream of server-sent events, answering GET; the listener must have {@code sse} among its
     * protocols.
     */
    public Routes sse(String path, EventStreamHandler handler) {
        return sse(path, handler, _ -> {});
    }

    /**
     * A stream of server-sent events, with settings of its own.
     *
     * @param change what differs from the listener's {@code sse} settings
     */
    public Routes sse(String path, EventStreamHandler handler, Consumer<SseConfig.Builder> change) {
        rules.add(new Rule.Events(scope, scope.join(path), handler, change));
        return this;
    }

    /**
     * What serves the connections of framed bytes, once on a listener; it must have {@code tcp}
     * among its protocols.
     */
    public Routes tcp(FrameCodec codec, TcpHandler handler) {
        rules.add(new Rule.Tcp(scope, codec, handler));
        return this;
    }

    /**
     * WebSocket sessions (RFC 6455); the listener must have {@code websocket} among its protocols.
     */
    public Routes webSocket(String path, WebSocketEndpoint endpoint) {
        return webSocket(path, endpoint, _ -> {});
    }

    /** WebSocket sessions served in straight-line code. */
    public Routes webSocket(String path, WebSocketConversation conversation) {
        return webSocket(path, (WebSocketEndpoint) conversation);
    }

    /**
     * WebSocket sessions, with settings of their own.
     *
     * @param change what differs from the listener's {@code websocket} settings
     */
    public Routes webSocket(
            String path, WebSocketEndpoint endpoint, Consumer<WebSocketConfig.Builder> change) {
        rules.add(new Rule.WebSocket(scope, scope.join(path), endpoint, change));
        return this;
    }

    /** WebSocket sessions for a Helidon listener that serves all of them. */
    public Routes webSocket(String path, WsListener listener) {
        return webSocket(path, () -> listener);
    }

    /** WebSocket sessions, each with a Helidon listener of its own. */
    public Routes webSocket(String path, Supplier<WsListener> listener) {
        rules.add(new Rule.HelidonWebSocket(scope, scope.join(path), listener, _ -> {}));
        return this;
    }

    /**
     * A gRPC service; the listener must have {@code grpc} among its protocols. Its paths are those
     * of its methods, without the prefixes of groups, whose filters hold by those paths; conditions
     * on headers hold as for every rule.
     *
     * @param interceptors what every call of it passes, the first one first
     */
    @SuppressWarnings("exports") // who has no gRPC needs none of its classes
    public Routes grpc(BindableService service, ServerInterceptor... interceptors) {
        return grpc(service.bindService(), interceptors);
    }

    /** A gRPC service that is bound already; otherwise as the other. */
    @SuppressWarnings("exports") // as above
    public Routes grpc(ServerServiceDefinition service, ServerInterceptor... interceptors) {
        rules.add(new Rule.Grpc(scope, ServerInterceptors.interceptForward(service, interceptors)));
        return this;
    }

    /** Adds a route without code, as configuration files have them. */
    public Routes add(RouteConfig route) {
        if (route.files() != null) {
            String prefix = route.path().substring(0, route.path().length() - 2);
            return files(prefix, Path.of(route.files()), route.index());
        }
        if (route.redirect() != null) {
            return redirect(route.path(), route.redirect(), route.status());
        }
        RespondConfig answer = route.respond();
        if (answer == null) {
            throw new IllegalStateException(
                    "a route without an action passed its own check: " + route);
        }
        return respond(route.path(), answer.status(), answer.body(), answer.contentType());
    }

    private Routes nested(Scope inner, Consumer<Routes> group) {
        group.accept(new Routes(inner, rules));
        return this;
    }

    private static String withoutTrailingSlash(String prefix) {
        return prefix.endsWith("/") ? prefix.substring(0, prefix.length() - 1) : prefix;
    }

    private static String hostOf(ServerRequestHeaders headers) {
        String host = headers.first(HeaderNames.HOST).orElse("").toLowerCase(Locale.ROOT);
        int port = host.lastIndexOf(':');
        return port > host.lastIndexOf(']') ? host.substring(0, port) : host;
    }
}
