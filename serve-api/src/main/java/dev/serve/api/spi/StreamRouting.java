package dev.serve.api.spi;

import io.helidon.webserver.http.HttpRouting;
import java.util.Set;

/** The routing of a listener of ours, which knows what its routes hand streams over to. */
public interface StreamRouting extends HttpRouting {

    /**
     * The protocols that clients may ask for by extended CONNECT (RFC 8441), in lower case. It may
     * change while a connection lasts.
     */
    Set<String> connectProtocols();
}
