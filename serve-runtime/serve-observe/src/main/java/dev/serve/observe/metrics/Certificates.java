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
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * When certificates of listeners expire; the files are read again when a minute has passed. Any
 * thread.
 */
final class Certificates {

    private static final System.Logger LOG = System.getLogger(Certificates.class.getName());
    private static final long A_MINUTE = TimeUnit.MINUTES.toNanos(1);

    private final Map<TlsConfig, Known> known = new ConcurrentHashMap<>();
    private final InstantSource clock = InstantSource.system();
    private final LongSupplier nanoTime;

    Certificates(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** When the first of them expires; null if none could be read. */
    private record Known(long at, @Nullable Instant expires) {}

    /** Seconds until the first expires; not a number without any. */
    double secondsLeft(ListenerConfig listener) {
        TlsConfig tls = listener.tls();
        if (tls == null) {
            return Double.NaN;
        }
        long now = nanoTime.getAsLong();
        Known last = known.get(tls);
        if (last == null || now - last.at() > A_MINUTE) {
            known.values().removeIf(old -> now - old.at() > 10 * A_MINUTE);
            last = new Known(now, expires(tls));
            known.put(tls, last);
        }
        Instant expires = last.expires();
        return expires == null
                ? Double.NaN
                : expires.getEpochSecond() - clock.instant().getEpochSecond();
    }

    private static @Nullable Instant expires(TlsConfig tls) {
        List<Instant> all = new ArrayList<>();
        add(all, tls.cert(), tls.store(), tls.passphrase());
        for (SniConfig name : tls.sni()) {
            add(all, name.cert(), name.store(), name.passphrase());
        }
        return all.stream().min(Instant::compareTo).orElse(null);
    }

    private static void add(
            List<Instant> all,
            @Nullable String pem,
            @Nullable String store,
            @Nullable String passphrase) {
        try {
            List<Certificate> found = new ArrayList<>();
            if (pem != null) {
                byte[] text =
                        pem.contains("-----BEGIN ")
                                ? pem.getBytes(StandardCharsets.ISO_8859_1)
                                : Files.readAllBytes(Path.of(pem));
                found.addAll(
                        CertificateFactory.getInstance("X.509")
                                .generateCertificates(new ByteArrayInputStream(text)));
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
