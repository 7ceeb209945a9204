package dev.serve.api.config;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One more certificate of a listener, for clients that ask for certain names (SNI, RFC 6066 section
 * 3). Who asks for a name that no entry has, or for none, is shown the listener's own certificate.
 * Immutable; make one with {@link #builder()}.
 *
 * @param names host names, {@code *.example.com} for one label below a domain; in lower case
 * @param key private key, a path or inline PEM; null with {@code store}
 * @param cert certificate chain, leaf first, a path or inline PEM; null with {@code store}
 * @param passphrase of the key or the store
 * @param store PKCS #12 file with key and chain, instead of {@code key} and {@code cert}
 */
public record SniConfig(
        List<String> names,
        @Nullable String key,
        @Nullable String cert,
        @Nullable String passphrase,
        @Nullable String store) {

    private static final Pattern NAME =
            Pattern.compile(
                    "(\\*\\.)?[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*");

    /** Key {@code tls.sni[].names}. */
    public static final Key<List<String>> NAMES =
            Key.of("names", ValueTypes.listOf(ValueTypes.TEXT))
                    .range(
                            "host names in ASCII such as example.com or *.example.com",
                            names ->
                                    names.stream()
                                            .allMatch(name -> NAME.matcher(lower(name)).matches()))
                    .defaultText("required")
                    .runtime()
                    .doc(
                            "Host names that this certificate is for; * stands for one label in front, and an exact name counts before it.")
                    .build();

    /** Key {@code tls.sni[].key}. */
    public static final Key<String> KEY =
            Key.of("key", PemText.TYPE).runtime().doc("Private key, as tls.key.").build();

    /** Key {@code tls.sni[].cert}. */
    public static final Key<String> CERT =
            Key.of("cert", PemText.TYPE).runtime().doc("Certificate chain, as tls.cert.").build();

    /** Key {@code tls.sni[].passphrase}. */
    public static final Key<String> PASSPHRASE =
            Key.of("passphrase", ValueTypes.TEXT)
                    .secret()
                    .runtime()
                    .doc("Passphrase of an encrypted key or of the store.")
                    .build();

    /** Key {@code tls.sni[].store}. */
    public static final Key<String> STORE =
            Key.of("store", ValueTypes.TEXT)
                    .runtime()
                    .doc("Path of a PKCS #12 file with key and chain, instead of key and cert.")
                    .build();

    /** The keys of one entry of {@code tls.sni}. */
    public static final Schema<SniConfig, Builder> SCHEMA =
            new Schema<>(
                    "sni",
                    SniConfig::toBuilder,
                    Builder::build,
                    List.of(
                            new Schema.Value<>(NAMES, Builder::names, SniConfig::names),
                            new Schema.Value<>(KEY, Builder::key, SniConfig::key),
                            new Schema.Value<>(CERT, Builder::cert, SniConfig::cert),
                            new Schema.Value<>(
                                    PASSPHRASE, Builder::passphrase, SniConfig::passphrase),
                            new Schema.Value<>(STORE, Builder::store, SniConfig::store)));

    /** Checks what must come together. */
    public SniConfig {
        names = NAMES.check(names.stream().map(SniConfig::lower).toList());
        if (names.isEmpty()) {
            throw new IllegalArgumentException(
                    "sni.names: none (expected: the host names that the certificate is for)");
        }
        PemText.checkSources("sni", key, cert, store);
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    /** A builder without values. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder with these values. */
    public Builder toBuilder() {
        Builder builder = new Builder().names(names);
        builder.key = key;
        builder.cert = cert;
        builder.passphrase = passphrase;
        builder.store = store;
        return builder;
    }

    /** Without secrets: neither the passphrase nor an inline key. */
    @Override
    public String toString() {
        return "SniConfig[names="
                + names
                + ", cert="
                + (cert == null ? null : PemText.TYPE.print(cert))
                + ", store="
                + store
                + "]";
    }

    /** Makes a {@link SniConfig}. Not thread-safe. */
    public static final class Builder {
        private List<String> names = List.of();
        private @Nullable String key;
        private @Nullable String cert;
        private @Nullable String passphrase;
        private @Nullable String store;

        private Builder() {}

        /** Key {@code tls.sni[].names}; at least one. */
        public Builder names(List<String> names) {
            this.names = names;
            return this;
        }

        /** Key {@code tls.sni[].key}: a path or inline PEM. */
        public Builder key(String key) {
            this.key = key;
            return this;
        }

        /** Key {@code tls.sni[].cert}: a path or inline PEM, leaf first. */
        public Builder cert(String cert) {
            this.cert = cert;
            return this;
        }

        /** Key {@code tls.sni[].passphrase}. */
        public Builder passphrase(String passphrase) {
            this.passphrase = passphrase;
            return this;
        }

        /** Key {@code tls.sni[].store}: the path of a PKCS #12 file. */
        public Builder store(String store) {
            this.store = store;
            return this;
        }

        /**
         * Makes the record.
         *
         * @throws IllegalArgumentException if a name is none, or values do not fit together
         */
        public SniConfig build() {
            return new SniConfig(names, key, cert, passphrase, store);
        }
    }
}
