package dev.serve.http.message;

import io.helidon.http.Headers;

/**
 * The body of one request as an engine takes it from its connection. Waits block the thread of the
 * request, which alone may call it.
 */
public abstract class RequestBody {

    /** For engines. */
    protected RequestBody() {}

    /**
     * Takes some bytes, waiting for at least one.
     *
     * @param length at least 1
     * @return how many; -1 at the end of the body
     * @throws Refusal if the body is malformed, too large or cut short
     * @throws io.helidon.webserver.ServerConnectionException if the connection is lost
     */
    public abstract int read(byte[] target, int offset, int length);

    /** How many bytes were announced; -1 when that is known at the end only. */
    public abstract long announced();

    /** How many bytes can be read without waiting. */
    public abstract int available();

    /** Whether it has been read to its end. */
    public abstract boolean isFinished();

    /** Whether the peer may send it: false while it waits for 100 (Continue). */
    public abstract boolean isComing();

    /** The trailer fields; empty before the end of the body, and when there were none. */
    public abstract Headers trailers();
}
