package dev.serve.websocket;

import dev.serve.api.websocket.WebSocketClose;
import dev.serve.api.websocket.WebSocketConversation;
import dev.serve.api.websocket.WebSocketEndpoint;
import dev.serve.api.websocket.WebSocketHandler;
import dev.serve.api.websocket.WebSocketMessage;
import dev.serve.api.websocket.WebSocketStreamHandler;
import dev.serve.websocket.session.Handling;
import dev.serve.websocket.session.Inbound;
import dev.serve.websocket.session.Session;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Sessions to an endpoint of our own API, in its style. */
final class EndpointHandling implements Handling {

    private final WebSocketEndpoint endpoint;
    private final MessageFilters filters;

    private EndpointHandling(WebSocketEndpoint endpoint, MessageFilters filters) {
        this.endpoint = endpoint;
        this.filters = filters;
    }

    static Handling of(WebSocketEndpoint endpoint, MessageFilters filters) {
        return new EndpointHandling(endpoint, filters);
    }

    @Override
    public boolean isStreamed() {
        return endpoint instanceof WebSocketStreamHandler;
    }

    @Override
    public void serve(Session session) throws Exception {
        endpoint.onOpen(session);
        switch (endpoint) {
            case WebSocketHandler handler -> serve(session, handler);
            case WebSocketStreamHandler handler -> serve(session, handler);
            case WebSocketConversation conversation -> conversation.converse(session);
        }
    }

    private void serve(Session session, WebSocketHandler handler) throws Exception {
        while (true) {
            session.rest();
            Inbound received = session.receivePiece();
            if (received == null) {
                return;
            }
            WebSocketMessage message = received.asMessage();
            filters.pass(
                    session,
                    message,
                    () -> {
                        switch (message) {
                            case WebSocketMessage.Text(String text) ->
                                    handler.onText(session, text);
                            case WebSocketMessage.Binary(byte[] bytes) ->
                                    handler.onBinary(session, bytes);
                        }
                    });
        }
    }

    private void serve(Session session, WebSocketStreamHandler handler) throws Exception {
        for (Inbound begun = session.receivePiece();
                begun != null;
                begun = session.receivePiece()) {
            PieceStream pieces = new PieceStream(session, begun);
            boolean text = begun.kind() == Inbound.Kind.TEXT;
            filters.pass(
                    session,
                    text ? new WebSocketMessage.Text("") : new WebSocketMessage.Binary(new byte[0]),
                    () -> {
                        if (text) {
                            handler.onText(
                                    session, new InputStreamReader(pieces, StandardCharsets.UTF_8));
                        } else {
                            handler.onBinary(session, pieces);
                        }
                    });
            if (!pieces.skipRest()) {
                return;
            }
        }
    }

    @Override
    public boolean passes(Session session, WebSocketMessage message) {
        boolean[] passed = {false};
        try {
            filters.pass(session, message, () -> passed[0] = true);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("a filter failed", e);
        }
        return passed[0];
    }

    @Override
    public void closed(Session session, WebSocketClose close) throws Exception {
        endpoint.onClose(session, close);
    }

    /** A streamed message as a stream of bytes. */
    private static final class PieceStream extends InputStream {
        private final Session session;
        private @Nullable Inbound piece;
        private int at;
        private boolean lost;

        PieceStream(Session session, Inbound begun) {
            this.session = session;
            this.piece = begun;
        }

        /** Makes a piece with bytes left the current one; null at the end. */
        private @Nullable Inbound current() {
            Inbound now = piece;
            while (now != null && at == now.bytes().length) {
                at = 0;
                if (now.isLast()) {
                    now = null;
                } else {
                    now = session.receivePiece();
                    lost = now == null;
                }
                piece = now;
            }
            return now;
        }

        private void checkLost() throws IOException {
            if (lost) {
                throw new EOFException("the session ended within a message");
            }
        }

        @Override
        public int read() throws IOException {
            Inbound now = current();
            checkLost();
            return now == null ? -1 : now.bytes()[at++] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            Inbound now = current();
            checkLost();
            if (now == null) {
                return -1;
            }
            int count = Math.min(length, now.bytes().length - at);
            System.arraycopy(now.bytes(), at, target, offset, count);
            at += count;
            return count;
        }

        /** Leaves the message behind; false if the session ended within it. */
        boolean skipRest() {
            for (Inbound now = current(); now != null; now = current()) {
                at = now.bytes().length;
            }
            return !lost;
        }
    }
}
