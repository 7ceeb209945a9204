package dev.serve.grpc;

import com.google.protobuf.util.JsonFormat;
import dev.serve.api.routing.RouteView;
import dev.serve.api.routing.Scope;
import dev.serve.api.spi.DescribedRoute;
import dev.serve.grpc.call.CallSettings;
import dev.serve.grpc.call.CallTaker;
import dev.serve.grpc.http.Fielded;
import dev.serve.grpc.http.PlainCall;
import dev.serve.grpc.json.Binding;
import dev.serve.grpc.json.JsonForm;
import dev.serve.grpc.json.PathTemplate;
import io.grpc.Status;
import io.helidon.http.HeaderNames;
import io.helidon.http.HttpPrologue;
import io.helidon.http.PathMatcher;
import io.helidon.http.PathMatchers;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One way to a method in JSON. Immutable. */
final class JsonRoute implements DescribedRoute {

    private static final PathMatcher ANY = PathMatchers.any();

    private final Scope scope;
    private final Binding binding;
    private final CallSettings settings;
    private final JsonFormat.TypeRegistry types;
    private final String own;

    JsonRoute(Scope scope, Binding binding, CallSettings settings, JsonFormat.TypeRegistry types) {
        this.scope = scope;
        this.binding = binding;
        this.settings = settings;
        this.types = types;
        this.own = "/" + binding.method().name();
    }

    @Override
    public RouteView view() {
        PathTemplate path = binding.path();
        return new RouteView(
                path == null ? Set.of("POST") : binding.verbs(),
                path == null ? own : path.text(),
                scope.conditions().stream().map(Scope.Condition::text).toList(),
                "grpc-json");
    }

    @Override
    public PathMatchers.MatchResult accepts(HttpPrologue prologue) {
        return PathMatchers.MatchResult.notAccepted();
    }

    @Override
    public PathMatchers.MatchResult accepts(HttpPrologue prologue, ServerRequestHeaders headers) {
        Set<String> verbs = binding.verbs();
        return (verbs.isEmpty() || verbs.contains(prologue.method().text()))
                        && fields(prologue, headers) != null
                        && scope.accepts(headers)
                ? ANY.match(prologue.uriPath())
                : PathMatchers.MatchResult.notAccepted();
    }

    /** What the path says of fields; null if it is not of this way. */
    private @Nullable Map<String, String> fields(
            HttpPrologue prologue, ServerRequestHeaders headers) {
        PathTemplate path = binding.path();
        if (path != null) {
            return path.match(prologue.uriPath().rawPath());
        }
        return own.equals(prologue.uriPath().path()) && isJson(headers) ? Map.of() : null;
    }

    private static boolean isJson(ServerRequestHeaders headers) {
        return headers.contains(HeaderNames.CONTENT_TYPE)
                && Fielded.withoutParameters(headers.get(HeaderNames.CONTENT_TYPE).get())
                        .equals("application/json");
    }

    @Override
    public Handler handler() {
        return this::handle;
    }

    private void handle(ServerRequest request, ServerResponse response) {
        Map<String, String> fields = fields(request.prologue(), request.headers());
        if (fields == null) {
            response.next();
            return;
        }
        PlainCall.serve(
                request,
                response,
                new JsonForm(
                        request,
                        binding,
                        fields,
                        types,
                        settings.config().maxReceiveMessageLength()),
                binding.method().clientStreams()
                        ? CallTaker.refusing(
                                request,
                                Status.UNIMPLEMENTED.withDescription(
                                        "Clients of "
                                                + binding.method().name()
                                                + " stream, which a request in JSON cannot"))
                        : CallTaker.unframed(settings, request, binding.method().definition()));
    }

    @Override
    public String toString() {
        return view().toString();
    }
}
