package dev.serve.cli;

import dev.serve.api.config.ClientAuth;
import dev.serve.api.config.TlsConfig;
import io.helidon.common.configurable.Resource;
import io.helidon.common.configurable.ResourceException;
import io.helidon.common.pki.Keys;
import io.helidon.common.pki.PemReader;
import io.helidon.common.pki.PkiException;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * How a command meets an admin listener that speaks TLS: which certificate it accepts, and which it
 * shows. Names in certificates are not looked at: the address is this machine's, whatever name the
 * server has for others.
 */
final class Credentials {

    private static final char[] NO_PASSWORD = new char[0];

    @Option(
            names = "--ca",
            paramLabel = "FILE",
            description =
                    "Certificates that sign that of an admin listener with TLS; without this, it must show the one of its configuration.")
    private @Nullable Path authority;

    @Option(
            names = "--cert",
            paramLabel = "FILE",
            description = "Certificate to show to an admin listener that asks for one.")
    private @Nullable Path certificate;

    @Option(names = "--key", paramLabel = "FILE", description = "Private key of --cert, PKCS #8.")
    private @Nullable Path key;

    /** Constructed by picocli. */
    Credentials() {}

    /** Without picocli. */
    Credentials(@Nullable Path authority, @Nullable Path certificate, @Nullable Path key) {
        this.authority = authority;
        this.certificate = certificate;
        this.key = key;
    }

    /**
     * What connects.
     *
     * @param tls that of the listener, as it is configured now
     * @throws CommandFailure if something is missing or cannot be read
     */
    SSLSocketFactory connecting(TlsConfig tls) {
        if (tls.effectiveClientAuth() == ClientAuth.REQUIRED && certificate == null) {
            throw new CommandFailure(
                    "Its admin listener wants a client certificate: name one by --cert FILE --key FILE.");
        }
        try {
            return context(trusted(tls), shown()).getSocketFactory();
        } catch (GeneralSecurityException e) {
            throw new CommandFailure("TLS cannot be set up: " + e.getMessage(), e);
        }
    }

    /**
     * What trusts whoever shows one of these, or one that these sign.
     *
     * @param shown to who asks for a certificate; null for nothing
     */
    static SSLContext context(List<? extends Certificate> trusted, KeyManager @Nullable [] shown)
            throws GeneralSecurityException {
        KeyStore store = empty();
        for (Certificate each : trusted) {
            store.setCertificateEntry("trusted-" + store.size(), each);
        }
        TrustManagerFactory trust =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(shown, trust.getTrustManagers(), null);
        return context;
    }

    private List<? extends Certificate> trusted(TlsConfig tls) throws GeneralSecurityException {
        return authority == null ? own(tls) : certificates("--ca " + authority, authority);
    }

    /** The certificate of the listener itself, and nothing that it may have signed. */
    private static List<? extends Certificate> own(TlsConfig tls) throws GeneralSecurityException {
        String cert = tls.cert();
        String store = tls.store();
        if (store != null) {
            return stored(store, tls.passphrase());
        }
        if (cert == null) {
            throw new IllegalStateException("tls without cert (expected: a checked configuration)");
        }
        return cert.contains("-----BEGIN")
                ? certificates(
                                "its certificate",
                                new ByteArrayInputStream(
                                        cert.getBytes(StandardCharsets.ISO_8859_1)))
                        .subList(0, 1)
                : certificates("its certificate, " + cert, Path.of(cert)).subList(0, 1);
    }

    private static List<Certificate> stored(String store, @Nullable String passphrase)
            throws GeneralSecurityException {
        char[] password = passphrase == null ? NO_PASSWORD : passphrase.toCharArray();
        try {
            KeyStore keys = KeyStore.getInstance(new File(store), password);
            List<Certificate> found = new ArrayList<>();
            for (String alias : Collections.list(keys.aliases())) {
                if (keys.isKeyEntry(alias)) {
                    found.add(Objects.requireNonNull(keys.getCertificate(alias), alias));
                }
            }
            return found;
        } catch (IOException e) {
            throw unread("its certificate, " + store, e);
        }
    }

    private static List<X509Certificate> certificates(String what, Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return certificates(what, in);
        } catch (IOException e) {
            throw unread(what, e);
        }
    }

    private static List<X509Certificate> certificates(String what, InputStream pem) {
        try {
            return PemReader.readCertificates(pem);
        } catch (PkiException e) {
            throw unread(what, e);
        }
    }

    /** What is shown to who asks for a certificate; null for nothing. */
    private KeyManager @Nullable [] shown() throws GeneralSecurityException {
        Path chain = certificate;
        Path its = key;
        if (chain == null && its == null) {
            return null;
        }
        if (chain == null || its == null) {
            throw new CommandFailure("--cert FILE and --key FILE go together.");
        }
        KeyStore shown = empty();
        try {
            Keys keys =
                    Keys.builder()
                            .pem(
                                    pem ->
                                            pem.certChain(Resource.create(chain))
                                                    .key(Resource.create(its)))
                            .build();
            shown.setKeyEntry(
                    "client",
                    keys.privateKey().orElseThrow(),
                    NO_PASSWORD,
                    keys.certChain().toArray(Certificate[]::new));
        } catch (PkiException | ResourceException | UnsupportedOperationException e) {
            throw unread("--cert " + chain + " --key " + its, e);
        }
        KeyManagerFactory managers =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(shown, NO_PASSWORD);
        return managers.getKeyManagers();
    }

    private static KeyStore empty() throws GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        try {
            store.load(null, null);
        } catch (IOException e) {
            throw new IllegalStateException("an empty store that cannot be had", e);
        }
        return store;
    }

    private static CommandFailure unread(String what, Exception why) {
        return new CommandFailure(
                "Its TLS cannot be used: "
                        + what
                        + " cannot be read: "
                        + why.getMessage()
                        + "\nWhom to trust instead is said by --ca FILE.",
                why);
    }
}
