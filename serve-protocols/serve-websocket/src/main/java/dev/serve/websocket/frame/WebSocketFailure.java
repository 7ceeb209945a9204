package dev.serve.websocket.frame;

import java.io.Serial;

/**
 * A peer broke a rule: the session fails with a close code (RFC 6455 section 7.1.7). Without a
 * stack trace, since peers can cause it at will.
 */
public final class WebSocketFailure extends Exception {

    @Serial private static final long serialVersionUID = 1L;

    private final int code;

    /**
     * A failure.
     *
     * @param code what the peer is told
     * @param reason what it may read; at most 123 bytes
     */
    public WebSocketFailure(int code, String reason) {
        super(reason, null, false, false);
        this.code = code;
    }

    /** The close code. */
    public int code() {
        return code;
    }

    /** The text of the close frame. */
    public String reason() {
        String reason = getMessage();
        return reason == null ? "" : reason;
    }
}
