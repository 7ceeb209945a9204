package dev.serve.api.spi;

/**
 * What a {@link Wire} tells of the bytes that pass it, so that the pool can count them and keep the
 * deadlines of whoever waits. Bytes are counted as they are on the network: on TLS the records.
 *
 * <p>Threads: {@link #waitsToRead} and {@link #received} are called by the one thread that reads,
 * {@link #waitsToWrite} and {@link #sent} by the one that writes. Every method is a few plain
 * stores, so it may be called for each call to the system.
 */
public interface WireObserver {

    /** Sees nothing: for wires that no pool knows. */
    WireObserver NONE = new UnobservedWire();

    /** The reader is about to wait for bytes; until the next {@link #received}. */
    void waitsToRead();

    /**
     * The reader waits no longer.
     *
     * @param bytes how many have come; 0 at the end of input or when the wait has failed
     */
    void received(int bytes);

    /** The writer is about to wait until the peer takes bytes; until the next {@link #sent}. */
    void waitsToWrite();

    /**
     * The writer waits no longer.
     *
     * @param bytes how many the system has taken; 0 when the write has failed
     */
    void sent(long bytes);
}
