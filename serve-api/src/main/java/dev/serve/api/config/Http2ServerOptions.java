package dev.serve.api.config;

import java.util.function.Consumer;

/** What {@link ConfigHelper#createHttp2Config} is told. Not thread-safe. */
public final class Http2ServerOptions extends BaseServerOptions<Http2ServerOptions> {

    private static final int PORT = 443;

    private final SSL2Config ssl = new SSL2Config();

    Http2ServerOptions() {
        super(PORT);
    }

    /** Key, certificate and whom to trust; several calls add up. Our keys {@code tls.*}. */
    public Http2ServerOptions ssl(Consumer<SSL2Config> change) {
        change.accept(ssl);
        return this;
    }

    /** The header fields of one request, uncompressed, in bytes; default 8 KiB. */
    public Http2ServerOptions maxHeaderListSize(long bytes) {
        return settings(settings -> settings.maxHeaderListSize(bytes));
    }

    /** SETTINGS of a connection (RFC 9113 section 6.5.2). Our keys {@code http2.*}. */
    public Http2ServerOptions settings(Consumer<Http2Config.Builder> settings) {
        listener().http2(settings);
        return this;
    }

    @Override
    Http2ServerOptions self() {
        return this;
    }

    @Override
    ListenerConfig config() {
        ssl.allowsHttp1()
                .ifPresent(allowed -> listener().http2(http2 -> http2.allowHttp1(allowed)));
        return listener().tls(ssl.config()).build();
    }
}
