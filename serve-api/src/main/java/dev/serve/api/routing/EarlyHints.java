package dev.serve.api.routing;

import io.helidon.http.Header;
import io.helidon.webserver.http.ServerResponse;

/**
 * Answers with 103 (Early Hints, RFC 8297) ahead of the final one: what a client may already fetch
 * while a handler still works. Responses of our engines implement it.
 */
public interface EarlyHints {

    /**
     * Sends an interim answer with these fields, at once. Nothing is sent to clients of HTTP/1.0,
     * which know no interim answers (RFC 9110 section 15.2).
     *
     * @throws IllegalStateException if the final answer has begun
     * @throws IllegalArgumentException if a field holds what would end it
     */
    void earlyHints(Header... fields);

    /** Sends early hints where the engine can; returns whether it can. */
    static boolean send(ServerResponse response, Header... fields) {
        if (response instanceof EarlyHints known) {
            known.earlyHints(fields);
            return true;
        }
        return false;
    }
}
