package dev.serve.http.message;

import io.helidon.common.parameters.Parameters;
import io.helidon.common.uri.UriPath;

/**
 * Host and port, where the routing looks for a path (RFC 9112 section 3.2.3). Helidon's own would
 * be read as a URI, which {@code 127.0.0.1:80} is not, and of which {@code example.com:443} has no
 * path. Immutable.
 */
record AuthorityPath(String rawPath) implements UriPath {

    private static final Parameters NO_PARAMETERS = Parameters.empty("uri/path");

    @Override
    public String rawPathNoParams() {
        return rawPath;
    }

    @Override
    public String path() {
        return rawPath;
    }

    @Override
    public Parameters matrixParameters() {
        return NO_PARAMETERS;
    }

    @Override
    public UriPath absolute() {
        return this;
    }

    /** Its grammar has been looked at. */
    @Override
    public void validate() {}

    @Override
    public String toString() {
        return rawPath;
    }
}
