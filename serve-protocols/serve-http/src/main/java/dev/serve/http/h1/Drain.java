package dev.serve.http.h1;

import dev.serve.api.spi.Wire;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;

/** Bytes of a client that nobody wants, read so that the connection can go on or end in order. */
final class Drain {

    /** A body of which more is left ends its connection instead. */
    private static final int MAX_BODY = 64 * 1024;

    /** What is read of a client that has been told that the connection ends. */
    private static final long MAX_LINGER = 8L << 20;

    /** How long is read on after a last answer. */
    static final Duration LINGER = Duration.ofSeconds(2);

    private static final long LINGER_NANOS = LINGER.toNanos();

    private Drain() {}

    /** Whether the rest of a body may be read for nothing. */
    static boolean isCheap(WireBody body) {
        return body.isFinished() || (body.isComing() && body.left() <= MAX_BODY);
    }

    /**
     * Reads the rest of a body.
     *
     * @return whether the next request begins where the wire is now
     */
    static boolean body(WireBody body) {
        if (!isCheap(body)) {
            return false;
        }
        byte[] dropped = new byte[4 * 1024];
        long left = MAX_BODY;
        try {
            while (left >= 0) {
                int read = body.read(dropped, 0, dropped.length);
                if (read < 0) {
                    return true;
                }
                left -= read;
            }
        } catch (RuntimeException e) {
            // Broken or lost: either way the connection ends, and the answer is on its way.
            return false;
        }
        return false;
    }

    /**
     * Ends the output and reads on for a while (RFC 9112 section 9.6): closing a socket with unread
     * bytes resets it, and a reset takes an answer away that the client has not yet read.
     */
    static void linger(Wire wire) throws IOException {
        wire.closeOutput();
        long end = System.nanoTime() + LINGER_NANOS;
        long dropped = wire.available();
        wire.consume(wire.available());
        try {
            for (long left = LINGER_NANOS; left > 0 && dropped < MAX_LINGER; ) {
                if (!wire.more(left)) {
                    return;
                }
                dropped += wire.available();
                wire.consume(wire.available());
                left = end - System.nanoTime();
            }
        } catch (SocketTimeoutException e) {
            // The client had its time.
        }
    }
}
