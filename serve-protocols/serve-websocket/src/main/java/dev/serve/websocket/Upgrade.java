package dev.serve.websocket;

import dev.serve.websocket.session.Handling;
import io.helidon.http.Headers;
import io.helidon.http.WritableHeaders;

/** Decides, request by request, by what a session is handled. Called by many threads at once. */
interface Upgrade {

    /**
     * What handles it.
     *
     * @param handling its messages
     * @param fields more fields of the answer
     */
    record Accepted(Handling handling, Headers fields) {}

    /**
     * Decides.
     *
     * @throws RefusedException if there is to be no session
     */
    Accepted accept(Asked request);

    /** The same for every request. */
    static Upgrade always(Handling handling) {
        Accepted accepted = new Accepted(handling, WritableHeaders.create());
        return _ -> accepted;
    }
}
