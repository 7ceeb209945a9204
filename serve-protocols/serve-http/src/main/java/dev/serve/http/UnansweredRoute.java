package dev.serve.http;

import dev.serve.api.routing.RouteView;
import dev.serve.api.routing.Scope;
import dev.serve.api.spi.DescribedRoute;
import io.helidon.http.HeaderNames;
import io.helidon.http.HttpPrologue;
import io.helidon.http.Method;
import io.helidon.http.PathMatchers;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.Set;
import java.util.TreeSet;

/**
 * The last route: what no other answers because of its method. OPTIONS is told the methods of the
 * path (RFC 9110 section 9.3.7), a method nobody knows is 501 (section 9.1), one that the path does
 * not have 405 with Allow (section 15.5.6). Unknown paths stay 404.
 */
final class UnansweredRoute implements DescribedRoute {

    /** RFC 9110 section 9.3 and RFC 5789. */
    private static final Set<String> KNOWN =
            Set.of(
                    Method.GET_NAME,
                    Method.HEAD_NAME,
                    Method.POST_NAME,
                    Method.PUT_NAME,
                    Method.DELETE_NAME,
                    Method.CONNECT_NAME,
                    Method.OPTIONS_NAME,
                    Method.TRACE_NAME,
                    Method.PATCH_NAME);

    private static final String EVERYTHING = "GET, HEAD, POST, PUT, DELETE, OPTIONS, PATCH";
    private static final String SERVER_WIDE = "*";

    private final Offers offers;
    private final RouteView view = Views.of(Scope.ALL, Set.of(), "/*", Views.HANDLER);

    UnansweredRoute(Offers offers) {
        this.offers = offers;
    }

    @Override
    public boolean isListed() {
        return false;
    }

    @Override
    public RouteView view() {
        return view;
    }

    @Override
    public PathMatchers.MatchResult accepts(HttpPrologue prologue) {
        return PathMatchers.MatchResult.notAccepted();
    }

    @Override
    public PathMatchers.MatchResult accepts(HttpPrologue prologue, ServerRequestHeaders headers) {
        String method = prologue.method().text();
        Set<String> answered = offers.methods(prologue, headers);
        boolean takes =
                isServerWide(prologue)
                        || (!answered.contains(method)
                                && !(answered.isEmpty() && KNOWN.contains(method)));
        return takes
                ? PathMatchers.any().match(prologue.uriPath())
                : PathMatchers.MatchResult.notAccepted();
    }

    private static boolean isServerWide(HttpPrologue prologue) {
        return prologue.method().equals(Method.OPTIONS)
                && prologue.uriPath().rawPath().equals(SERVER_WIDE);
    }

    @Override
    public Handler handler() {
        return this::answer;
    }

    private void answer(ServerRequest request, ServerResponse response) {
        HttpPrologue prologue = request.prologue();
        if (!KNOWN.contains(prologue.method().text())) {
            response.status(Status.NOT_IMPLEMENTED_501).send("The method is not implemented");
            return;
        }
        response.header(HeaderNames.ALLOW, allow(prologue, request.headers()));
        if (prologue.method().equals(Method.OPTIONS)) {
            response.status(Status.NO_CONTENT_204).send();
        } else {
            response.status(Status.METHOD_NOT_ALLOWED_405).send("The method is not allowed");
        }
    }

    private String allow(HttpPrologue prologue, ServerRequestHeaders headers) {
        if (isServerWide(prologue)) {
            return EVERYTHING;
        }
        Set<String> methods = new TreeSet<>(offers.methods(prologue, headers));
        methods.add(Method.OPTIONS_NAME);
        return String.join(", ", methods);
    }
}
