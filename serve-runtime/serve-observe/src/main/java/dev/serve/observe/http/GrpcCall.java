package dev.serve.observe.http;

import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.webserver.http.RoutingRequest;

/**
 * Tells requests that carry a call of gRPC itself, which is told as a call ("gRPC over HTTP/2",
 * Requests); those of gRPC-Web and in JSON are told as requests. Stateless.
 */
public final class GrpcCall {

    private static final String MEDIA_TYPE = "application/grpc";

    private GrpcCall() {}

    /** Whether it is one. */
    public static boolean is(RoutingRequest request) {
        if (!request.prologue().method().equals(Method.POST)
                || !request.headers().contains(HeaderNames.CONTENT_TYPE)) {
            return false;
        }
        String type = request.headers().get(HeaderNames.CONTENT_TYPE).get();
        int length = MEDIA_TYPE.length();
        return type.regionMatches(true, 0, MEDIA_TYPE, 0, length)
                && (type.length() == length || type.charAt(length) != '-');
    }
}
