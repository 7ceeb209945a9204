package dev.serve.api.spi;

import io.helidon.webserver.spi.ServerConnectionSelector;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * One way into a listener: an engine, and the first bytes by which a plain connection asks for it.
 * Over TLS the engine's ALPN names decide. Immutable.
 *
 * @param selector makes the connection
 * @param prefixes what a connection begins with; empty for the engine that takes what no prefix
 *     claims
 */
public record Door(ServerConnectionSelector selector, List<byte[]> prefixes) {

    /** RFC 9113 section 3.4: what every HTTP/2 connection begins with. */
    private static final byte[] HTTP2_PREFACE =
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    /** Copies the list. */
    public Door {
        prefixes = List.copyOf(prefixes);
    }

    /**
     * A door for a Helidon selector, which does not tell its prefix: HTTP/2's preface for {@code
     * h2}, none for others.
     */
    public static Door of(ServerConnectionSelector selector) {
        boolean http2 = selector.supportedApplicationProtocols().contains("h2");
        return new Door(selector, http2 ? List.of(HTTP2_PREFACE.clone()) : List.of());
    }
}
