package dev.serve.grpc.call;

import io.grpc.Metadata;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What the name of a field of a request is in metadata. Those that were met are kept, up to a
 * bound: clients say the same ones again and again. Immutable.
 *
 * @param text key of a value in ASCII; null if it is none
 * @param bytes key of a value in Base64; null if it is none
 */
record FieldName(Metadata.@Nullable Key<String> text, Metadata.@Nullable Key<byte[]> bytes) {

    private static final int MOST_KEPT = 256;
    private static final ConcurrentHashMap<String, FieldName> KEPT = new ConcurrentHashMap<>();
    private static final FieldName NOT_METADATA = new FieldName(null, null);

    /**
     * About the connection or the body of HTTP/1.1 (RFC 9110 section 7.6.1), not about the call.
     */
    private static final Set<String> HOPS =
            Set.of(
                    "connection",
                    "content-length",
                    "host",
                    "http2-settings",
                    "keep-alive",
                    "proxy-connection",
                    "transfer-encoding",
                    "upgrade");

    /** Of a name in lower case. */
    static FieldName of(String name) {
        FieldName known = KEPT.get(name);
        if (known != null) {
            return known;
        }
        FieldName found = find(name);
        if (KEPT.size() < MOST_KEPT) {
            KEPT.put(name, found);
        }
        return found;
    }

    private static FieldName find(String name) {
        if (!isName(name) || HOPS.contains(name)) {
            return NOT_METADATA;
        }
        return name.endsWith(Metadata.BINARY_HEADER_SUFFIX)
                ? new FieldName(null, Metadata.Key.of(name, Metadata.BINARY_BYTE_MARSHALLER))
                : new FieldName(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER), null);
    }

    /** A name that metadata can have; a field of HTTP may have others. */
    private static boolean isName(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean letter = c >= 'a' && c <= 'z';
            boolean digit = c >= '0' && c <= '9';
            if (!letter && !digit && c != '-' && c != '_' && c != '.') {
                return false;
            }
        }
        return !name.isEmpty();
    }
}
