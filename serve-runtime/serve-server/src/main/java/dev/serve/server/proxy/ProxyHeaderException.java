package dev.serve.server.proxy;

import java.io.IOException;

/** A connection does not begin with a PROXY header; the message says what was wrong. */
final class ProxyHeaderException extends IOException {

    private static final long serialVersionUID = 1L;

    ProxyHeaderException(String message) {
        super(message);
    }
}
