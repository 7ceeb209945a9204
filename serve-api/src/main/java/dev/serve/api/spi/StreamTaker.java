package dev.serve.api.spi;

import java.io.IOException;

/** A protocol that goes on with a stream after the request that asked for it. */
public interface StreamTaker extends EndWatcher {

    /**
     * Serves the stream to its end, in the virtual thread of its request. On return what is
     * gathered is sent and the stream ends in order.
     *
     * @throws IOException if the stream was lost or is to be cut: on HTTP/2 it is reset with CANCEL
     * @throws InterruptedException if the thread is interrupted, which ends it too
     */
    void take(TakenStream stream) throws IOException, InterruptedException;

    /**
     * On HTTP/2 the wire has something to read, or its end: {@link TakenStream#isReadable} says yes
     * until that is read. Called by any thread; must be quick and not write.
     */
    default void readable() {}
}
