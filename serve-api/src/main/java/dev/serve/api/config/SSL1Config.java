package dev.serve.api.config;

/** TLS of an HTTPS server in koatty_serve's words. Not thread-safe. */
public final class SSL1Config extends BaseSSLConfig<SSL1Config> {

    SSL1Config() {}

    @Override
    SSL1Config self() {
        return this;
    }
}
