package dev.serve.api.spi;

import io.helidon.webserver.CloseConnectionException;
import org.jspecify.annotations.Nullable;

/**
 * An answer that would have gone on was ended by its client, who left, as every client of an event
 * stream does at some time: no failure of the server's, unlike other answers that are cut.
 */
public final class ClientGoneException extends CloseConnectionException {

    private static final long serialVersionUID = 1L;

    /**
     * An answer left by its client.
     *
     * @param cause how that was noticed; null if it was told
     */
    public ClientGoneException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
