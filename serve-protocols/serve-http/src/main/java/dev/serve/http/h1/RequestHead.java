package dev.serve.http.h1;

import dev.serve.http.message.RequestFields;
import io.helidon.http.HttpPrologue;

/**
 * The head of one request, understood.
 *
 * @param prologue method, path and query
 * @param http10 whether it came over HTTP/1.0
 * @param fields its header fields, without those that nobody may send
 * @param framing where its body ends
 * @param options what Connection asks for
 * @param expectation what Expect asks for
 * @param upgrades whether it names protocols to change to, and may
 */
record RequestHead(
        HttpPrologue prologue,
        boolean http10,
        RequestFields fields,
        Framing framing,
        ConnectionOptions options,
        Expectation expectation,
        boolean upgrades) {

    /** RFC 9110 section 10.1.1. */
    enum Expectation {
        NONE,
        CONTINUE,
        UNKNOWN
    }
}
