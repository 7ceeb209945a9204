package dev.serve.pool;

/** A connection as its pool sees it. Called by any thread; neither method waits for the peer. */
public interface Pooled {

    /**
     * Finish what is inside, take nothing new, then close; closes at once when nothing is inside.
     */
    void drain();

    /** Close now. A handler is not interrupted; it learns at its next read or write. */
    void abort();
}
