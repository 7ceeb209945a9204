package dev.serve.grpc.json;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Segments of a path (RFC 3986 section 2.1). Stateless. */
final class Escaped {

    private Escaped() {}

    /**
     * Decodes.
     *
     * @param keepSlash whether an encoded slash stays as it is
     * @return null if it is malformed, or no UTF-8
     */
    static @Nullable String decode(String segment, boolean keepSlash) {
        if (segment.indexOf('%') < 0) {
            return segment;
        }
        byte[] raw = segment.getBytes(StandardCharsets.UTF_8);
        ByteBuffer decoded = ByteBuffer.allocate(raw.length);
        for (int i = 0; i < raw.length; i++) {
            if (raw[i] != '%') {
                decoded.put(raw[i]);
                continue;
            }
            int high = i + 2 < raw.length ? Character.digit(raw[i + 1], 16) : -1;
            int low = i + 2 < raw.length ? Character.digit(raw[i + 2], 16) : -1;
            if (high < 0 || low < 0) {
                return null;
            }
            if (keepSlash && (high << 4 | low) == '/') {
                decoded.put(raw, i, 3);
            } else {
                decoded.put((byte) (high << 4 | low));
            }
            i += 2;
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(decoded.flip()).toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}
