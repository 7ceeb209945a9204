package dev.serve.websocket;

import dev.serve.api.websocket.WebSocketClose;
import dev.serve.api.websocket.WebSocketMessage;
import dev.serve.websocket.session.Handling;
import dev.serve.websocket.session.Inbound;
import dev.serve.websocket.session.Session;
import io.helidon.common.buffers.BufferData;
import io.helidon.websocket.WsListener;

/** One session to a Helidon listener: whole messages, each the last part of itself. */
final class HelidonHandling implements Handling {

    private final WsListener listener;
    private final Asked request;
    private final MessageFilters filters;

    HelidonHandling(WsListener listener, Asked request, MessageFilters filters) {
        this.listener = listener;
        this.request = request;
        this.filters = filters;
    }

    @Override
    public boolean wantsControls() {
        return true;
    }

    @Override
    public void serve(Session session) throws Exception {
        HelidonSession seen = new HelidonSession(session, request);
        listener.onOpen(seen);
        for (Inbound received = session.receivePiece();
                received != null;
                received = session.receivePiece()) {
            switch (received.kind()) {
                case PING -> listener.onPing(seen, BufferData.create(received.bytes()));
                case PONG -> listener.onPong(seen, BufferData.create(received.bytes()));
                case TEXT, BINARY -> {
                    WebSocketMessage message = received.asMessage();
                    filters.pass(session, message, () -> hand(seen, message));
                }
            }
        }
    }

    private void hand(HelidonSession seen, WebSocketMessage message) {
        switch (message) {
            case WebSocketMessage.Text(String text) -> listener.onMessage(seen, text, true);
            case WebSocketMessage.Binary(byte[] bytes) ->
                    listener.onMessage(seen, BufferData.create(bytes), true);
        }
    }

    @Override
    public void closed(Session session, WebSocketClose close) {
        HelidonSession seen = new HelidonSession(session, request);
        Throwable cause = close.cause();
        if (cause != null) {
            listener.onError(seen, cause);
        }
        listener.onClose(seen, close.code(), close.reason());
    }
}
