package dev.serve.api.config;

/** How a listener's TLS is put together; the words are koatty_serve's. */
public enum TlsMode {
    /**
     * Key and certificate are given, everything else has a sound default; no client certificate
     * unless asked for.
     */
    AUTO,
    /** Nothing is assumed: {@code protocols} and {@code ciphers} must be given as well. */
    MANUAL,
    /**
     * As {@link #AUTO}, and a client certificate signed by {@code ca} is required; also written
     * {@code mutual_tls}.
     */
    MUTUAL_TLS
}
