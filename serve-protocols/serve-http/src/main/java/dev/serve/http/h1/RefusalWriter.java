package dev.serve.http.h1;

import dev.serve.api.spi.Wire;
import io.helidon.http.DirectHandler;
import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import java.io.IOException;

/** The last answer of a connection, made without a response that a handler could have had. */
final class RefusalWriter {

    private static final byte[] NOTHING = new byte[0];

    private RefusalWriter() {}

    static void write(DirectHandler.TransportResponse answer, HeadWriter head, Wire wire)
            throws IOException {
        byte[] body = answer.entity().orElse(NOTHING);
        head.status(answer.status());
        head.date();
        for (Header header : answer.headers()) {
            HeaderName name = header.headerName();
            if (name != HeaderNames.CONTENT_LENGTH
                    && name != HeaderNames.CONNECTION
                    && name != HeaderNames.TRANSFER_ENCODING) {
                head.field(header);
            }
        }
        head.connection(true);
        head.contentLength(body.length);
        head.end();
        wire.put(head.bytes(), 0, head.length());
        wire.put(body, 0, body.length);
    }
}
