package dev.serve.testing;

/** The PEM forms in which private keys are found. */
public enum KeyForm {
    /** {@code PRIVATE KEY} (RFC 5208), any kind of key. */
    PKCS8,
    /** {@code RSA PRIVATE KEY} (RFC 8017 appendix A.1.2), RSA only. */
    PKCS1,
    /** {@code EC PRIVATE KEY} (RFC 5915), elliptic curves only. */
    SEC1
}
