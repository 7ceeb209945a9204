package dev.serve.server.wire;

import java.io.IOException;

/**
 * What came where a TLS handshake was expected is not TLS, perhaps plain HTTP. Nothing was written,
 * and the bytes are still in the window of the inner wire.
 */
public final class NotTlsException extends IOException {

    private static final long serialVersionUID = 1;

    private final transient byte[] firstBytes;

    NotTlsException(byte[] firstBytes) {
        super("the peer does not speak TLS");
        this.firstBytes = firstBytes;
    }

    /** A copy of what has come so far, at least one byte. */
    public byte[] firstBytes() {
        return firstBytes.clone();
    }
}
