package dev.serve.server.lifecycle;

/**
 * A change of one listener of which everything that can fail is done. Called by one thread, in this
 * order: {@link #discard}; or {@link #commit}, then {@link #takeBack} or {@link #finish}.
 */
public interface Prepared {

    /** The listener's name. */
    String listener();

    /** Frees what was prepared; nothing was put in force. */
    void discard();

    /** Puts it in force; what it replaces goes on. */
    void commit();

    /** Puts back what was in force before; after a commit, also one that failed half-way. */
    void takeBack();

    /** Sends home what it has replaced, and does not wait for that. */
    void finish();
}
