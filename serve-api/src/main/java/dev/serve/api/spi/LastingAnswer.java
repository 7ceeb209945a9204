package dev.serve.api.spi;

/**
 * What an answer of our engines offers to who answers until somebody ends it, as event streams do:
 * a handler finds it on its {@code ServerResponse}. Any thread.
 */
public interface LastingAnswer {

    /**
     * Has somebody told of the end until the handler returns: of the client's, which a thread of
     * its own then sees on HTTP/1.1, and of the connection's; at once if it is ending already.
     * Called once, before the answer begins.
     */
    void lasts(EndWatcher watcher);

    /** Ends it now: the connection of HTTP/1.1 is closed, the stream of HTTP/2 is reset. */
    void cut();
}
