package dev.serve.http.message;

import io.helidon.http.DirectHandler;
import io.helidon.http.RequestException;
import io.helidon.http.Status;

/**
 * A request that cannot be served as it stands: the status of the answer, after which the
 * connection is closed, since where the next request begins can no longer be known. The reason is a
 * phrase of ours and may be shown to the peer.
 *
 * <p>It is Helidon's exception, so a handler in whose hands it arises (a broken body) meets what it
 * knows, and routing answers it.
 */
public final class Refusal extends RequestException {

    private static final long serialVersionUID = 1L;

    /** RFC 6585 section 5; Helidon knows no name for it. */
    private static final Status FIELDS_TOO_LARGE =
            Status.create(431, "Request Header Fields Too Large");

    private Refusal(Builder builder) {
        super(builder);
    }

    /** A refusal with 400. */
    public static Refusal badRequest(String reason) {
        return of(Status.BAD_REQUEST_400, reason);
    }

    /** A refusal of too many or too large fields. */
    public static Refusal fieldsTooLarge(String reason) {
        return of(FIELDS_TOO_LARGE, reason);
    }

    /** A refusal with a status. */
    public static Refusal of(Status status, String reason) {
        return of(status, reason, DirectHandler.TransportRequest.empty());
    }

    /** A refusal of a request of which the head is known. */
    public static Refusal of(Status status, String reason, DirectHandler.TransportRequest request) {
        return new Refusal(
                builder()
                        .type(DirectHandler.EventType.BAD_REQUEST)
                        .status(status)
                        .setKeepAlive(false)
                        .request(request)
                        .message(reason));
    }

    /** The same for a known request. */
    public Refusal of(DirectHandler.TransportRequest request) {
        return of(status(), String.valueOf(getMessage()), request);
    }

    /** Peers cause it at will, so it costs no walk of the stack. */
    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
