package dev.serve.http.h2;

import dev.serve.http.hpack.HpackEncoder;
import dev.serve.http.message.Octets;
import io.helidon.http.DateTime;
import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import io.helidon.http.Status;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The fields of an answer, or of its trailers, as they will be encoded: checked, and apart from
 * what the handler still holds. Fields that speak of a connection of HTTP/1.1 are left out (RFC
 * 9113 section 8.2.2).
 */
final class AnswerFields {

    private static final int USUAL = 6;

    private static final Set<HeaderName> OF_CONNECTIONS =
            Set.of(
                    HeaderNames.CONNECTION,
                    HeaderNames.create("Keep-Alive"),
                    HeaderNames.create("Proxy-Connection"),
                    HeaderNames.TRANSFER_ENCODING,
                    HeaderNames.UPGRADE,
                    HeaderNames.CONTENT_LENGTH);

    private final int status;
    private String[] pairs = new String[2 * USUAL];
    private int length;

    private AnswerFields(int status) {
        this.status = status;
    }

    /**
     * The head of a final answer.
     *
     * @param length of the body; negative when it is not told
     * @throws IllegalArgumentException if a field cannot be written
     */
    static AnswerFields of(Status status, Headers headers, long length, @Nullable Header server) {
        AnswerFields fields = new AnswerFields(status.code());
        if (!headers.contains(HeaderNames.DATE)) {
            fields.put("date", DateTime.rfc1123String());
        }
        fields.addAll(headers);
        if (server != null && !headers.contains(HeaderNames.SERVER)) {
            fields.put("server", server.get());
        }
        if (length >= 0) {
            fields.put("content-length", Long.toString(length));
        }
        return fields;
    }

    /** The head of an interim answer (1xx). */
    static AnswerFields interim(int status, Headers headers) {
        AnswerFields fields = new AnswerFields(status);
        fields.addAll(headers);
        return fields;
    }

    /** Trailer fields; null when there are none. */
    static @Nullable AnswerFields trailers(Headers headers) {
        if (headers.size() == 0) {
            return null;
        }
        AnswerFields fields = new AnswerFields(0);
        fields.addAll(headers);
        return fields.length == 0 ? null : fields;
    }

    private void addAll(Headers headers) {
        for (Header header : headers) {
            HeaderName name = header.headerName();
            if (OF_CONNECTIONS.contains(name)) {
                continue;
            }
            String lower = checkedName(name.lowerCase());
            if (header.valueCount() == 1) {
                put(lower, checkedValue(header.get()));
            } else {
                for (String value : header.allValues()) {
                    put(lower, checkedValue(value));
                }
            }
        }
    }

    private void put(String name, String value) {
        if (length == pairs.length) {
            pairs = Arrays.copyOf(pairs, 2 * length);
        }
        pairs[length++] = name;
        pairs[length++] = value;
    }

    private static String checkedName(String name) {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("the name of a response header is empty");
        }
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c > 0x7e || !Octets.isToken((byte) c)) {
                throw new IllegalArgumentException(
                        "the name of a response header holds a character that is not allowed"
                                + " (expected: a token)");
            }
        }
        return name;
    }

    /** Characters beyond ASCII are question marks, as on HTTP/1.1. */
    private static String checkedValue(String value) {
        boolean beyond = false;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if ((c < ' ' && c != '\t') || c == 0x7f) {
                throw new IllegalArgumentException(
                        "response header: the character at " + i + " is a control character");
            }
            beyond |= c > 0x7f;
        }
        return beyond ? value.strip().replaceAll("[^\\x00-\\x7f]", "?") : value.strip();
    }

    /** Encodes them as one block. */
    void encode(HpackEncoder encoder) {
        encoder.begin();
        if (status != 0) {
            encoder.status(status);
        }
        for (int i = 0; i < length; i += 2) {
            encoder.field(pairs[i], pairs[i + 1]);
        }
    }
}
