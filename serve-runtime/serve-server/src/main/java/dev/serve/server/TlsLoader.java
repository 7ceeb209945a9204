package dev.serve.server;

import static java.lang.System.Logger.Level.WARNING;

import dev.serve.api.config.ConfigException;
import dev.serve.api.config.SniConfig;
import dev.serve.api.config.TlsConfig;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

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
    private final KeyProblems problems;

    private TlsLoader(String listener, TlsConfig config, Instant now) {
        this.listener = listener;
        this.config = config;
        this.now = now;
        this.problems = new KeyProblems(listener);
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
        Optional<KeyAndChain> identity = IdentityLoader.of(config).load(problems, now);
        Optional<List<NamedIdentity>> more = named();
        Optional<List<X509Certificate>> authorities = authorities();
        Optional<List<String>> named =
                attemptCiphers(() -> CipherSuites.resolve(config.ciphers(), supported()));
        Optional<List<String>> ciphers =
                named.flatMap(
                        suites ->
                                identity.flatMap(
                                        keys ->
                                                more.flatMap(
                                                        others -> usable(suites, keys, others))));
        if (identity.isEmpty() || more.isEmpty() || authorities.isEmpty() || ciphers.isEmpty()) {
            throw problems.failure();
        }
        KeyAndChain keys = identity.get();
        warnOfTheEnd(keys.chain());
        more.get().forEach(other -> warnOfTheEnd(other.identity().chain()));
        return new LoadedTls(
                context(keys, more.get(), authorities.get()),
                keys.leaf(),
                config.effectiveProtocols(),
                ciphers.get(),
                config.cipherOrder(),
                config.effectiveClientAuth());
    }

    private Optional<List<X509Certificate>> authorities() {
        String value = config.ca();
        if (value == null) {
            return Optional.of(List.of());
        }
        return problems.attempt(
                "tls.", "ca", value, () -> Certificates.parse(KeyFiles.readText(value)));
    }

    /** The other certificates; empty when one cannot be used. */
    private Optional<List<NamedIdentity>> named() {
        List<NamedIdentity> loaded = new ArrayList<>();
        for (int i = 0; i < config.sni().size(); i++) {
            SniConfig entry = config.sni().get(i);
            IdentityLoader.of(i, entry)
                    .load(problems, now)
                    .ifPresent(keys -> loaded.add(new NamedIdentity(entry.names(), keys)));
        }
        return loaded.size() == config.sni().size() ? Optional.of(loaded) : Optional.empty();
    }

    /** The suites, if each key can be used with one of them. */
    private Optional<List<String>> usable(
            List<String> suites, KeyAndChain identity, List<NamedIdentity> more) {
        Stream<KeyAndChain> all =
                Stream.concat(Stream.of(identity), more.stream().map(NamedIdentity::identity));
        return all.map(keys -> keys.leaf().getPublicKey().getAlgorithm())
                .distinct()
                .map(algorithm -> usable(suites, algorithm))
                .reduce((first, second) -> first.isEmpty() ? first : second)
                .orElse(Optional.empty());
    }

    private Optional<List<String>> usable(List<String> suites, String algorithm) {
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

    private SSLContext context(
            KeyAndChain identity, List<NamedIdentity> more, List<X509Certificate> authorities) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    new KeyManager[] {new ServerKeyManager(identity, more)},
                    trust(authorities),
                    null);
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

    private Optional<List<String>> attemptCiphers(KeyProblems.Step<List<String>> step) {
        String value =
                config.ciphers().isEmpty()
                        ? TlsConfig.CIPHERS.defaultText()
                        : String.join(", ", config.ciphers());
        return problems.attempt("tls.", "ciphers", value, step);
    }
}
