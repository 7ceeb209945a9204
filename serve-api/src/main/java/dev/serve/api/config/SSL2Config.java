package dev.serve.api.config;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** TLS of an HTTP/2 server in koatty_serve's words. Not thread-safe. */
public final class SSL2Config extends BaseSSLConfig<SSL2Config> {

    private @Nullable Boolean allowHttp1;

    SSL2Config() {}

    /**
     * Whether a client that does not choose h2 by ALPN is served HTTP/1.1; default true. Our key
     * {@code http2.allow-http1}.
     */
    public SSL2Config allowHTTP1(boolean allow) {
        this.allowHttp1 = allow;
        return this;
    }

    /** What was said of HTTP/1.1; empty if nothing was. */
    Optional<Boolean> allowsHttp1() {
        return Optional.ofNullable(allowHttp1);
    }

    @Override
    SSL2Config self() {
        return this;
    }
}
