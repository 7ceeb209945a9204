package dev.serve.http.message;

import java.util.List;

/**
 * Fields that may not stand after a body (RFC 9110 section 6.5.1): what frames, routes or
 * authenticates a message must be known before it is acted on.
 */
public final class ForbiddenTrailers {

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

    /** Whether the field of this name, in letters of either case, is one of them. */
    public static boolean contains(byte[] bytes, int from, int to) {
        for (String name : NAMES) {
            if (Octets.equalsIgnoreCase(bytes, from, to, name)) {
                return true;
            }
        }
        return false;
    }
}
