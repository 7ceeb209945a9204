package dev.serve.http;

import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Sends clients elsewhere (RFC 9110 section 15.4). Immutable. */
final class RedirectHandler implements Handler {

    private final Header location;
    private final Status status;

    RedirectHandler(String location, int status) {
        this.location = HeaderValues.create(HeaderNames.LOCATION, ascii(location));
        this.status = Status.create(status);
    }

    @Override
    public void handle(ServerRequest request, ServerResponse response) {
        response.status(status).header(location).send();
    }

    /** RFC 3987 section 3.1: what is not ASCII is written as the octets of its UTF-8. */
    static String ascii(String reference) {
        StringBuilder ascii = new StringBuilder(reference.length());
        HexFormat hex = HexFormat.of().withUpperCase();
        for (byte octet : reference.getBytes(StandardCharsets.UTF_8)) {
            if (octet >= 0) {
                ascii.append((char) octet);
            } else {
                ascii.append('%').append(hex.toHexDigits(octet));
            }
        }
        return ascii.toString();
    }
}
