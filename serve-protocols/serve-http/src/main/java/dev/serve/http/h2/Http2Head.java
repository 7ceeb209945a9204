package dev.serve.http.h2;

import dev.serve.http.message.RequestFields;
import io.helidon.http.DirectHandler;
import io.helidon.http.HttpPrologue;
import io.helidon.http.Method;
import io.helidon.webserver.http.DirectTransportRequest;
import org.jspecify.annotations.Nullable;

/**
 * The head of one request, understood.
 *
 * @param prologue method, path and query
 * @param protocol what an extended CONNECT asks for (RFC 8441 section 4), in lower case; else null
 * @param fields its header fields, without those that nobody may send
 * @param contentLength what was announced; -1 without
 * @param expectation what Expect asks for
 * @param urgency RFC 9218 section 4.1: from 0, the first, to 7
 * @param isIncremental RFC 9218 section 4.2
 * @param bytes how much memory it takes
 */
record Http2Head(
        HttpPrologue prologue,
        @Nullable String protocol,
        RequestFields fields,
        long contentLength,
        Expectation expectation,
        int urgency,
        boolean isIncremental,
        int bytes) {

    /** RFC 9110 section 10.1.1. */
    enum Expectation {
        NONE,
        CONTINUE,
        UNKNOWN
    }

    /** RFC 9110 section 9.3.2: the answer has the head of GET and no body. */
    boolean isHead() {
        return prologue.method().equals(Method.HEAD);
    }

    /** As handlers of errors see it. */
    DirectHandler.TransportRequest transport() {
        return DirectTransportRequest.create(prologue, fields);
    }
}
