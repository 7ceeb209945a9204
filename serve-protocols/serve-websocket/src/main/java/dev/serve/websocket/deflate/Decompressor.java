package dev.serve.websocket.deflate;

import dev.serve.api.websocket.WebSocketClose;
import dev.serve.websocket.frame.WebSocketFailure;
import java.io.IOException;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Decompresses messages of one peer as they come in (RFC 7692 section 7.2.2). A final block resets
 * it, so a message may have several. For one thread at a time.
 */
public final class Decompressor implements AutoCloseable {

    /** What zlib's inflate takes with the largest window, in bytes. */
    static final long MEMORY = 44_000;

    private static final byte[] TAIL = {0, 0, (byte) 0xff, (byte) 0xff};
    private static final int PIECE = 8 * 1024;

    private final boolean takeover;
    private Inflater inflater;
    private boolean ended = true;

    /** Takes what has been decompressed. */
    @FunctionalInterface
    public interface Sink {

        /**
         * The array is valid during the call.
         *
         * @throws WebSocketFailure if it is too much, or not what it should be
         */
        void take(byte[] bytes, int from, int length) throws WebSocketFailure, IOException;
    }

    /** A decompressor. */
    @SuppressWarnings("NullAway.Init") // made at its first use
    public Decompressor(Deflation agreed) {
        this.takeover = agreed.clientTakeover();
    }

    /**
     * Takes bytes of a message.
     *
     * @throws WebSocketFailure 1007 if they are not deflate, or what the sink throws
     */
    public void feed(byte[] bytes, int from, int length, Sink sink)
            throws WebSocketFailure, IOException {
        if (ended) {
            inflater = new Inflater(true);
            ended = false;
        }
        inflater.setInput(bytes, from, length);
        byte[] piece = new byte[Math.clamp(length * 4L, 256, PIECE)];
        try {
            while (true) {
                int count = inflater.inflate(piece);
                if (count > 0) {
                    sink.take(piece, 0, count);
                }
                if (inflater.finished()) {
                    int left = inflater.getRemaining();
                    inflater.reset();
                    if (left == 0) {
                        return;
                    }
                    inflater.setInput(bytes, from + length - left, left);
                } else if (count == 0) {
                    if (inflater.needsDictionary()) {
                        throw invalid();
                    }
                    if (inflater.needsInput()) {
                        return;
                    }
                }
            }
        } catch (DataFormatException e) {
            throw invalid();
        }
    }

    private static WebSocketFailure invalid() {
        return new WebSocketFailure(
                WebSocketClose.INVALID_DATA, "a compressed message is not deflate");
    }

    /**
     * The message is whole.
     *
     * @throws WebSocketFailure as {@link #feed}
     */
    public void endMessage(Sink sink) throws WebSocketFailure, IOException {
        feed(TAIL, 0, TAIL.length, sink);
        if (!takeover) {
            close();
        }
    }

    /** Frees zlib's memory. */
    @Override
    public void close() {
        if (!ended) {
            ended = true;
            inflater.end();
        }
    }
}
