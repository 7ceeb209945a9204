package dev.serve.api.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * TLS of one listener. Immutable; make one with {@link #builder()}. Nothing is read from disk here:
 * keys are loaded when the server starts.
 *
 * @param mode how much is assumed
 * @param key private key, a path or inline PEM; null with {@code store}
 * @param cert certificate chain, leaf first, a path or inline PEM; null with {@code store}
 * @param ca certificates that sign client certificates, a path or inline PEM
 * @param passphrase of the key or the store
 * @param store PKCS #12 file with key and chain, instead of {@code key} and {@code cert}
 * @param sni more certificates, by the names that clients ask for
 * @param protocols enabled versions; empty for the default
 * @param ciphers enabled suites, JSSE or OpenSSL names; empty for the default
 * @param cipherOrder whose preference decides
 * @param clientAuth whether a client certificate is asked for; null for the mode's own rule
 */
public record TlsConfig(
        TlsMode mode,
        @Nullable String key,
        @Nullable String cert,
        @Nullable String ca,
        @Nullable String passphrase,
        @Nullable String store,
        List<SniConfig> sni,
        List<String> protocols,
        List<String> ciphers,
        CipherOrder cipherOrder,
        @Nullable ClientAuth clientAuth) {

    /** What {@code protocols} means when it is not given. */
    public static final List<String> DEFAULT_PROTOCOLS = List.of("TLSv1.3", "TLSv1.2");

    /** Key {@code tls.mode}. */
    public static final Key<TlsMode> MODE =
            Key.of(
                            "mode",
                            ValueTypes.oneOf(
                                    TlsMode.class, Map.of("mutual_tls", TlsMode.MUTUAL_TLS)))
                    .defaultValue(TlsMode.AUTO)
                    .doc(
                            "auto: key and certificate, the rest by default; manual: protocols and ciphers must be given too; "
                                    + "mutual-tls (or mutual_tls): a client certificate signed by ca is required.")
                    .build();

    /** Key {@code tls.key}. */
    public static final Key<String> KEY =
            Key.of("key", PemText.TYPE)
                    .runtime()
                    .doc(
                            "Private key: a path, or the PEM text itself (PKCS #8, also encrypted, PKCS #1 or SEC 1).")
                    .build();

    /** Key {@code tls.cert}. */
    public static final Key<String> CERT =
            Key.of("cert", PemText.TYPE)
                    .runtime()
                    .doc("Certificate chain, leaf first: a path, or the PEM text itself.")
                    .build();

    /** Key {@code tls.ca}. */
    public static final Key<String> CA =
            Key.of("ca", PemText.TYPE)
                    .runtime()
                    .doc(
                            "Certificates that sign client certificates: a path, or the PEM text itself.")
                    .build();

    /** Key {@code tls.passphrase}. */
    public static final Key<String> PASSPHRASE =
            Key.of("passphrase", ValueTypes.TEXT)
                    .secret()
                    .runtime()
                    .doc("Passphrase of an encrypted key or of the store.")
                    .build();

    /** Key {@code tls.store}. */
    public static final Key<String> STORE =
            Key.of("store", ValueTypes.TEXT)
                    .runtime()
                    .doc("Path of a PKCS #12 file with key and chain, instead of key and cert.")
                    .build();

    /** Key {@code tls.protocols}. */
    public static final Key<List<String>> PROTOCOLS =
            Key.of("protocols", ValueTypes.listOf(ValueTypes.TEXT))
                    .range("out of TLSv1.3, TLSv1.2", DEFAULT_PROTOCOLS::containsAll)
                    .defaultValue(List.of())
                    .defaultText("TLSv1.3, TLSv1.2")
                    .doc("Enabled TLS versions. Older ones are refused (RFC 8996).")
                    .build();

    /** Key {@code tls.ciphers}. */
    public static final Key<List<String>> CIPHERS =
            Key.of("ciphers", ValueTypes.listOf(ValueTypes.TEXT))
                    .defaultValue(List.of())
                    .defaultText("AEAD suites")
                    .doc(
                            "Enabled cipher suites in order of preference, by JSSE name or OpenSSL name.")
                    .build();

    /** Key {@code tls.cipher-order}. */
    public static final Key<CipherOrder> CIPHER_ORDER =
            Key.of("cipher-order", ValueTypes.oneOf(CipherOrder.class, Map.of()))
                    .defaultValue(CipherOrder.SERVER)
                    .doc("Whose order of preference decides among shared cipher suites.")
                    .build();

    /** Key {@code tls.client-auth}. */
    public static final Key<ClientAuth> CLIENT_AUTH =
            Key.of("client-auth", ValueTypes.oneOf(ClientAuth.class, Map.of()))
                    .defaultText("required in mutual-tls, else none")
                    .doc(
                            "Whether a client certificate is asked for; optional and required need ca.")
                    .build();

    /** The keys of {@code tls}. */
    public static final Schema<TlsConfig, Builder> SCHEMA =
            new Schema<>(
                    "tls",
                    TlsConfig::toBuilder,
                    Builder::build,
                    List.of(
                            new Schema.Value<>(MODE, Builder::mode, TlsConfig::mode),
                            new Schema.Value<>(KEY, Builder::key, TlsConfig::key),
                            new Schema.Value<>(CERT, Builder::cert, TlsConfig::cert),
                            new Schema.Value<>(CA, Builder::ca, TlsConfig::ca),
                            new Schema.Value<>(
                                    PASSPHRASE, Builder::passphrase, TlsConfig::passphrase),
                            new Schema.Value<>(STORE, Builder::store, TlsConfig::store),
                            new Schema.Items<>(
                                    "sni",
                                    "More certificates, by the names that clients ask for.",
                                    SniConfig.SCHEMA,
                                    SniConfig::builder,
                                    Builder::sni,
                                    TlsConfig::sni),
                            new Schema.Value<>(PROTOCOLS, Builder::protocols, TlsConfig::protocols),
                            new Schema.Value<>(CIPHERS, Builder::ciphers, TlsConfig::ciphers),
                            new Schema.Value<>(
                                    CIPHER_ORDER, Builder::cipherOrder, TlsConfig::cipherOrder),
                            new Schema.Value<>(
                                    CLIENT_AUTH, Builder::clientAuth, TlsConfig::clientAuth)));

    /** Checks what must come together. */
    public TlsConfig {
        protocols = PROTOCOLS.check(List.copyOf(protocols));
        ciphers = List.copyOf(ciphers);
        sni = List.copyOf(sni);
        PemText.checkSources("tls", key, cert, store);
        ClientAuth auth = effective(mode, clientAuth);
        if (mode == TlsMode.MUTUAL_TLS && auth != ClientAuth.REQUIRED) {
            throw new IllegalArgumentException(
                    "tls.client-auth: "
                            + CLIENT_AUTH.type().print(auth)
                            + " (expected: required, or no client-auth, in mode mutual-tls)");
        }
        if (auth != ClientAuth.NONE && ca == null) {
            throw new IllegalArgumentException(
                    "tls.ca: none (expected: the certificates that sign client certificates, as client-auth is "
                            + CLIENT_AUTH.type().print(auth)
                            + ")");
        }
        if (mode == TlsMode.MANUAL && (protocols.isEmpty() || ciphers.isEmpty())) {
            throw new IllegalArgumentException(
                    "tls: "
                            + (protocols.isEmpty() ? "protocols" : "ciphers")
                            + " missing (expected: protocols and ciphers in mode manual)");
        }
    }

    private static ClientAuth effective(TlsMode mode, @Nullable ClientAuth given) {
        if (given != null) {
            return given;
        }
        return mode == TlsMode.MUTUAL_TLS ? ClientAuth.REQUIRED : ClientAuth.NONE;
    }

    /**
     * Every key, certificate and store that it names, each a path or inline PEM: by key below
     * {@code tls}, such as {@code cert} or {@code sni[0].store}, in order.
     */
    public Map<String, String> sources() {
        Map<String, String> sources = new LinkedHashMap<>();
        put(sources, "key", key);
        put(sources, "cert", cert);
        put(sources, "ca", ca);
        put(sources, "store", store);
        for (int i = 0; i < sni.size(); i++) {
            String entry = "sni[" + i + "].";
            put(sources, entry + "key", sni.get(i).key());
            put(sources, entry + "cert", sni.get(i).cert());
            put(sources, entry + "store", sni.get(i).store());
        }
        return sources;
    }

    private static void put(Map<String, String> sources, String key, @Nullable String source) {
        if (source != null) {
            sources.put(key, source);
        }
    }

    /** Whether a client certificate is asked for, the mode's own rule applied. */
    public ClientAuth effectiveClientAuth() {
        return effective(mode, clientAuth);
    }

    /** The enabled versions, the default applied. */
    public List<String> effectiveProtocols() {
        return protocols.isEmpty() ? DEFAULT_PROTOCOLS : protocols;
    }

    /** A builder with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder with these values. */
    public Builder toBuilder() {
        Builder builder =
                new Builder()
                        .mode(mode)
                        .sni(sni)
                        .protocols(protocols)
                        .ciphers(ciphers)
                        .cipherOrder(cipherOrder);
        builder.key = key;
        builder.cert = cert;
        builder.ca = ca;
        builder.passphrase = passphrase;
        builder.store = store;
        builder.clientAuth = clientAuth;
        return builder;
    }

    /** Without secrets: neither the passphrase nor an inline key. */
    @Override
    public String toString() {
        return "TlsConfig[mode="
                + mode
                + ", cert="
                + (cert == null ? null : PemText.TYPE.print(cert))
                + ", store="
                + store
                + ", sni="
                + sni
                + ", protocols="
                + effectiveProtocols()
                + ", clientAuth="
                + effectiveClientAuth()
                + "]";
    }

    /** Makes a {@link TlsConfig}. Not thread-safe. */
    public static final class Builder {
        private TlsMode mode = MODE.defaultValue();
        private @Nullable String key;
        private @Nullable String cert;
        private @Nullable String ca;
        private @Nullable String passphrase;
        private @Nullable String store;
        private List<SniConfig> sni = List.of();
        private List<String> protocols = PROTOCOLS.defaultValue();
        private List<String> ciphers = CIPHERS.defaultValue();
        private CipherOrder cipherOrder = CIPHER_ORDER.defaultValue();
        private @Nullable ClientAuth clientAuth;

        private Builder() {}

        /** Key {@code tls.mode}; default {@link TlsMode#AUTO}. */
        public Builder mode(TlsMode mode) {
            this.mode = mode;
            return this;
        }

        /** Key {@code tls.key}: a path or inline PEM. */
        public Builder key(String key) {
            this.key = key;
            return this;
        }

        /** Key {@code tls.cert}: a path or inline PEM, leaf first. */
        public Builder cert(String cert) {
            this.cert = cert;
            return this;
        }

        /** Key {@code tls.ca}: a path or inline PEM. */
        public Builder ca(String ca) {
            this.ca = ca;
            return this;
        }

        /** Key {@code tls.passphrase}. */
        public Builder passphrase(String passphrase) {
            this.passphrase = passphrase;
            return this;
        }

        /** Key {@code tls.store}: the path of a PKCS #12 file. */
        public Builder store(String store) {
            this.store = store;
            return this;
        }

        /** Key {@code tls.sni}: more certificates, by the names that clients ask for. */
        public Builder sni(List<SniConfig> sni) {
            this.sni = sni;
            return this;
        }

        /** Key {@code tls.protocols}; default TLSv1.3 and TLSv1.2. */
        public Builder protocols(List<String> protocols) {
            this.protocols = protocols;
            return this;
        }

        /** Key {@code tls.ciphers}; JSSE or OpenSSL names; default the AEAD suites. */
        public Builder ciphers(List<String> ciphers) {
            this.ciphers = ciphers;
            return this;
        }

        /** Key {@code tls.cipher-order}; default {@link CipherOrder#SERVER}. */
        public Builder cipherOrder(CipherOrder cipherOrder) {
            this.cipherOrder = cipherOrder;
            return this;
        }

        /** Key {@code tls.client-auth}; default by mode. */
        public Builder clientAuth(ClientAuth clientAuth) {
            this.clientAuth = clientAuth;
            return this;
        }

        /**
         * Makes the record.
         *
         * @throws IllegalArgumentException if values do not fit together
         */
        public TlsConfig build() {
            return new TlsConfig(
                    mode,
                    key,
                    cert,
                    ca,
                    passphrase,
                    store,
                    sni,
                    protocols,
                    ciphers,
                    cipherOrder,
                    clientAuth);
        }
    }
}
