package dev.serve.api.config;

/** Whether a TLS client must show a certificate. */
public enum ClientAuth {
    /** Not asked for. */
    NONE,
    /** Asked for, and verified if it comes; a client without one is served too. */
    OPTIONAL,
    /** A client without a certificate that {@code ca} signed fails the handshake. */
    REQUIRED
}
