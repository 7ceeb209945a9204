package dev.serve.server;

import dev.serve.api.config.SniConfig;
import dev.serve.api.config.TlsConfig;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads one key with its certificates, from PEM or from a store, and checks that they fit together.
 *
 * @param block what its keys begin with: {@code tls.} or {@code tls.sni[0].}
 * @param key as configured; null with a store
 * @param cert as configured; null with a store
 * @param passphrase of the key or the store
 * @param store as configured; null with key and cert
 */
record IdentityLoader(
        String block,
        @Nullable String key,
        @Nullable String cert,
        @Nullable String passphrase,
        @Nullable String store) {

    static IdentityLoader of(TlsConfig tls) {
        return new IdentityLoader("tls.", tls.key(), tls.cert(), tls.passphrase(), tls.store());
    }

    static IdentityLoader of(int index, SniConfig entry) {
        return new IdentityLoader(
                "tls.sni[" + index + "].",
                entry.key(),
                entry.cert(),
                entry.passphrase(),
                entry.store());
    }

    /** The identity; empty when something is wrong, which is then among the problems. */
    Optional<KeyAndChain> load(KeyProblems problems, Instant now) {
        return store == null ? pem(problems, now) : store(problems, store, now);
    }

    private Optional<KeyAndChain> pem(KeyProblems problems, Instant now) {
        String keyValue = given(key);
        String certValue = given(cert);
        Optional<PrivateKey> privateKey =
                problems.attempt(
                        block,
                        "key",
                        keyValue,
                        () -> PemKeys.parse(KeyFiles.readText(keyValue), passphrase));
        Optional<List<X509Certificate>> chain =
                problems.attempt(
                        block,
                        "cert",
                        certValue,
                        () -> Certificates.parse(KeyFiles.readText(certValue)));
        if (privateKey.isEmpty() || chain.isEmpty()) {
            chain.ifPresent(
                    found -> problems.attempt(block, "cert", certValue, () -> valid(found, now)));
            return Optional.empty();
        }
        KeyAndChain identity = new KeyAndChain(privateKey.get(), chain.get());
        boolean keyFits =
                problems.attempt(block, "key", keyValue, () -> fitting(identity, certValue))
                        .isPresent();
        boolean valid =
                problems.attempt(block, "cert", certValue, () -> valid(identity.chain(), now))
                        .isPresent();
        return keyFits && valid ? Optional.of(identity) : Optional.empty();
    }

    private Optional<KeyAndChain> store(KeyProblems problems, String value, Instant now) {
        return problems.attempt(
                block,
                "store",
                value,
                () -> {
                    KeyAndChain identity = Pkcs12.parse(KeyFiles.read(value), passphrase);
                    fitting(identity, value);
                    valid(identity.chain(), now);
                    return identity;
                });
    }

    private static KeyAndChain fitting(KeyAndChain identity, String certValue)
            throws KeyMaterialException {
        for (int i = 0; i < identity.chain().size(); i++) {
            if (identity.belongsTo(identity.chain().get(i))) {
                if (i == 0) {
                    return identity;
                }
                throw new KeyMaterialException(
                        "the key of the first certificate in "
                                + KeyFiles.describe(certValue)
                                + "; it is that of certificate "
                                + (i + 1)
                                + ": the leaf must come first");
            }
        }
        throw new KeyMaterialException(
                "the key of the first certificate in "
                        + KeyFiles.describe(certValue)
                        + " ("
                        + identity.leaf().getSubjectX500Principal()
                        + "); it does not fit");
    }

    private static List<X509Certificate> valid(List<X509Certificate> chain, Instant now)
            throws KeyMaterialException {
        Certificates.checkValidity(chain.getFirst(), now);
        Certificates.checkOrder(chain);
        return chain;
    }

    private static String given(@Nullable String value) {
        if (value == null) {
            throw new IllegalStateException(
                    "tls without key or cert (expected: a checked configuration)");
        }
        return value;
    }

    /** Without secrets. */
    @Override
    public String toString() {
        return "IdentityLoader[" + block + "]";
    }
}
