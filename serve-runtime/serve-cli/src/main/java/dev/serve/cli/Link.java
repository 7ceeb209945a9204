package dev.serve.cli;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** A connection to a listener on this machine; no wait is longer than it is allowed. One thread. */
interface Link extends AutoCloseable {

    /**
     * Connects.
     *
     * @param tls what makes it a connection with TLS; null for none
     * @param patience the longest wait, for this and for each byte that is to come
     */
    static Link to(RunState.Listening listener, @Nullable SSLSocketFactory tls, Duration patience)
            throws IOException {
        return tls == null
                ? PlainLink.to(listener, patience)
                : TlsLink.to(listener.port(), tls, patience);
    }

    /** Sends all of a text. */
    void send(String text) throws IOException;

    /** What comes back. */
    InputStream in() throws IOException;

    @Override
    void close() throws IOException;
}
