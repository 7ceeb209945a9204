package dev.serve.http;

import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.nio.charset.StandardCharsets;

/** A fixed answer. Immutable. */
final class RespondHandler implements Handler {

    private final Status status;
    private final byte[] body;
    private final Header contentType;

    RespondHandler(int status, String body, String contentType) {
        this.status = Status.create(status);
        this.body = body.getBytes(StandardCharsets.UTF_8);
        this.contentType = HeaderValues.create(HeaderNames.CONTENT_TYPE, contentType);
    }

    @Override
    public void handle(ServerRequest request, ServerResponse response) {
        response.status(status);
        if (body.length == 0) {
            response.send();
        } else {
            response.header(contentType).send(body);
        }
    }
}
