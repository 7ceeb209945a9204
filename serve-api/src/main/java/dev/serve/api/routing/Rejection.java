package dev.serve.api.routing;

import java.time.Duration;

/**
 * Why an exchange is refused; each protocol has its words for it. Immutable.
 *
 * @param reason the class of the refusal
 * @param message what the peer may read
 * @param retryAfter when to come again; zero says nothing about it
 */
public record Rejection(Reason reason, String message, Duration retryAfter) {

    /** Checks the duration. */
    public Rejection {
        if (retryAfter.isNegative()) {
            throw new IllegalArgumentException(
                    "retryAfter: " + retryAfter + " (expected: zero or more)");
        }
    }

    /** A refusal that says nothing about when to come again. */
    public static Rejection of(Reason reason, String message) {
        return new Rejection(reason, message, Duration.ZERO);
    }

    /** Classes of refusals. */
    public enum Reason {
        /** Not understood; HTTP 400. */
        INVALID,
        /** Nobody was authenticated; HTTP 401. */
        UNAUTHENTICATED,
        /** Not for this one; HTTP 403. */
        FORBIDDEN,
        /** Not there; HTTP 404. */
        NOT_FOUND,
        /** Too often; HTTP 429. */
        TOO_MANY,
        /** Not now; HTTP 503. */
        UNAVAILABLE
    }
}
