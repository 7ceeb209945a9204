package dev.serve.http.h2;

/** The connection cannot go on (RFC 9113 section 5.4.1): GOAWAY with a code, and the end. */
final class ConnectionError extends Exception {

    private static final long serialVersionUID = 1L;

    private final ErrorCode code;

    ConnectionError(ErrorCode code, String message) {
        super(message);
        this.code = code;
    }

    static ConnectionError protocol(String message) {
        return new ConnectionError(ErrorCode.PROTOCOL_ERROR, message);
    }

    static ConnectionError frameSize(String frame, int length) {
        return new ConnectionError(ErrorCode.FRAME_SIZE_ERROR, frame + " of " + length + " bytes");
    }

    static ConnectionError calm(String flood) {
        return new ConnectionError(ErrorCode.ENHANCE_YOUR_CALM, "too many " + flood);
    }

    ErrorCode code() {
        return code;
    }

    /** Peers cause it at will, so it costs no walk of the stack. */
    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
