package dev.serve.api.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * TLS in koatty_serve's and Node's words, to become a {@link TlsConfig}. Not thread-safe.
 *
 * @param <T> the kind of server
 */
public abstract sealed class BaseSSLConfig<T extends BaseSSLConfig<T>>
        permits SSL1Config, SSL2Config, SSLConfig {

    /**
     * Exclusions that an explicit list of suites does not need: none of what they name can be in
     * it.
     */
    private static final Set<String> NEEDLESS =
            Set.of(
                    "!aNULL",
                    "!eNULL",
                    "!NULL",
                    "!EXPORT",
                    "!EXP",
                    "!LOW",
                    "!MD5",
                    "!RC4",
                    "!DES",
                    "!3DES",
                    "!ADH",
                    "!PSK",
                    "!SRP",
                    "!DSS",
                    "!CAMELLIA");

    private final TlsConfig.Builder tls = TlsConfig.builder();
    private TlsMode mode = TlsMode.AUTO;
    private @Nullable Boolean requestCert;
    private @Nullable Boolean rejectUnauthorized;

    BaseSSLConfig() {}

    /**
     * {@code auto} (the default), {@code manual} or {@code mutual_tls}.
     *
     * @throws IllegalArgumentException if it is none of them
     */
    public final T mode(String mode) {
        try {
            this.mode = TlsConfig.MODE.type().parse(mode);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "ssl.mode: \"" + mode + "\" (expected: one of auto, manual, mutual_tls)", e);
        }
        tls.mode(this.mode);
        return self();
    }

    /** Private key: a path or inline PEM. */
    public final T key(String key) {
        tls.key(key);
        return self();
    }

    /** Certificate chain, leaf first: a path or inline PEM. */
    public final T cert(String cert) {
        tls.cert(cert);
        return self();
    }

    /** Certificates that sign client certificates: a path or inline PEM. */
    public final T ca(String ca) {
        tls.ca(ca);
        return self();
    }

    /** Passphrase of the key. */
    public final T passphrase(String passphrase) {
        tls.passphrase(passphrase);
        return self();
    }

    /**
     * Cipher suites by OpenSSL name with colons between them, such as {@code
     * ECDHE-RSA-AES128-GCM-SHA256:ECDHE-RSA-AES256-GCM-SHA384:!aNULL}. Exclusions of suites that
     * nobody enables by name are left out.
     *
     * @throws IllegalArgumentException if a part names a group ({@code HIGH}) or another exclusion:
     *     name the suites instead
     */
    public final T ciphers(String openSsl) {
        List<String> suites = new ArrayList<>();
        for (String part : openSsl.split(":", -1)) {
            String suite = part.trim();
            if (NEEDLESS.contains(suite)) {
                continue;
            }
            if (!suite.matches("[A-Z0-9]+([-_][A-Z0-9]+)+")) {
                throw new IllegalArgumentException(
                        "ssl.ciphers: \""
                                + suite
                                + "\" (expected: names of suites with colons between them, such as ECDHE-RSA-AES128-GCM-SHA256)");
            }
            suites.add(suite);
        }
        tls.ciphers(suites);
        return self();
    }

    /** Whether the server's preference decides among shared suites; default true. */
    public final T honorCipherOrder(boolean honor) {
        tls.cipherOrder(honor ? CipherOrder.SERVER : CipherOrder.CLIENT);
        return self();
    }

    /**
     * Enabled versions by Node's names: {@code TLSv1_2_method}, {@code TLSv1_3_method}, or {@code
     * TLS_method} for both.
     *
     * @throws IllegalArgumentException if it is none of them; older versions are refused (RFC 8996)
     */
    public final T secureProtocol(String method) {
        tls.protocols(
                switch (method.replace("_server_method", "_method")) {
                    case "TLS_method", "SSLv23_method" -> TlsConfig.DEFAULT_PROTOCOLS;
                    case "TLSv1_2_method" -> List.of("TLSv1.2");
                    case "TLSv1_3_method" -> List.of("TLSv1.3");
                    default ->
                            throw new IllegalArgumentException(
                                    "ssl.secureProtocol: \""
                                            + method
                                            + "\" (expected: one of TLSv1_2_method, TLSv1_3_method, TLS_method)");
                });
        return self();
    }

    /** Whether a client certificate is asked for; default only in {@code mutual_tls}. */
    public final T requestCert(boolean request) {
        this.requestCert = request;
        return self();
    }

    /**
     * Whether a client without a certificate is refused once one is asked for; default true. One
     * that comes is always verified.
     */
    public final T rejectUnauthorized(boolean reject) {
        this.rejectUnauthorized = reject;
        return self();
    }

    abstract T self();

    TlsConfig config() {
        if (requestCert != null || rejectUnauthorized != null) {
            tls.clientAuth(clientAuth());
        }
        return tls.build();
    }

    private ClientAuth clientAuth() {
        boolean asked = requestCert == null ? mode == TlsMode.MUTUAL_TLS : requestCert;
        boolean refused = rejectUnauthorized == null || rejectUnauthorized;
        if (!asked) {
            return ClientAuth.NONE;
        }
        return refused ? ClientAuth.REQUIRED : ClientAuth.OPTIONAL;
    }
}
