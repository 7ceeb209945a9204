package dev.serve.api.tcp;

/** Finds the frames in the bytes of one connection. Used by one thread. */
public interface FrameDecoder {

    /**
     * Looks for the first frame. It is called again with more bytes behind the same ones until it
     * is there, then with those behind it.
     *
     * @param bytes not to be changed
     * @param from index of the first byte that belongs to no frame before
     * @param to index behind the last byte that has come; more than {@code from}
     * @return how many bytes it takes, framing included; 0 when more must come
     * @throws FrameException if these bytes are no frame, or one above the limit; the bytes that
     *     are waited for must be bounded by it
     */
    int next(byte[] bytes, int from, int to) throws FrameException;

    /**
     * The frame that {@link #next} has found, without its framing.
     *
     * @param size what that has returned
     */
    byte[] frame(byte[] bytes, int from, int size);
}
