package dev.serve.http.message;

import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.ServerResponseHeaders;
import java.util.ArrayList;
import java.util.List;

/** Fields that cannot be written, because they would end a line or a head. */
public final class InvalidFields {

    private InvalidFields() {}

    /** Takes them out, so that an error can still be answered. */
    public static void removeFrom(ServerResponseHeaders headers) {
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
