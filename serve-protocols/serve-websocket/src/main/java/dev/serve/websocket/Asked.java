package dev.serve.websocket;

import dev.serve.api.routing.RequestClient;
import dev.serve.api.routing.RequestContext;
import dev.serve.websocket.session.SessionContext;
import io.helidon.common.context.Contexts;
import io.helidon.common.parameters.Parameters;
import io.helidon.common.socket.PeerInfo;
import io.helidon.http.HeaderNames;
import io.helidon.http.HttpPrologue;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http.ServerRequest;
import java.net.SocketAddress;

/**
 * A request for a session, from a routing or from an upgrade before it. Immutable.
 *
 * @param id what the session will be called
 * @param authority the request's Host or {@code :authority}
 * @param parameters those of the route's pattern
 * @param client the client, the peer itself where nothing else is known
 * @param context what filters have left, or a new one
 */
record Asked(
        String id,
        HttpPrologue prologue,
        ServerRequestHeaders headers,
        String authority,
        Parameters parameters,
        PeerInfo remotePeer,
        PeerInfo localPeer,
        boolean secure,
        String serverSocketId,
        String socketId,
        SocketAddress client,
        SessionContext context) {

    /** On a connection of HTTP/1.1, or a stream of HTTP/2 with an id of its own. */
    static Asked of(ServerRequest request) {
        boolean wholeConnection = isVersion1(request.prologue());
        return new Asked(
                wholeConnection ? request.socketId() : request.socketId() + "-" + request.id(),
                request.prologue(),
                request.headers(),
                request.authority(),
                request.path().pathParameters(),
                request.remotePeer(),
                request.localPeer(),
                request.isSecure(),
                request.serverSocketId(),
                request.socketId(),
                RequestClient.of(request),
                new SessionContext(RequestContext.of(request), request.listenerContext()));
    }

    /** On a connection that an engine offers. */
    static Asked of(
            ConnectionContext connection,
            HttpPrologue prologue,
            ServerRequestHeaders headers,
            Parameters parameters) {
        return new Asked(
                connection.socketId() + "-" + connection.childSocketId(),
                prologue,
                headers,
                headers.first(HeaderNames.HOST).orElse(""),
                parameters,
                connection.remotePeer(),
                connection.localPeer(),
                connection.isSecure(),
                connection.socketId(),
                connection.childSocketId(),
                connection.remotePeer().address(),
                new SessionContext(Contexts.context().orElse(null), connection.listenerContext()));
    }

    /** Whether it has the whole connection: HTTP/1.1. */
    boolean hasConnection() {
        return isVersion1(prologue);
    }

    private static boolean isVersion1(HttpPrologue prologue) {
        return prologue.protocolVersion().startsWith("1");
    }
}
