package dev.serve.api.config;

import java.util.function.Consumer;

/** What {@link ConfigHelper#createHttpsConfig} is told. Not thread-safe. */
public final class HttpsServerOptions extends BaseServerOptions<HttpsServerOptions> {

    private static final int PORT = 443;

    private final SSL1Config ssl = new SSL1Config();

    HttpsServerOptions() {
        super(PORT);
    }

    /** Key, certificate and whom to trust; several calls add up. Our keys {@code tls.*}. */
    public HttpsServerOptions ssl(Consumer<SSL1Config> change) {
        change.accept(ssl);
        return this;
    }

    @Override
    HttpsServerOptions self() {
        return this;
    }

    @Override
    ListenerConfig config() {
        return listener().tls(ssl.config()).build();
    }
}
