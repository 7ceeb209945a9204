package dev.serve.server;

import dev.serve.api.ListenerException;
import dev.serve.api.config.ConfigException;
import dev.serve.api.config.ListenerConfig;
import dev.serve.api.config.TlsConfig;
import dev.serve.server.proxy.ProxyEntrance;
import io.helidon.common.concurrency.limits.FixedLimit;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.webserver.ListenerContext;
import io.helidon.webserver.Router;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Everything a new connection of a listener needs. Immutable: a listener is changed by making the
 * next generation and swapping one reference, while connections keep the one they began with.
 *
 * @param number counts the generations of a listener, from 1
 * @param config the listener's configuration
 * @param context what Helidon's engines ask of a listener
 * @param router finds the routings
 * @param detector finds the engine
 * @param proxies lets connections with a PROXY header in; null without {@code proxy-protocol}
 * @param tls keys and parameters; null for plain bytes
 * @param contents what the files of the keys held when they were loaded
 * @param limit requests at a time; without end, since admission is by connection
 */
record Generation(
        long number,
        ListenerConfig config,
        ListenerContext context,
        Router router,
        Detector detector,
        @Nullable ProxyEntrance proxies,
        @Nullable LoadedTls tls,
        KeyContents contents,
        Limit limit) {

    /**
     * Loads keys, and puts a generation together.
     *
     * @throws ListenerException if they cannot be loaded, with listener, address and cause
     */
    static Generation load(String listener, long number, Parts parts, Router router) {
        ListenerConfig config = parts.config();
        TlsConfig secure = config.tls();
        // Before they are loaded: what is replaced in between is then seen as a change.
        KeyContents contents = KeyContents.of(secure);
        try {
            LoadedTls tls =
                    secure == null
                            ? null
                            : TlsLoader.load(listener, secure, InstantSource.system());
            return new Generation(
                    number,
                    config,
                    parts.context(),
                    router,
                    parts.detector(),
                    config.proxyProtocol() ? new ProxyEntrance(listener, config) : null,
                    tls,
                    contents,
                    FixedLimit.create());
        } catch (ConfigException | IllegalArgumentException e) {
            throw new ListenerException(
                    listener, config.addressText(), "cannot use the TLS keys of", e);
        }
    }
}
