package dev.serve.api.websocket;

import org.jspecify.annotations.Nullable;

/**
 * How a session ended (RFC 6455 section 7.1.5). Immutable.
 *
 * @param code the status code: the peer's, or ours when we closed first; {@link #NO_STATUS} when
 *     the close frame had none, {@link #ABNORMAL} when there was no close frame
 * @param reason the text of the close frame; empty without one
 * @param cause what went wrong on our side or on the way; null when nothing did
 */
public record WebSocketClose(int code, String reason, @Nullable Throwable cause) {

    /** The purpose has been fulfilled. */
    public static final int NORMAL = 1000;

    /** The server stops, or the page was left. */
    public static final int GOING_AWAY = 1001;

    /** The peer broke the protocol. */
    public static final int PROTOCOL_ERROR = 1002;

    /** Data of a kind that is not expected. */
    public static final int UNSUPPORTED_DATA = 1003;

    /** Never sent: the close frame had no code. */
    public static final int NO_STATUS = 1005;

    /** Never sent: the connection was lost without a close frame. */
    public static final int ABNORMAL = 1006;

    /** Data inconsistent with its kind, such as text that is not UTF-8. */
    public static final int INVALID_DATA = 1007;

    /** Against the rules of this server. */
    public static final int POLICY = 1008;

    /** A message or frame is too large. */
    public static final int TOO_BIG = 1009;

    /** Something unexpected on the server's side. */
    public static final int INTERNAL_ERROR = 1011;

    /** Overloaded: try again later. */
    public static final int TRY_AGAIN = 1013;
}
