package dev.serve.http;

import dev.serve.api.routing.Rejection;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** The one table of HTTP's words for refusals. */
final class Refusals {

    private static final Header PLAIN_TEXT =
            HeaderValues.createCached(HeaderNames.CONTENT_TYPE, "text/plain; charset=UTF-8");

    /** RFC 9110 section 11.6.1: a 401 names a scheme; RFC 6750 is what APIs expect. */
    private static final Header BEARER =
            HeaderValues.createCached(HeaderNames.WWW_AUTHENTICATE, "Bearer");

    private Refusals() {}

    /** Status of a reason. */
    static Status status(Rejection.Reason reason) {
        return switch (reason) {
            case INVALID -> Status.BAD_REQUEST_400;
            case UNAUTHENTICATED -> Status.UNAUTHORIZED_401;
            case FORBIDDEN -> Status.FORBIDDEN_403;
            case NOT_FOUND -> Status.NOT_FOUND_404;
            case TOO_MANY -> Status.TOO_MANY_REQUESTS_429;
            case UNAVAILABLE -> Status.SERVICE_UNAVAILABLE_503;
        };
    }

    /**
     * Sends the refusal: status, message as text, and Retry-After in whole seconds, rounded up. The
     * answer to HEAD has no body; Helidon does not see to that.
     */
    static void answer(Method method, ServerResponse response, Rejection rejection) {
        response.status(status(rejection.reason())).header(PLAIN_TEXT);
        if (rejection.reason() == Rejection.Reason.UNAUTHENTICATED
                && !response.headers().contains(HeaderNames.WWW_AUTHENTICATE)) {
            response.header(BEARER);
        }
        if (rejection.retryAfter().isPositive()) {
            response.header(
                    HeaderNames.RETRY_AFTER,
                    Long.toString(secondsRoundedUp(rejection.retryAfter())));
        }
        byte[] message = rejection.message().getBytes(StandardCharsets.UTF_8);
        if (method.equals(Method.HEAD)) {
            response.contentLength(message.length);
            response.send();
        } else {
            response.send(message);
        }
    }

    private static long secondsRoundedUp(Duration duration) {
        return duration.plusNanos(999_999_999).toSeconds();
    }
}
