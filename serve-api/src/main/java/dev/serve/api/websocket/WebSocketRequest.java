package dev.serve.api.websocket;

import io.helidon.http.Headers;
import java.net.SocketAddress;
import java.security.Principal;
import java.util.Map;
import java.util.Optional;

/**
 * The request that opened a session. Immutable.
 *
 * @param listener name of the listener that it came in by
 * @param path its decoded path
 * @param query its query as it was written; empty without one
 * @param pathParameters the parameters of the route's pattern, decoded
 * @param headers its header fields
 * @param remoteAddress address of the peer, which may be a proxy
 * @param client address of the client as far as {@code trusted-proxies} tell it
 * @param secure whether it came over TLS
 * @param verifiedClient subject of the client certificate that was verified
 */
public record WebSocketRequest(
        String listener,
        String path,
        String query,
        Map<String, String> pathParameters,
        Headers headers,
        SocketAddress remoteAddress,
        SocketAddress client,
        boolean secure,
        Optional<Principal> verifiedClient) {

    /** Copies the map. */
    public WebSocketRequest {
        pathParameters = Map.copyOf(pathParameters);
    }
}
