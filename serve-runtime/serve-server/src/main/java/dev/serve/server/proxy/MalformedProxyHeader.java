package dev.serve.server.proxy;

/** A complete header of version 2 is wrong in itself; says how, and what was expected. */
final class MalformedProxyHeader extends Exception {

    private static final long serialVersionUID = 1L;

    /** Without a stack trace: it never leaves the parser, and anybody can cause it. */
    MalformedProxyHeader(String message) {
        super(message, null, false, false);
    }
}
