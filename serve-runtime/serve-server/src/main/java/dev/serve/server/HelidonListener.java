package dev.serve.server;

import dev.serve.api.config.ListenerConfig;
import io.helidon.common.context.Context;
import io.helidon.http.encoding.ContentEncodingContext;
import io.helidon.http.media.MediaContext;
import io.helidon.webserver.ListenerContext;
import io.helidon.webserver.http.DirectHandlers;
import java.util.concurrent.ExecutorService;

/** What Helidon's engines ask of a listener. Immutable. */
record HelidonListener(
        Context context,
        MediaContext mediaContext,
        ContentEncodingContext contentEncodingContext,
        DirectHandlers directHandlers,
        io.helidon.webserver.ListenerConfig config,
        ExecutorService executor)
        implements ListenerContext {

    /**
     * What the listeners of a server share, and keep when they are configured anew: to find media
     * and encodings is to search the class path.
     */
    record Shared(
            Context parent,
            MediaContext media,
            ContentEncodingContext encodings,
            ExecutorService executor) {

        Shared(Context parent, ExecutorService executor) {
            this(parent, MediaContext.create(), ContentEncodingContext.create(), executor);
        }
    }

    static HelidonListener of(String name, ListenerConfig config, Shared shared) {
        return new HelidonListener(
                Context.builder().id("listener-" + name).parent(shared.parent()).build(),
                shared.media(),
                shared.encodings(),
                DirectHandlers.create(),
                helidonConfig(name, config),
                shared.executor());
    }

    /** Our configuration in Helidon's words, as far as its engines read them. */
    static io.helidon.webserver.ListenerConfig helidonConfig(String name, ListenerConfig config) {
        Integer port = config.port();
        return io.helidon.webserver.ListenerConfig.builder()
                .name(name)
                .host(config.host())
                .port(port == null ? 0 : port)
                .backlog(config.backlog())
                .maxPayloadSize(config.http().maxBodySize())
                .protocolsDiscoverServices(false)
                .concurrencyLimitDiscoverServices(false)
                .buildPrototype();
    }
}
