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
            FieldName known = FieldName.of(name);
            if (names(connection, name)) {
                continue;
            }
            if (known.text() != null) {
                putTexts(metadata, known.text(), header);
            } else if (known.bytes() != null) {
                for (String values : header.allValues()) {
                    for (String value : values.split(",", -1)) {
                        putBytes(metadata, known.bytes(), value.strip());
                    }
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

    private static void putTexts(Metadata metadata, Metadata.Key<String> key, Header header) {
        if (header.valueCount() == 1) {
            metadata.put(key, header.get());
        } else {
            header.allValues().forEach(value -> metadata.put(key, value));
        }
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
