package dev.serve.websocket.session;

import dev.serve.api.websocket.WebSocketRequest;
import dev.serve.websocket.deflate.Deflation;
import org.jspecify.annotations.Nullable;

/**
 * What an opening handshake has settled on. Immutable.
 *
 * @param id the session's id
 * @param request the request
 * @param subProtocol the sub-protocol; null for none
 * @param deflation how messages are compressed; null for not at all
 * @param context what filters of the request have left, or a new one
 */
public record Opening(
        String id,
        WebSocketRequest request,
        @Nullable String subProtocol,
        @Nullable Deflation deflation,
        SessionContext context) {}
