package dev.serve.server.wire;

/**
 * The arrays that wires borrow while bytes are on their way. An idle connection holds none. Any
 * thread may use it; nobody waits in it.
 */
public final class Buffers {

    /** The plain bytes that one TLS record carries (RFC 8446 section 5.1). */
    static final int RECORD = 16 * 1024;

    /** One TLS record with all that surrounds it (RFC 8446 section 5.2), so 16 KiB and a bit. */
    static final int SIZE = 17 * 1024;

    /** Four TLS records, for one write to the network. */
    static final int BATCH_SIZE = 4 * SIZE;

    private static final long MOST_KEPT = 64L << 20;

    private final BufferPool single;
    private final BufferPool batches;

    /**
     * Buffers of which at most so much is kept while nobody uses it.
     *
     * @param keepBytes in bytes
     */
    public Buffers(long keepBytes) {
        this.single = new BufferPool(SIZE, (int) (keepBytes * 3 / 4 / SIZE));
        this.batches = new BufferPool(BATCH_SIZE, (int) (keepBytes / 4 / BATCH_SIZE));
    }

    /** Buffers that keep at most a thirty-second of the heap, and never more than 64 MiB. */
    public static Buffers forThisHeap() {
        return new Buffers(Math.min(MOST_KEPT, Runtime.getRuntime().maxMemory() / 32));
    }

    /** An array of {@link #SIZE}. */
    byte[] borrow() {
        return single.borrow();
    }

    /** An array of {@link #BATCH_SIZE}. */
    byte[] borrowBatch() {
        return batches.borrow();
    }

    /** Takes a borrowed array back; one of another size, grown on the heap, is ignored. */
    void giveBack(byte[] buffer) {
        single.giveBack(buffer);
    }

    void giveBackBatch(byte[] buffer) {
        batches.giveBack(buffer);
    }

    void forget(byte[] buffer) {
        single.forget(buffer);
    }

    /** How many buffers are with connections at the moment. */
    public long lent() {
        return single.lent() + batches.lent();
    }
}
