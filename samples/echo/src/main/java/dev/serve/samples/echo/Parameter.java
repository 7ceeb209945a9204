package dev.serve.samples.echo;

import io.helidon.webserver.http.ServerRequest;
import java.util.Optional;

/**
 * A whole number that a client may give, in the query or in the path. Immutable.
 *
 * @param name its name
 * @param min the least value taken
 * @param max the greatest value taken
 */
record Parameter(String name, long min, long max) {

    /** A value that does not fit; answered 400 with its message. */
    static final class Unfit extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private Unfit(String message) {
            super(message);
        }
    }

    /**
     * The value in the query; empty without one.
     *
     * @throws Unfit if it is no whole number from min to max
     */
    Optional<Long> inQuery(ServerRequest request) {
        return request.query().contains(name)
                ? Optional.of(parse(request.query().get(name)))
                : Optional.empty();
    }

    /**
     * The value in the path.
     *
     * @throws Unfit if it is no whole number from min to max
     */
    long inPath(ServerRequest request) {
        return parse(request.path().pathParameters().get(name));
    }

    private long parse(String text) {
        try {
            long value = Long.parseLong(text);
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException e) {
            // the message below says it
        }
        throw new Unfit(
                name
                        + ": \""
                        + text
                        + "\" (expected: a whole number from "
                        + min
                        + " to "
                        + max
                        + ")");
    }
}
