package dev.serve.api.routing;

import io.helidon.webserver.http.ServerRequest;
import java.net.SocketAddress;

/**
 * A request that knows its client when proxies stand between, as every request on a listener of
 * ours does; see {@code trusted-proxies}.
 */
public interface RequestClient {

    /**
     * Address of the client: what the trusted proxies say (RFC 7239 section 5.2, or {@code
     * X-Forwarded-For}), read from the nearest proxy back to the first address that is not a
     * trusted one. The peer's address where nothing is said, or the peer is not trusted. An
     * unresolved {@link java.net.InetSocketAddress} where a trusted proxy hides or does not know
     * the address, or where the headers contradict one another. Port 0 where none is said.
     */
    SocketAddress client();

    /**
     * Whether a proxy, trusted or not, has said that the request came through it: {@code Forwarded}
     * or {@code X-Forwarded-*}, which handlers are shown of trusted ones alone.
     */
    boolean isForwarded();

    /** The client of any request; the peer where the request does not know more. */
    static SocketAddress of(ServerRequest request) {
        return request instanceof RequestClient known
                ? known.client()
                : request.remotePeer().address();
    }
}
