package dev.serve.admin;

import io.helidon.http.Status;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a request is answered. Immutable.
 *
 * @param mediaType of the body; empty without one
 * @param body its bytes, which nobody changes
 * @param headers further ones
 */
@SuppressWarnings("ArrayRecordComponent") // made once, written once, never compared
record Answer(Status status, String mediaType, byte[] body, Map<String, String> headers) {

    static Answer json(@Nullable Object value) {
        return json(Status.OK_200, value);
    }

    static Answer json(Status status, @Nullable Object value) {
        return new Answer(status, Json.TYPE, Json.bytes(value), Map.of());
    }

    /** JSON that is a text already. */
    static Answer jsonText(byte[] text) {
        return new Answer(Status.OK_200, Json.TYPE, text, Map.of());
    }

    static Answer nothing() {
        return new Answer(Status.NO_CONTENT_204, "", new byte[0], Map.of());
    }

    Answer header(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Answer(status, mediaType, body, more);
    }
}
