package dev.serve.api.config;

/** TLS of a gRPC server in koatty_serve's words. Not thread-safe. */
public final class SSLConfig extends BaseSSLConfig<SSLConfig> {

    private boolean enabled = true;

    SSLConfig() {}

    /** Whether there is TLS at all; default true where {@code ssl} is given. */
    public SSLConfig enabled(boolean enabled) {
        this.enabled = enabled;
        return this;
    }

    /** As {@link #key}. */
    public SSLConfig keyFile(String path) {
        return key(path);
    }

    /** As {@link #cert}. */
    public SSLConfig certFile(String path) {
        return cert(path);
    }

    /** As {@link #ca}. */
    public SSLConfig caFile(String path) {
        return ca(path);
    }

    /**
     * Whether a client must have a certificate that {@code ca} has signed; default only in {@code
     * mutual_tls}.
     */
    public SSLConfig clientCertRequired(boolean required) {
        return requestCert(required).rejectUnauthorized(required);
    }

    boolean isEnabled() {
        return enabled;
    }

    @Override
    SSLConfig self() {
        return this;
    }
}
