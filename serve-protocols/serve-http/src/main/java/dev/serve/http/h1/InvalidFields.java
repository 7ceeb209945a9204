package dev.serve.http.h1;

import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.ServerResponseHeaders;
import java.util.ArrayList;
import java.util.List;

/** Fields that cannot be written, because they would end a line or a head. */
final class InvalidFields {

    private InvalidFields() {}

    static void removeFrom(ServerResponseHeaders headers) {
        List<HeaderName> invalid = new ArrayList<>();
        for (Header header : headers) {
            try {
                header.validate();
            } catch (IllegalArgumentException e) {
                invalid.add(header.headerName());
            }
        }
        invalid.forEach(headers::remove);
    }
}
