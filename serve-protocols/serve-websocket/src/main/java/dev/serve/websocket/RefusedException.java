package dev.serve.websocket;

import io.helidon.http.Header;
import io.helidon.http.Status;
import java.io.Serial;
import java.util.List;

/** An opening handshake is refused (RFC 6455 section 4.2.2). */
final class RefusedException extends RuntimeException {

    @Serial private static final long serialVersionUID = 1L;

    private final transient Status status;
    private final transient List<Header> fields;

    /**
     * A refusal.
     *
     * @param text what the client may read
     */
    RefusedException(Status status, String text, Header... fields) {
        super(text, null, false, false);
        this.status = status;
        this.fields = List.of(fields);
    }

    Status status() {
        return status;
    }

    List<Header> fields() {
        return fields;
    }

    String text() {
        String text = getMessage();
        return text == null ? "" : text;
    }
}
