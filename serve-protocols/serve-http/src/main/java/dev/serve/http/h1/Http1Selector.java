package dev.serve.http.h1;

import dev.serve.api.config.HttpConfig;
import dev.serve.api.spi.ConnectionObserver;
import dev.serve.api.spi.HelidonWire;
import dev.serve.api.spi.TlsOnly;
import dev.serve.api.spi.WiredContext;
import io.helidon.common.buffers.BufferData;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.spi.Http1Upgrader;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Our engine of HTTP/1.1, in the form in which Helidon takes one: on listeners of ours it uses
 * their wire, in a plain Helidon {@code WebServer} its reader and writer. Thread-safe.
 */
public final class Http1Selector implements ServerConnectionSelector, TlsOnly {

    private final @Nullable Http1Settings settings;
    private final Upgrades upgrades;
    private final LateAnswers late = new LateAnswers();

    private Http1Selector(@Nullable Http1Settings settings, List<Http1Upgrader> upgraders) {
        this.settings = settings;
        this.upgrades = new Upgrades(upgraders);
    }

    /**
     * An engine with the limits of a listener of ours.
     *
     * @param upgraders the protocols that connections are handed over to when clients ask for it
     */
    public static Http1Selector of(HttpConfig config, List<Http1Upgrader> upgraders) {
        return new Http1Selector(Http1Settings.of(config), upgraders);
    }

    /** An engine with our defaults, and the {@code maxPayloadSize} of the listener it runs on. */
    public static Http1Selector withDefaults(List<Http1Upgrader> upgraders) {
        return new Http1Selector(null, upgraders);
    }

    @Override
    public int bytesToIdentifyConnection() {
        return 0;
    }

    /** It takes what no other engine claims, if only to answer 400. */
    @Override
    public Support supports(BufferData data) {
        return Support.SUPPORTED;
    }

    @Override
    public Set<String> supportedApplicationProtocols() {
        return Set.of("http/1.1");
    }

    @Override
    public byte[] tlsExpected(byte[] firstBytes) {
        return PlainRequest.isBegunBy(firstBytes) ? PlainRequest.answer() : new byte[0];
    }

    @Override
    public ServerConnection connection(ConnectionContext context) {
        Http1Settings own =
                settings == null ? Http1Settings.of(context.listenerContext().config()) : settings;
        return context instanceof WiredContext wired
                ? new Http1Connection(context, wired.wire(), wired.observer(), own, upgrades, late)
                : new Http1Connection(
                        context,
                        new HelidonWire(context),
                        ConnectionObserver.NONE,
                        own,
                        upgrades,
                        late);
    }
}
