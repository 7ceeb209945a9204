package dev.serve.api.spi;

/**
 * An engine that can tell a client in its own words that a listener speaks TLS. Selectors in a
 * {@link Door} implement it.
 */
public interface TlsOnly {

    /**
     * What to answer to a client that has begun without TLS; the connection is closed after it. Any
     * thread.
     *
     * @param firstBytes what has come of it, at least one byte
     * @return empty when the bytes are not of this engine's protocol either
     */
    byte[] tlsExpected(byte[] firstBytes);
}
