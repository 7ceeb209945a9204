package dev.serve.grpc.web;

import dev.serve.grpc.http.Fielded;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerRequestHeaders;
import org.jspecify.annotations.Nullable;

/**
 * A media type of gRPC-Web: {@code application/grpc-web} or {@code application/grpc-web-text}, with
 * or without the format of its messages. Immutable.
 *
 * @param text whether all of it is Base64
 * @param format such as {@code +proto}; empty where nothing is said
 */
public record WebType(boolean text, String format) {

    private static final String BINARY = "application/grpc-web";
    private static final String TEXT = "application/grpc-web-text";

    /** The one of a request; null if it is no call by gRPC-Web. */
    public static @Nullable WebType of(ServerRequestHeaders headers) {
        return headers.contains(HeaderNames.CONTENT_TYPE)
                ? parse(headers.get(HeaderNames.CONTENT_TYPE).get())
                : null;
    }

    /** The one that a client wants to hear: what it says itself, unless it accepts the other. */
    WebType answer(ServerRequestHeaders headers) {
        if (!headers.contains(HeaderNames.ACCEPT)) {
            return this;
        }
        WebType first = null;
        for (String values : headers.get(HeaderNames.ACCEPT).allValues()) {
            for (String value : values.split(",", -1)) {
                WebType accepted = parse(value.strip());
                if (accepted != null && accepted.text == text) {
                    return this;
                }
                first = first == null ? accepted : first;
            }
        }
        return first == null ? this : new WebType(first.text, format);
    }

    private static @Nullable WebType parse(String value) {
        String type = Fielded.withoutParameters(value);
        int plus = type.indexOf('+');
        String base = plus < 0 ? type : type.substring(0, plus);
        String format = plus < 0 ? "" : type.substring(plus);
        return switch (base) {
            case BINARY -> new WebType(false, format);
            case TEXT -> new WebType(true, format);
            default -> null;
        };
    }

    @Override
    public String toString() {
        return (text ? TEXT : BINARY) + format;
    }
}
