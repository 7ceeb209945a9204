package dev.serve.observe.metrics;

import static java.lang.System.Logger.Level.DEBUG;

import dev.serve.api.config.ListenerConfig;
import dev.serve.api.config.SniConfig;
import dev.serve.api.config.TlsConfig;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * When certificates of listeners expire. Files are read once, and again when {@link #forget} says
 * that they have been loaded anew: what lies there meanwhile is not what is served. Any thread.
 */
final class Certificates {

    private static final System.Logger LOG = System.getLogger(Certificates.class.getName());

    /** Other blocks of the same file, such as its key, are nothing to a factory of certificates. */
    private static final Pattern PEM =
            Pattern.compile("-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----");

    private final Map<TlsConfig, Optional<Instant>> known = new ConcurrentHashMap<>();
    private final InstantSource clock;

    Certificates(InstantSource clock) {
        this.clock = clock;
    }

    /** They have been loaded anew. */
    void forget() {
        known.clear();
    }

    /** Seconds until the first expires; not a number without any. */
    double secondsLeft(ListenerConfig listener) {
        TlsConfig tls = listener.tls();
        if (tls == null) {
            return Double.NaN;
        }
        Optional<Instant> first = known.get(tls);
        if (first == null) {
            first = expires(tls);
            known.put(tls, first);
        }
        return first.map(
                        expires ->
                                (double) expires.getEpochSecond()
                                        - clock.instant().getEpochSecond())
                .orElse(Double.NaN);
    }

    /** When the first of them expires; empty if none could be read. */
    private static Optional<Instant> expires(TlsConfig tls) {
        List<Instant> all = new ArrayList<>();
        add(all, tls.cert(), tls.store(), tls.passphrase());
        for (SniConfig name : tls.sni()) {
            add(all, name.cert(), name.store(), name.passphrase());
        }
        return all.stream().min(Instant::compareTo);
    }

    private static void add(
            List<Instant> all,
            @Nullable String pem,
            @Nullable String store,
            @Nullable String passphrase) {
        try {
            List<Certificate> found = new ArrayList<>();
            if (pem != null) {
                String text =
                        pem.contains("-----BEGIN ")
                                ? pem
                                : Files.readString(Path.of(pem), StandardCharsets.ISO_8859_1);
                CertificateFactory factory = CertificateFactory.getInstance("X.509");
                for (MatchResult block : PEM.matcher(text).results().toList()) {
                    byte[] bytes = block.group().getBytes(StandardCharsets.ISO_8859_1);
                    found.add(factory.generateCertificate(new ByteArrayInputStream(bytes)));
                }
            }
            if (store != null) {
                KeyStore keys =
                        KeyStore.getInstance(
                                Path.of(store).toFile(),
                                passphrase == null ? null : passphrase.toCharArray());
                for (String alias : Collections.list(keys.aliases())) {
                    found.add(keys.getCertificate(alias));
                }
            }
            found.forEach(
                    certificate -> {
                        if (certificate instanceof X509Certificate x509) {
                            all.add(x509.getNotAfter().toInstant());
                        }
                    });
        } catch (IOException | GeneralSecurityException e) {
            // It was loaded once; who loads it anew will say so.
            LOG.log(DEBUG, "a certificate cannot be read", e);
        }
    }
}
