package dev.serve.http.h1;

/** What the Connection fields of a request ask for (RFC 9110 section 7.6.1). */
final class ConnectionOptions {

    private boolean close;
    private boolean keepAlive;
    private boolean upgrade;

    /** Reads one Connection field; options of several fields add up. */
    void add(byte[] bytes, int from, int to) {
        close |= Tokens.contains(bytes, from, to, "close");
        keepAlive |= Tokens.contains(bytes, from, to, "keep-alive");
        upgrade |= Tokens.contains(bytes, from, to, "upgrade");
    }

    /** RFC 9112 section 9.3: nothing follows this request; close wins over keep-alive. */
    boolean close() {
        return close;
    }

    /** An HTTP/1.0 client wants to go on. */
    boolean keepAlive() {
        return keepAlive;
    }

    /** The Upgrade field is meant for this connection. */
    boolean upgrade() {
        return upgrade;
    }
}
