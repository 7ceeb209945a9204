package dev.serve.http.h2;

import dev.serve.api.config.ListenerConfig;
import dev.serve.http.message.RequestFields;
import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.HttpPrologue;
import io.helidon.http.WritableHeaders;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ServerConnectionException;
import io.helidon.webserver.http1.spi.Http1Upgrader;
import io.helidon.webserver.spi.ServerConnection;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The upgrade from HTTP/1.1 (RFC 7540 section 3.2): asked for with exactly one HTTP2-Settings,
 * listed in Connection, and not over TLS, where ALPN settles the protocol; else the request is
 * served where it is. The request itself is answered on stream 1. Thread-safe.
 */
public final class Http2Upgrade implements Http1Upgrader {

    private static final HeaderName HTTP2_SETTINGS = HeaderNames.create("HTTP2-Settings");

    private static final Header LISTED =
            HeaderValues.create(HeaderNames.CONNECTION, "HTTP2-Settings");

    private static final Set<HeaderName> OF_HTTP1 =
            Set.of(
                    HTTP2_SETTINGS,
                    HeaderNames.UPGRADE,
                    HeaderNames.CONNECTION,
                    HeaderNames.create("Keep-Alive"),
                    HeaderNames.create("Proxy-Connection"));

    private static final byte[] SWITCHING =
            """
            HTTP/1.1 101 Switching Protocols\r
            Connection: Upgrade\r
            Upgrade: h2c\r
            \r
            """
                    .getBytes(StandardCharsets.US_ASCII);

    private static final int USUAL_URGENCY = 3;

    private final @Nullable Http2Settings settings;

    private Http2Upgrade(@Nullable Http2Settings settings) {
        this.settings = settings;
    }

    /** With the limits and deadlines of a listener of ours. */
    public static Http2Upgrade of(ListenerConfig config) {
        return new Http2Upgrade(Http2Selector.settings(config));
    }

    /** With our defaults, and the {@code maxPayloadSize} of the listener it runs on. */
    public static Http2Upgrade withDefaults() {
        return new Http2Upgrade(null);
    }

    @Override
    public String supportedProtocol() {
        return "h2c";
    }

    @Override
    public @Nullable ServerConnection upgrade(
            ConnectionContext context, HttpPrologue prologue, WritableHeaders<?> headers) {
        byte[] told = settings(headers);
        if (told == null || context.isSecure()) {
            return null;
        }
        Session session = Http2Selector.session(context, settings);
        try {
            session.wire().put(SWITCHING, 0, SWITCHING.length);
            session.wire().flush();
        } catch (IOException e) {
            throw new ServerConnectionException("cannot write the answer to an upgrade", e);
        }
        return new Http2Connection(session, "h2c", head(prologue, headers), told);
    }

    /**
     * The settings of the client; null unless there is one field, listed in Connection, that can be
     * read.
     */
    private static byte @Nullable [] settings(WritableHeaders<?> headers) {
        if (!headers.contains(HTTP2_SETTINGS)
                || headers.get(HTTP2_SETTINGS).valueCount() != 1
                || !headers.containsToken(LISTED)) {
            return null;
        }
        try {
            byte[] told = Base64.getUrlDecoder().decode(headers.get(HTTP2_SETTINGS).get());
            return told.length % 6 == 0 ? told : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static Http2Head head(HttpPrologue prologue, WritableHeaders<?> headers) {
        List<Integer> spans = new ArrayList<>();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (Header header : headers) {
            if (OF_HTTP1.contains(header.headerName())) {
                continue;
            }
            for (String value : header.allValues()) {
                put(bytes, spans, header.headerName().lowerCase());
                put(bytes, spans, value);
            }
        }
        RequestFields fields =
                new RequestFields(
                        bytes.toByteArray(),
                        spans.stream().mapToInt(Integer::intValue).toArray(),
                        spans.size() / RequestFields.SPAN);
        return new Http2Head(
                prologue.withProtocol("HTTP/2.0", prologue.protocol(), "2.0"),
                null,
                fields,
                -1,
                Http2Head.Expectation.NONE,
                USUAL_URGENCY,
                false,
                bytes.size());
    }

    private static void put(ByteArrayOutputStream bytes, List<Integer> spans, String text) {
        spans.add(bytes.size());
        bytes.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
        spans.add(bytes.size());
    }
}
