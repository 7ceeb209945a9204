package dev.serve.websocket.deflate;

import java.util.Arrays;
import java.util.zip.Deflater;

/**
 * Compresses messages to one peer (RFC 7692 section 7.2.1).
 *
 * <p>The JDK's zlib always looks back 32 KiB. Where a smaller window was agreed on, a full flush
 * after each windowful makes it forget, so that no reference reaches farther than the window.
 *
 * <p>For one thread at a time. Without takeover the deflater is made for each message and ended:
 * nothing is held in between.
 */
public final class Compressor implements AutoCloseable {

    /** What zlib's deflate takes with its default window and memory level, in bytes. */
    static final long MEMORY = 268_000;

    private static final int TAIL = 4;
    private static final int FULL_WINDOW = 1 << 15;

    private final Deflation agreed;
    private final int level;
    private final int window;
    private Deflater deflater;
    private boolean ended = true;

    /** Bytes compressed since the last full flush. */
    private int sinceFlush;

    /** A compressor. */
    @SuppressWarnings("NullAway.Init") // made at its first use
    public Compressor(Deflation agreed, int level) {
        this.agreed = agreed;
        this.level = level;
        this.window = 1 << agreed.serverWindowBits();
    }

    /** The bytes of a message, without the four that every message would end with. */
    public byte[] compress(byte[] payload) {
        if (payload.length == 0) {
            // zlib flushes nothing when nothing is new (section 7.2.3.6).
            return new byte[1];
        }
        if (ended) {
            deflater = new Deflater(level, true);
            ended = false;
            sinceFlush = 0;
        }
        byte[] target = new byte[Math.max(64, payload.length / 2 + 16)];
        int filled = 0;
        int from = 0;
        do {
            int slice =
                    window == FULL_WINDOW
                            ? payload.length
                            : Math.min(payload.length - from, window - sinceFlush);
            deflater.setInput(payload, from, slice);
            from += slice;
            sinceFlush += slice;
            boolean forget = window < FULL_WINDOW && sinceFlush == window;
            int flush = forget ? Deflater.FULL_FLUSH : Deflater.SYNC_FLUSH;
            while (true) {
                int room = target.length - filled;
                int count = deflater.deflate(target, filled, room, flush);
                filled += count;
                if (count < room) {
                    break;
                }
                target = Arrays.copyOf(target, target.length * 2);
            }
            if (forget) {
                sinceFlush = 0;
            }
        } while (from < payload.length);
        if (!agreed.serverTakeover()) {
            close();
        }
        return Arrays.copyOf(target, filled - TAIL);
    }

    /** A message went out that this compressor does not know: nothing may refer across it. */
    public void forget() {
        if (!ended) {
            deflater.reset();
            sinceFlush = 0;
        }
    }

    /** Frees zlib's memory; the compressor begins anew when it is used again. */
    @Override
    public void close() {
        if (!ended) {
            ended = true;
            deflater.end();
        }
    }
}
