package dev.serve.http.h1;

import dev.serve.api.config.HttpConfig;
import io.helidon.webserver.ListenerConfig;
import org.jspecify.annotations.Nullable;

/**
 * What an HTTP/1.1 connection allows. Immutable.
 *
 * @param maxRequestLine the longest request line without its line end, in bytes; longer is 414
 * @param maxHeaderSize all field lines with their line ends, in bytes; more is 431; the same limit
 *     holds for trailer fields
 * @param maxHeaderCount how many field lines; more are 431
 * @param maxBodySize the largest body, in bytes; larger is 413
 * @param keepAlive10 whether HTTP/1.0 clients that ask for it keep their connection
 * @param interruptOnAbort whether a handler is interrupted when its client leaves
 * @param server value of the Server field; null for none
 */
record Http1Settings(
        int maxRequestLine,
        int maxHeaderSize,
        int maxHeaderCount,
        long maxBodySize,
        boolean keepAlive10,
        boolean interruptOnAbort,
        @Nullable String server) {

    /** What a listener of ours is configured for. */
    static Http1Settings of(HttpConfig config) {
        return new Http1Settings(
                Math.toIntExact(config.maxRequestLine()),
                Math.toIntExact(config.maxHeaderSize()),
                config.maxHeaderCount(),
                config.maxBodySize(),
                config.keepAlive10(),
                config.interruptOnAbort(),
                config.serverHeader());
    }

    /** Our defaults, with the body limit of a listener of Helidon's. */
    static Http1Settings of(ListenerConfig listener) {
        Http1Settings defaults = of(HttpConfig.builder().build());
        long maxBody = listener.maxPayloadSize();
        return new Http1Settings(
                defaults.maxRequestLine,
                defaults.maxHeaderSize,
                defaults.maxHeaderCount,
                maxBody < 0 ? Long.MAX_VALUE : maxBody,
                defaults.keepAlive10,
                defaults.interruptOnAbort,
                defaults.server);
    }
}
