package dev.serve.pool;

/**
 * Holds a socket that waits for a place. One of its methods is called, once, by any thread and
 * under no lock; it must not block.
 */
public interface Waiter {

    /** A place is free, and it is this one's. */
    void admitted(Lease lease);

    /** It waited in vain. */
    void refused(Admission.Refused refused);
}
