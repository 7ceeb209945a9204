package dev.serve.http.message;

import io.helidon.http.BadRequestException;
import io.helidon.http.DirectHandler;
import io.helidon.http.RequestException;
import io.helidon.http.Status;
import io.helidon.webserver.ListenerContext;
import java.util.Optional;

/**
 * The one table from what escapes the routing to an answer, by way of the listener's direct
 * handlers. No text of an unexpected exception goes into an answer.
 */
public final class ErrorAnswer {

    private ErrorAnswer() {}

    /** What Helidon's direct handlers make of an exception that nobody has handled. */
    public static DirectHandler.TransportResponse of(ListenerContext listener, Throwable thrown) {
        RequestException problem =
                switch (thrown) {
                    case RequestException known -> known;
                    case BadRequestException bad ->
                            RequestException.builder()
                                    .type(DirectHandler.EventType.BAD_REQUEST)
                                    .status(bad.status())
                                    .message(bad.getMessage())
                                    .cause(bad)
                                    .build();
                    default ->
                            RequestException.builder()
                                    .type(DirectHandler.EventType.INTERNAL_ERROR)
                                    .message("Internal Server Error")
                                    .cause(thrown)
                                    .build();
                };
        String message =
                thrown instanceof Refusal || listener.config().errorHandling().includeEntity()
                        ? Optional.ofNullable(problem.getMessage())
                                .filter(text -> problem.safeMessage())
                                .orElse("Bad request")
                        : problem.status().reasonPhrase();
        return listener.directHandlers()
                .handler(problem.eventType())
                .handle(
                        problem.request(),
                        problem.eventType(),
                        problem.status(),
                        problem.responseHeaders(),
                        message);
    }

    /** Whether an exception is a fault of ours, to be logged. */
    public static boolean isOurs(Throwable thrown) {
        return thrown instanceof RequestException known
                ? known.status().equals(Status.INTERNAL_SERVER_ERROR_500)
                : !(thrown instanceof BadRequestException);
    }
}
