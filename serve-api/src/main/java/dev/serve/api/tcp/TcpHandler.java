package dev.serve.api.tcp;

/**
 * Serves the connections of a listener: many at once, each in its own virtual thread, one frame
 * after another.
 */
@FunctionalInterface
public interface TcpHandler {

    /**
     * Whether the server speaks first, from {@link #onOpen}. Such a protocol cannot share its port:
     * others are told apart by what the client says.
     */
    default boolean speaksFirst() {
        return false;
    }

    /**
     * A connection has begun; before its first frame.
     *
     * @throws Exception to end it; logged
     */
    default void onOpen(TcpConnection connection) throws Exception {}

    /**
     * A frame has come and has passed the filters.
     *
     * @param frame without its framing; the handler's own
     * @throws Exception to end the connection; logged
     */
    void onFrame(TcpConnection connection, byte[] frame) throws Exception;

    /** The connection has ended; the last call for it. */
    default void onClose(TcpConnection connection) {}
}
