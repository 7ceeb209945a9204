package dev.serve.grpc.call;

import io.grpc.Metadata;
import io.grpc.Status;
import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Headers;
import io.helidon.http.WritableHeaders;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Metadata as header fields: values of names that end with {@code -bin} are bytes, in Base64 of
 * which the padding may be missing; several of them may stand in one field. Stateless.
 */
public final class Fields {

    /** Media type of calls and answers. */
    public static final String GRPC = "application/grpc";

    /** Field of the status. */
    public static final HeaderName GRPC_STATUS = HeaderNames.create("grpc-status");

    /** Field of its description, a {@link PercentText}. */
    public static final HeaderName GRPC_MESSAGE = HeaderNames.create("grpc-message");

    static final HeaderName GRPC_ENCODING = HeaderNames.create("grpc-encoding");
    static final HeaderName GRPC_ACCEPT_ENCODING = HeaderNames.create("grpc-accept-encoding");
    static final HeaderName GRPC_TIMEOUT = HeaderNames.create("grpc-timeout");

    private static final Header CONTENT_TYPE =
            HeaderValues.createCached(HeaderNames.CONTENT_TYPE, GRPC);
    private static final Header ACCEPTS = HeaderValues.createCached(GRPC_ACCEPT_ENCODING, "gzip");
    private static final Header OK = HeaderValues.createCached(GRPC_STATUS, "0");

    /** Written by us alone, whatever a handler says. */
    private static final Set<String> OURS =
            Set.of(
                    "content-type",
                    "grpc-status",
                    "grpc-message",
                    "grpc-encoding",
                    "grpc-accept-encoding",
                    "te");

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

    private Fields() {}

    /** The metadata of a request. */
    public static Metadata metadata(Headers headers) {
        Metadata metadata = new Metadata();
        String connection =
                headers.contains(HeaderNames.CONNECTION)
                        ? String.join(",", headers.get(HeaderNames.CONNECTION).allValues())
                        : "";
        for (Header header : headers) {
            String name = header.headerName().lowerCase();
            if (!isName(name) || HOPS.contains(name) || names(connection, name)) {
                continue;
            }
            if (name.endsWith(Metadata.BINARY_HEADER_SUFFIX)) {
                Metadata.Key<byte[]> key = Metadata.Key.of(name, Metadata.BINARY_BYTE_MARSHALLER);
                for (String values : header.allValues()) {
                    for (String value : values.split(",", -1)) {
                        putBytes(metadata, key, value.strip());
                    }
                }
            } else {
                Metadata.Key<String> key = Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
                for (String value : header.allValues()) {
                    metadata.put(key, value);
                }
            }
        }
        return metadata;
    }

    private static boolean names(String connection, String name) {
        if (!connection.isEmpty()) {
            for (String token : connection.split(",", -1)) {
                if (token.strip().equalsIgnoreCase(name)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** What is no Base64 is left out, as grpc-java does. */
    private static void putBytes(Metadata metadata, Metadata.Key<byte[]> key, String value) {
        try {
            metadata.put(key, Base64.getDecoder().decode(value));
        } catch (IllegalArgumentException e) {
            System.getLogger(Fields.class.getName())
                    .log(
                            System.Logger.Level.DEBUG,
                            () -> "metadata " + key.name() + " is no Base64");
        }
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

    /** The head of an answer. */
    static WritableHeaders<?> head(Metadata metadata) {
        WritableHeaders<?> fields = WritableHeaders.create();
        fields.set(CONTENT_TYPE).set(ACCEPTS);
        add(metadata, fields);
        return fields;
    }

    /** What ends an answer. */
    public static WritableHeaders<?> trailers(Status status, Metadata metadata) {
        WritableHeaders<?> fields = WritableHeaders.create();
        end(status, metadata, fields);
        return fields;
    }

    /** The head of an answer that is all of it. */
    static WritableHeaders<?> headOnly(Status status, Metadata metadata) {
        WritableHeaders<?> fields = WritableHeaders.create();
        fields.set(CONTENT_TYPE).set(ACCEPTS);
        end(status, metadata, fields);
        return fields;
    }

    private static void end(Status status, Metadata metadata, WritableHeaders<?> fields) {
        if (status.isOk()) {
            fields.set(OK);
        } else {
            fields.set(HeaderValues.create(GRPC_STATUS, status.getCode().value()));
        }
        String description = status.getDescription();
        if (description != null) {
            fields.set(HeaderValues.create(GRPC_MESSAGE, PercentText.encode(description)));
        }
        add(metadata, fields);
    }

    private static void add(Metadata metadata, WritableHeaders<?> fields) {
        for (String name : metadata.keys()) {
            if (OURS.contains(name.toLowerCase(Locale.ROOT))) {
                continue;
            }
            List<String> values = new ArrayList<>();
            if (name.endsWith(Metadata.BINARY_HEADER_SUFFIX)) {
                Iterable<byte[]> all =
                        metadata.getAll(Metadata.Key.of(name, Metadata.BINARY_BYTE_MARSHALLER));
                if (all != null) {
                    all.forEach(
                            value ->
                                    values.add(
                                            Base64.getEncoder()
                                                    .withoutPadding()
                                                    .encodeToString(value)));
                }
            } else {
                Iterable<String> all =
                        metadata.getAll(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER));
                if (all != null) {
                    all.forEach(values::add);
                }
            }
            if (!values.isEmpty()) {
                fields.set(HeaderValues.create(HeaderNames.create(name), values));
            }
        }
    }
}
