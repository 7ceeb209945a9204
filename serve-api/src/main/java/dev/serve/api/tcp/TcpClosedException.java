package dev.serve.api.tcp;

/** A frame was sent on a connection that has ended. A handler may let it pass. */
public final class TcpClosedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** For a connection. */
    public TcpClosedException(String id) {
        super("connection " + id + " has ended");
    }
}
