package dev.serve.server;

import static java.lang.System.Logger.Level.WARNING;

import dev.serve.api.config.ConfigException;
import dev.serve.api.config.Origin;
import dev.serve.api.config.Problem;
import dev.serve.api.config.TlsConfig;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * Reads the files that a listener's {@code tls} block names, checks that they fit together, and
 * makes what connections need of them. Reads from disk in {@link #load} only, and keeps no
 * passphrase.
 *
 * <p>Everything wrong is found before anything is thrown: a {@link ConfigException} whose problems
 * carry full keys such as {@code listeners.web.tls.key}, the path as configured (never inline PEM)
 * and what was expected. Their origin is {@code listener web}; who knows where the key was
 * configured may put that in its place.
 */
final class TlsLoader {

    /** A certificate with less than this left is warned of. */
    private static final Duration WARN_BEFORE = Duration.ofDays(30);

    private static final System.Logger LOG = System.getLogger(TlsLoader.class.getName());

    private final String listener;
    private final TlsConfig config;
    private final Instant now;
    private final List<Problem> problems = new ArrayList<>();
    private final List<KeyMaterialException> causes = new ArrayList<>();

    private TlsLoader(String listener, TlsConfig config, Instant now) {
        this.listener = listener;
        this.config = config;
        this.now = now;
    }

    /**
     * Loads keys and certificates.
     *
     * @param listener the listener's name, for messages
     * @param now tells whether certificates are valid
     * @throws ConfigException if something cannot be read or does not fit, with all that is wrong
     */
    static LoadedTls load(String listener, TlsConfig config, InstantSource now) {
        return new TlsLoader(listener, config, now.instant()).load();
    }

    private LoadedTls load() {
        String store = config.store();
        Optional<KeyAndChain> identity = store == null ? pem() : store(store);
        Optional<List<X509Certificate>> authorities = authorities();
        Optional<List<String>> named =
                attemptCiphers(() -> CipherSuites.resolve(config.ciphers(), supported()));
        Optional<List<String>> ciphers =
                named.flatMap(suites -> identity.flatMap(keys -> usable(suites, keys)));
        if (identity.isEmpty() || authorities.isEmpty() || ciphers.isEmpty()) {
            throw failure();
        }
        KeyAndChain keys = identity.get();
        warnOfTheEnd(keys.chain());
        return new LoadedTls(
                context(keys, authorities.get()),
                keys.leaf(),
                config.effectiveProtocols(),
                ciphers.get(),
                config.cipherOrder(),
                config.effectiveClientAuth());
    }

    private Optional<KeyAndChain> pem() {
        String keyValue = given(config.key());
        String certValue = given(config.cert());
        Optional<PrivateKey> key =
                attempt(
                        "key",
                        keyValue,
                        () -> PemKeys.parse(KeyFiles.readText(keyValue), config.passphrase()));
        Optional<List<X509Certificate>> chain =
                attempt("cert", certValue, () -> Certificates.parse(KeyFiles.readText(certValue)));
        if (key.isEmpty() || chain.isEmpty()) {
            chain.ifPresent(found -> attempt("cert", certValue, () -> valid(found)));
            return Optional.empty();
        }
        KeyAndChain identity = new KeyAndChain(key.get(), chain.get());
        boolean keyFits = attempt("key", keyValue, () -> fitting(identity, certValue)).isPresent();
        boolean valid = attempt("cert", certValue, () -> valid(identity.chain())).isPresent();
        return keyFits && valid ? Optional.of(identity) : Optional.empty();
    }

    private Optional<KeyAndChain> store(String value) {
        return attempt(
                "store",
                value,
                () -> {
                    KeyAndChain identity = Pkcs12.parse(KeyFiles.read(value), config.passphrase());
                    fitting(identity, value);
                    valid(identity.chain());
                    return identity;
                });
    }

    private Optional<List<X509Certificate>> authorities() {
        String value = config.ca();
        if (value == null) {
            return Optional.of(List.of());
        }
        return attempt("ca", value, () -> Certificates.parse(KeyFiles.readText(value)));
    }

    private Optional<List<String>> usable(List<String> suites, KeyAndChain identity) {
        String algorithm = identity.leaf().getPublicKey().getAlgorithm();
        List<String> protocols = config.effectiveProtocols();
        return attemptCiphers(
                () -> {
                    if (CipherSuites.usable(suites, protocols, algorithm).isEmpty()) {
                        throw new KeyMaterialException(
                                "a cipher suite for "
                                        + String.join(" or ", protocols)
                                        + " with a key for "
                                        + algorithm
                                        + "; there is none");
                    }
                    return suites;
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

    private List<X509Certificate> valid(List<X509Certificate> chain) throws KeyMaterialException {
        Certificates.checkValidity(chain.getFirst(), now);
        Certificates.checkOrder(chain);
        return chain;
    }

    private void warnOfTheEnd(List<X509Certificate> chain) {
        for (X509Certificate certificate : chain) {
            Instant end = certificate.getNotAfter().toInstant();
            Duration left = Duration.between(now, end);
            if (left.compareTo(WARN_BEFORE) < 0) {
                LOG.log(
                        WARNING,
                        "listener "
                                + listener
                                + ": certificate "
                                + certificate.getSubjectX500Principal()
                                + (left.isNegative()
                                        ? " expired on " + end
                                        : " expires in "
                                                + left.toDays()
                                                + (left.toDays() == 1 ? " day, on " : " days, on ")
                                                + end));
            }
        }
    }

    private SSLContext context(KeyAndChain identity, List<X509Certificate> authorities) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[] {new OneKeyManager(identity)}, trust(authorities), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("listener " + listener + ": no TLS in this JDK", e);
        }
    }

    /**
     * Without authorities nobody is trusted, rather than everybody whom the JDK's own list knows.
     */
    private static TrustManager[] trust(List<X509Certificate> authorities)
            throws GeneralSecurityException, IOException {
        if (authorities.isEmpty()) {
            return new TrustManager[0];
        }
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        for (int i = 0; i < authorities.size(); i++) {
            store.setCertificateEntry("ca-" + i, authorities.get(i));
        }
        TrustManagerFactory factory =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    private static Set<String> supported() throws KeyMaterialException {
        try {
            return Set.of(SSLContext.getDefault().getSupportedSSLParameters().getCipherSuites());
        } catch (GeneralSecurityException e) {
            throw new KeyMaterialException("TLS in this JDK", e);
        }
    }

    @FunctionalInterface
    private interface Step<T> {
        T run() throws KeyMaterialException;
    }

    private Optional<List<String>> attemptCiphers(Step<List<String>> step) {
        String value =
                config.ciphers().isEmpty()
                        ? TlsConfig.CIPHERS.defaultText()
                        : String.join(", ", config.ciphers());
        return attempt("ciphers", value, step);
    }

    /** Runs a step; what it complains of becomes a problem with that key. */
    private <T> Optional<T> attempt(String key, String value, Step<T> step) {
        try {
            return Optional.of(step.run());
        } catch (KeyMaterialException e) {
            boolean passphrase = e.isPassphraseMissing();
            String shown = KeyFiles.describe(value);
            problems.add(
                    new Problem(
                            Origin.of("listener " + listener),
                            "listeners." + listener + ".tls." + (passphrase ? "passphrase" : key),
                            passphrase ? null : shown,
                            passphrase
                                    ? "none (expected: " + e.expected() + " " + shown + ")"
                                    : e.expected()));
            causes.add(e);
            return Optional.empty();
        }
    }

    private ConfigException failure() {
        if (problems.size() == 1) {
            return new ConfigException(problems.getFirst(), causes.getFirst());
        }
        ConfigException all = new ConfigException(problems);
        causes.forEach(all::addSuppressed);
        return all;
    }

    private static String given(@Nullable String value) {
        if (value == null) {
            throw new IllegalStateException(
                    "tls without key or cert (expected: a checked TlsConfig)");
        }
        return value;
    }
}
