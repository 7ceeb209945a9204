package dev.serve.api.tcp;

import java.io.IOException;

/** Bytes that are no frame. The peer is told the message, and the connection is closed. */
public final class FrameException extends IOException {

    private static final long serialVersionUID = 1L;

    /** For a reason that the peer may read. */
    public FrameException(String message) {
        super(message);
    }

    /** A frame above the limit. */
    public static FrameException tooLarge(String size, long most) {
        return new FrameException("frame of " + size + " bytes (expected: at most " + most + ")");
    }
}
