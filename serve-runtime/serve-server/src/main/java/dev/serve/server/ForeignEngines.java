package dev.serve.server;

import static java.lang.System.Logger.Level.WARNING;

import io.helidon.webserver.spi.ServerConnectionSelector;
import java.util.List;

/** Says what a listener gives up when its connections are served by engines that were handed in. */
final class ForeignEngines {

    private static final System.Logger LOG = System.getLogger(ForeignEngines.class.getName());

    private ForeignEngines() {}

    static void warn(String listener, List<ServerConnectionSelector> selectors) {
        for (ServerConnectionSelector selector : selectors) {
            LOG.log(
                    WARNING,
                    "listener \"{0}\" is served by {1}: listeners.{0}.http and .http2 limits do not hold there, its own do",
                    listener,
                    selector.getClass().getName());
        }
    }
}
