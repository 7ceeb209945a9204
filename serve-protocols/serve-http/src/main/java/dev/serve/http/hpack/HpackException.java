package dev.serve.http.hpack;

/**
 * A header block that cannot be decoded: the tables of both sides differ from here on, so the
 * connection ends with COMPRESSION_ERROR (RFC 9113 section 4.3).
 */
public final class HpackException extends Exception {

    private static final long serialVersionUID = 1L;

    HpackException(String message) {
        super(message);
    }

    /** Peers cause it at will, so it costs no walk of the stack. */
    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
