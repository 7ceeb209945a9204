package dev.serve.server.proxy;

import dev.serve.api.spi.Wire;
import io.helidon.webserver.ProxyProtocolData;
import io.helidon.webserver.ProxyProtocolV2Data;
import io.helidon.webserver.ProxyProtocolV2Data.Tlv;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a proxy said of a connection before its first byte. Immutable.
 *
 * @param version 1 or 2
 * @param local whether the proxy connected for itself, as for a health check; the connection's own
 *     addresses count then
 * @param source the client; null when the proxy does not know or does not say: the connection's own
 *     address counts then
 * @param destination where the client connected to; null exactly when {@code source} is
 * @param tlvs what else version 2 says, such as ALPN, authority, unique id and the client's TLS
 */
public record ProxyHeader(
        int version,
        boolean local,
        @Nullable InetSocketAddress source,
        @Nullable InetSocketAddress destination,
        List<Tlv> tlvs) {

    /** Copies the list. */
    public ProxyHeader {
        tlvs = List.copyOf(tlvs);
    }

    /** A header that tells no addresses. */
    static ProxyHeader unknown(int version) {
        return new ProxyHeader(version, false, null, null, List.of());
    }

    /** The header of a connection that a proxy opened for itself. */
    static ProxyHeader ofProxyItself() {
        return new ProxyHeader(2, true, null, null, List.of());
    }

    /**
     * Reads the header and consumes exactly its bytes; what follows stays in the window. Waits as
     * long as the wire does: who calls has set a deadline for the connection.
     *
     * @throws IOException if the peer sends something else or ends before the end of the header, or
     *     the connection is lost or aborted
     */
    public static ProxyHeader read(Wire wire) throws IOException {
        while (true) {
            switch (ProxyParser.parse(wire.input(), wire.position(), wire.limit())) {
                case ProxyParser.Result.Complete(ProxyHeader header, int length) -> {
                    wire.consume(length);
                    return header;
                }
                case ProxyParser.Result.Invalid(String reason) ->
                        throw new ProxyHeaderException(reason);
                case ProxyParser.Result.Incomplete() -> {
                    if (!wire.more()) {
                        throw new ProxyHeaderException(
                                wire.available()
                                        + " bytes, then the end (expected: a PROXY header)");
                    }
                }
            }
        }
    }

    /** Whether a header says that the client's connection to the proxy was encrypted. */
    public static boolean tellsTls(ProxyProtocolData header) {
        return header instanceof ProxyProtocolV2Data second
                && second.tlvs().stream()
                        .anyMatch(tlv -> tlv instanceof Tlv.Ssl ssl && ssl.hasClientSsl());
    }

    /** The same in Helidon's words, as {@code ServerRequest.proxyProtocolData()} tells it. */
    public ProxyProtocolData data() {
        return version == 1 ? new ProxyData(this) : new ProxyData.V2(this);
    }
}
