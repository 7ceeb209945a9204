package dev.serve.api.config;

/** What {@link ConfigHelper#createHttpConfig} is told. Not thread-safe. */
public final class HttpServerOptions extends BaseServerOptions<HttpServerOptions> {

    private static final int PORT = 3_000;

    HttpServerOptions() {
        super(PORT);
    }

    @Override
    HttpServerOptions self() {
        return this;
    }
}
