package dev.serve.api.spi;

import java.io.IOException;

/** A protocol that goes on with a stream after the request that asked for it. */
public interface StreamTaker {

    /**
     * Serves the stream to its end, in the virtual thread of its request. On return what is
     * gathered is sent and the stream ends in order.
     *
     * @throws IOException if the stream was lost or is to be cut: on HTTP/2 it is reset with CANCEL
     * @throws InterruptedException if the thread is interrupted, which ends it too
     */
    void take(TakenStream stream) throws IOException, InterruptedException;

    /**
     * The connection takes nothing new and waits for the end of this stream. Called once at most,
     * by any thread, also before {@link #take}; must be quick and not write.
     */
    default void closing() {}

    /**
     * On HTTP/2 the client has reset the stream, or the connection is gone; whoever waits on the
     * wire gets an {@link IOException}. Called once at most, by any thread, also before {@link
     * #take}; must be quick and not write. On HTTP/1.1 reading and writing alone tell.
     */
    default void lost() {}
}
