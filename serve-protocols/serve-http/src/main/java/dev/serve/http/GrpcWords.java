package dev.serve.http;

import dev.serve.api.routing.Rejection;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.webserver.http.ServerResponse;
import java.nio.charset.StandardCharsets;

/**
 * What a filter says to a gRPC call, which passes it as a request does: a refusal is an answer that
 * is all in its head ("gRPC over HTTP/2", Trailers-Only). Stateless.
 */
final class GrpcWords {

    /** Name of the protocol. */
    static final String GRPC = "grpc";

    private static final String MEDIA_TYPE = "application/grpc";
    private static final HeaderName STATUS = HeaderNames.create("grpc-status");
    private static final HeaderName MESSAGE = HeaderNames.create("grpc-message");
    private static final String WEB = "-web";

    private GrpcWords() {}

    /** Whether a request is a call, or one by gRPC-Web. */
    static boolean isCall(ServerRequestHeaders headers) {
        if (!headers.contains(HeaderNames.CONTENT_TYPE)) {
            return false;
        }
        String type = headers.get(HeaderNames.CONTENT_TYPE).get();
        int length = MEDIA_TYPE.length();
        return type.regionMatches(true, 0, MEDIA_TYPE, 0, length)
                && (type.length() == length
                        || type.charAt(length) == '+'
                        || type.charAt(length) == ';'
                        || type.startsWith(WEB, length));
    }

    /** Sends the refusal, in the type of the call; it is all in the head in gRPC-Web too. */
    static void answer(ServerRequestHeaders headers, ServerResponse response, Rejection rejection) {
        String type = headers.get(HeaderNames.CONTENT_TYPE).get();
        response.header(
                HeaderNames.CONTENT_TYPE,
                type.startsWith(WEB, MEDIA_TYPE.length()) ? type : MEDIA_TYPE);
        response.header(STATUS, Integer.toString(status(rejection.reason())));
        response.header(MESSAGE, encoded(rejection.message()));
        response.send();
    }

    /** Codes of google.rpc.Code. */
    private static int status(Rejection.Reason reason) {
        return switch (reason) {
            case INVALID -> 3;
            case NOT_FOUND -> 5;
            case FORBIDDEN -> 7;
            case TOO_MANY -> 8;
            case UNAVAILABLE -> 14;
            case UNAUTHENTICATED -> 16;
        };
    }

    /** Percent-encoded UTF-8, of which visible ASCII and inner spaces stand for themselves. */
    private static String encoded(String text) {
        StringBuilder encoded = new StringBuilder();
        for (byte b : text.strip().getBytes(StandardCharsets.UTF_8)) {
            if (b < ' ' || b > '~' || b == '%') {
                encoded.append('%').append(String.format("%02X", b & 0xff));
            } else {
                encoded.append((char) b);
            }
        }
        return encoded.toString();
    }
}
