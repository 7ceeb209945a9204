package dev.serve.server;

import dev.serve.api.config.ListenerConfig;
import io.helidon.common.concurrency.limits.FixedLimit;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.webserver.ListenerContext;
import io.helidon.webserver.Router;
import org.jspecify.annotations.Nullable;

/**
 * Everything a new connection of a listener needs. Immutable: a listener is changed by making the
 * next generation and swapping one reference, while connections keep the one they began with.
 *
 * @param config the listener's configuration
 * @param context what Helidon's engines ask of a listener
 * @param router finds the routings
 * @param detector finds the engine
 * @param tls keys and parameters; null for plain bytes
 * @param limit requests at a time; without end, since admission is by connection
 */
record Generation(
        ListenerConfig config,
        ListenerContext context,
        Router router,
        Detector detector,
        @Nullable LoadedTls tls,
        Limit limit) {

    Generation(
            ListenerConfig config,
            ListenerContext context,
            Router router,
            Detector detector,
            @Nullable LoadedTls tls) {
        this(config, context, router, detector, tls, FixedLimit.create());
    }
}
