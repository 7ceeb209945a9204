package dev.serve.websocket.session;

import dev.serve.api.websocket.WebSocketMessage;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Something received: a whole message, a piece of a streamed one, or a control frame for who wants
 * to see them.
 *
 * @param kind what it is
 * @param text the text of a whole text message, where it is known already
 * @param bytes its bytes otherwise
 * @param isLast whether the message ends with it
 */
@SuppressWarnings("ArrayRecordComponent") // a copy of every message would cost too much
public record Inbound(Kind kind, @Nullable String text, byte[] bytes, boolean isLast) {

    /** Kinds of things received. */
    public enum Kind {
        /** A text message. */
        TEXT,
        /** A binary message. */
        BINARY,
        /** A ping. */
        PING,
        /** A pong. */
        PONG
    }

    private static final byte[] NO_BYTES = {};

    static Inbound text(String text) {
        return new Inbound(Kind.TEXT, text, NO_BYTES, true);
    }

    static Inbound bytes(Kind kind, byte[] bytes, boolean last) {
        return new Inbound(kind, null, bytes, last);
    }

    /** A whole message, for handlers. */
    public WebSocketMessage asMessage() {
        return kind == Kind.TEXT
                ? new WebSocketMessage.Text(
                        text != null ? text : new String(bytes, StandardCharsets.UTF_8))
                : new WebSocketMessage.Binary(bytes);
    }

    /** Whether a message is whole with it; control frames are none. */
    boolean endsMessage() {
        return isLast && (kind == Kind.TEXT || kind == Kind.BINARY);
    }

    /** What it counts for while it waits for the handler. */
    int cost() {
        return text != null ? text.length() : bytes.length;
    }
}
