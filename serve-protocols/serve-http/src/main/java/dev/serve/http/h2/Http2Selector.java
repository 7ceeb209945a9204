package dev.serve.http.h2;

import dev.serve.api.config.ListenerConfig;
import dev.serve.api.spi.ConnectionObserver;
import dev.serve.api.spi.HelidonWire;
import dev.serve.api.spi.WiredContext;
import io.helidon.common.buffers.BufferData;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Our engine of HTTP/2, in the form in which Helidon takes one: by ALPN as {@code h2}, and by prior
 * knowledge. On listeners of ours it uses their wire, in a plain Helidon {@code WebServer} its
 * reader and writer. Thread-safe.
 */
public final class Http2Selector implements ServerConnectionSelector {

    private static final byte[] NO_SETTINGS = new byte[0];

    private final @Nullable Http2Settings settings;

    private Http2Selector(@Nullable Http2Settings settings) {
        this.settings = settings;
    }

    /** An engine with the limits and deadlines of a listener of ours. */
    public static Http2Selector of(ListenerConfig config) {
        return new Http2Selector(settings(config));
    }

    /** An engine with our defaults, and the {@code maxPayloadSize} of the listener it runs on. */
    public static Http2Selector withDefaults() {
        return new Http2Selector(null);
    }

    static Http2Settings settings(ListenerConfig config) {
        return Http2Settings.of(config);
    }

    /** With a number Helidon would ask only when one byte more had come than that. */
    @Override
    public int bytesToIdentifyConnection() {
        return 0;
    }

    @Override
    public Support supports(BufferData data) {
        int compared = Math.min(data.available(), Frame.PREFACE.length);
        for (int i = 0; i < compared; i++) {
            if (data.get(i) != Frame.PREFACE[i]) {
                return Support.UNSUPPORTED;
            }
        }
        return compared == Frame.PREFACE.length ? Support.SUPPORTED : Support.UNKNOWN;
    }

    @Override
    public Set<String> supportedApplicationProtocols() {
        return Set.of("h2");
    }

    @Override
    public ServerConnection connection(ConnectionContext context) {
        return new Http2Connection(
                session(context, settings), context.isSecure() ? "h2" : "h2c", null, NO_SETTINGS);
    }

    static Session session(ConnectionContext context, @Nullable Http2Settings settings) {
        Http2Settings own =
                settings == null
                        ? Http2Settings.of(context.listenerContext().config().maxPayloadSize())
                        : settings;
        return context instanceof WiredContext wired
                ? new Session(context, wired.wire(), wired.observer(), own)
                : new Session(context, new HelidonWire(context), ConnectionObserver.NONE, own);
    }
}
