package dev.serve.api.config;

/** What becomes of a message for a peer whose queue is full. */
public enum Overflow {
    /** The session is closed with 1013 (Try Again Later). */
    DISCONNECT,
    /** The oldest message that waits is dropped. */
    DROP_OLDEST,
    /** Every message that waits is dropped: only the newest counts. */
    LATEST_ONLY,
    /** The sender waits, for a limited time; then the session is closed with 1013. */
    BLOCK
}
