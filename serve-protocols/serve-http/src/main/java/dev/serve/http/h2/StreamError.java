package dev.serve.http.h2;

/** One stream cannot go on (RFC 9113 section 5.4.2): RST_STREAM with a code; others go on. */
final class StreamError extends Exception {

    private static final long serialVersionUID = 1L;

    private final int stream;
    private final ErrorCode code;

    StreamError(int stream, ErrorCode code, String message) {
        super(message);
        this.stream = stream;
        this.code = code;
    }

    static StreamError malformed(int stream, String message) {
        return new StreamError(stream, ErrorCode.PROTOCOL_ERROR, message);
    }

    int stream() {
        return stream;
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
