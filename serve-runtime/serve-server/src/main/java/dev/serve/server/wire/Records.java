package dev.serve.server.wire;

import dev.serve.api.spi.Wire;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;

/** TLS records as they stand in the network's window (RFC 8446 section 5.1). Stateless. */
final class Records {

    static final int HANDSHAKE = 22;
    static final int DATA = 23;

    /** Type, version and length. */
    private static final int HEADER = 5;

    /** The longest record in any version: RFC 5246 section 6.2.3. */
    private static final int LONGEST = (1 << 14) + 2048;

    private Records() {}

    /**
     * Waits for the first bytes of a connection, and looks whether they can be TLS.
     *
     * @throws NotTlsException if they cannot; nothing is consumed
     * @throws EOFException if none come
     */
    static void checkBegins(Wire inner) throws IOException {
        if (inner.available() == 0 && !inner.more()) {
            throw new EOFException("the peer closed before TLS began");
        }
        byte[] bytes = inner.input();
        int at = inner.position();
        if (bytes[at] != HANDSHAKE || (inner.available() > 1 && bytes[at + 1] != 3)) {
            throw new NotTlsException(Arrays.copyOfRange(bytes, at, inner.limit()));
        }
    }

    /**
     * Length of the record that the inner window begins with, header included; 0 while it is not
     * whole. What cannot be a record counts as whole, for the engine to refuse.
     */
    static int whole(Wire inner) {
        int available = inner.available();
        if (available < HEADER) {
            return 0;
        }
        byte[] bytes = inner.input();
        int at = inner.position();
        int length = HEADER + ((bytes[at + 3] & 0xff) << 8 | (bytes[at + 4] & 0xff));
        if (length > LONGEST + HEADER) {
            return available;
        }
        return available < length ? 0 : length;
    }
}
