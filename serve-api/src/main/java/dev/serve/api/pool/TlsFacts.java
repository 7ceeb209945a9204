package dev.serve.api.pool;

import org.jspecify.annotations.Nullable;

/**
 * What a TLS handshake has settled. Immutable.
 *
 * @param version such as {@code TLSv1.3}
 * @param cipher the suite
 * @param alpn the protocol agreed on (RFC 7301); null if none was
 * @param sni the name that the client asked for (RFC 6066 section 3); null if it named none
 * @param clientSubject subject of the client's certificate; null without one
 */
public record TlsFacts(
        String version,
        String cipher,
        @Nullable String alpn,
        @Nullable String sni,
        @Nullable String clientSubject) {}
