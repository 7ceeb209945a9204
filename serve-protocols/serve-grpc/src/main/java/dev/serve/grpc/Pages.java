package dev.serve.grpc;

import dev.serve.api.spi.Origins;
import dev.serve.grpc.http.Fielded;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.util.List;
import java.util.Set;

/**
 * Which pages may call (Fetch, CORS protocol): those of the server itself, and those of {@code
 * grpc.origins}; others are refused, on the paths of methods. Stands before the listener's own
 * filters, which would refuse a preflight that brings no credentials. Immutable.
 */
final class Pages implements Filter {

    private static final HeaderName WANTED_METHOD =
            HeaderNames.create("Access-Control-Request-Method");
    private static final HeaderName WANTED_FIELDS =
            HeaderNames.create("Access-Control-Request-Headers");
    private static final HeaderName ORIGIN = HeaderNames.create("Access-Control-Allow-Origin");
    private static final HeaderName CREDENTIALS =
            HeaderNames.create("Access-Control-Allow-Credentials");
    private static final HeaderName METHODS = HeaderNames.create("Access-Control-Allow-Methods");
    private static final HeaderName FIELDS = HeaderNames.create("Access-Control-Allow-Headers");
    private static final HeaderName AGE = HeaderNames.create("Access-Control-Max-Age");

    /** Ten minutes, in seconds: Chromium keeps it two hours at most, Firefox a day. */
    private static final String KEPT = "600";

    private static final List<String> EXPOSED =
            List.of("grpc-status", "grpc-message", "grpc-status-details-bin", "grpc-encoding");

    private final Ways ways;
    private final List<String> origins;

    Pages(Ways ways, List<String> origins) {
        this.ways = ways;
        this.origins = origins;
    }

    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        String origin = request.headers().first(HeaderNames.ORIGIN).orElse(null);
        if (origin == null || Origins.isSame(origin, request.authority())) {
            chain.proceed();
            return;
        }
        Set<String> verbs = ways.verbs(request.prologue(), request.headers());
        if (verbs.isEmpty()) {
            chain.proceed();
            return;
        }
        response.header(HeaderNames.VARY, "Origin");
        if (!Origins.allow(origins, origin, request.authority())) {
            response.status(Status.FORBIDDEN_403).send("Pages of this origin may not call");
            return;
        }
        allow(origin, response);
        if (request.prologue().method().equals(Method.OPTIONS)
                && request.headers().contains(WANTED_METHOD)) {
            response.header(METHODS, String.join(", ", verbs));
            request.headers()
                    .first(WANTED_FIELDS)
                    .ifPresent(wanted -> response.header(FIELDS, wanted));
            response.header(AGE, KEPT).status(Status.NO_CONTENT_204).send();
            return;
        }
        Fielded.expose(EXPOSED, response);
        chain.proceed();
    }

    /** Credentials are for pages that are named. */
    private void allow(String origin, RoutingResponse response) {
        if (origins.stream().anyMatch(origin::equalsIgnoreCase)) {
            response.header(ORIGIN, origin);
            response.header(CREDENTIALS, "true");
        } else {
            response.header(ORIGIN, "*");
        }
    }
}
