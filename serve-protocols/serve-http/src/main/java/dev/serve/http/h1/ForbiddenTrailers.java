package dev.serve.http.h1;

import dev.serve.http.message.Octets;
import dev.serve.http.message.Refusal;
import java.util.List;

/**
 * Fields that may not stand after a body (RFC 9110 section 6.5.1): what frames, routes or
 * authenticates a message must be known before it is acted on.
 */
final class ForbiddenTrailers {

    private static final List<String> NAMES =
            List.of(
                    "content-length",
                    "transfer-encoding",
                    "trailer",
                    "host",
                    "connection",
                    "keep-alive",
                    "upgrade",
                    "te",
                    "expect",
                    "authorization",
                    "proxy-authorization",
                    "cookie",
                    "set-cookie",
                    "content-encoding",
                    "content-type",
                    "content-range",
                    "x-helidon-cn");

    private ForbiddenTrailers() {}

    /**
     * Looks at the last line of a table.
     *
     * @throws Refusal with 400 if the field is one of them
     */
    static void check(byte[] bytes, int origin, FieldTable table) {
        int field = table.count() - 1;
        int from = origin + table.nameFrom(field);
        int to = origin + table.nameTo(field);
        for (String name : NAMES) {
            if (Octets.equalsIgnoreCase(bytes, from, to, name)) {
                throw Refusal.badRequest("A field is not allowed after the body");
            }
        }
    }
}
