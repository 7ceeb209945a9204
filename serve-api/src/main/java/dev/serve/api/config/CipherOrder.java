package dev.serve.api.config;

/** Whose preference decides which of the shared cipher suites is taken. */
public enum CipherOrder {
    /** The server's list, first to last. */
    SERVER,
    /** The client's list. */
    CLIENT
}
