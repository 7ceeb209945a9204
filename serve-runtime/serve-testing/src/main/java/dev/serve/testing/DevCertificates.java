package dev.serve.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * A directory of certificates for development: an authority, a server for {@code localhost}, {@code
 * 127.0.0.1} and {@code ::1}, and a client. Immutable.
 *
 * <pre>
 * ca.crt  ca.key  server.crt  server.key  client.crt  client.key  client.p12
 * </pre>
 *
 * <p>Keys are EC on P-256, PEM in PKCS #8; files with keys have mode 0600. {@code client.p12} is
 * for browsers, its passphrase is {@link #PASSPHRASE}. Not for production: the authority's key lies
 * beside the rest, unencrypted.
 */
public final class DevCertificates {

    /** Passphrase of {@code client.p12}: {@code serve}. */
    public static final String PASSPHRASE = "serve";

    /** Common name of the client's certificate: {@code serve-client}. */
    public static final String CLIENT_NAME = "serve-client";

    /** A certificate with less than this left is made anew. */
    static final Duration RENEW_BEFORE = Duration.ofDays(30);

    private final Path directory;
    private final CertificateAuthority authority;
    private final Identity server;
    private final Identity client;

    private DevCertificates(
            Path directory, CertificateAuthority authority, Identity server, Identity client) {
        this.directory = directory;
        this.authority = authority;
        this.server = server;
        this.client = client;
    }

    /**
     * Makes what is missing, what cannot be read, what the authority beside it did not sign and
     * what expires within 30 days; keeps the rest. Two calls in turn change nothing the second
     * time.
     *
     * @throws UncheckedIOException if the directory or a file in it cannot be written
     */
    public static DevCertificates createIn(Path directory) {
        return createIn(directory, InstantSource.system());
    }

    static DevCertificates createIn(Path directory, InstantSource clock) {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make directory " + directory, e);
        }
        Instant now = clock.instant();
        CertificateAuthority authority =
                read(directory, "ca", now)
                        .map(CertificateAuthority::of)
                        .orElseGet(() -> newAuthority(directory, now));
        Identity server =
                read(directory, "server", now)
                        .filter(found -> signedBy(authority, found))
                        .orElseGet(() -> newIdentity(directory, "server", authority.server(), now));
        Optional<Identity> found =
                read(directory, "client", now)
                        .filter(client -> signedBy(authority, client))
                        .filter(client -> Files.isRegularFile(directory.resolve("client.p12")));
        Identity client =
                found.orElseGet(
                        () -> {
                            Identity fresh =
                                    newIdentity(
                                            directory,
                                            "client",
                                            authority.client(CLIENT_NAME),
                                            now);
                            SecretFiles.writeSecret(
                                    directory.resolve("client.p12"), fresh.pkcs12(PASSPHRASE));
                            return fresh;
                        });
        return new DevCertificates(directory, authority, server, client);
    }

    /** Where the files are. */
    public Path directory() {
        return directory;
    }

    /** A file among them, such as {@code server.key}. */
    public Path file(String name) {
        return directory.resolve(name);
    }

    /** Signed the other two. */
    public CertificateAuthority authority() {
        return authority;
    }

    /** The server's key and certificate. */
    public Identity server() {
        return server;
    }

    /** The client's key and certificate. */
    public Identity client() {
        return client;
    }

    /** For a client that trusts the authority and shows no certificate. */
    public SSLContext trusting() {
        return ClientTls.trusting(authority);
    }

    /** For a client that trusts the authority and shows the client's certificate when asked. */
    public SSLContext trustingAsClient() {
        return ClientTls.trusting(authority, client);
    }

    private static CertificateAuthority newAuthority(Path directory, Instant now) {
        CertificateAuthority authority = CertificateAuthority.create("Serve development CA", now);
        authority.identity().writeTo(directory, "ca");
        return authority;
    }

    private static Identity newIdentity(
            Path directory, String name, CertificateRequest request, Instant now) {
        Identity identity =
                request.valid(now.minus(Duration.ofMinutes(5)), now.plus(Duration.ofDays(397)))
                        .issue();
        identity.writeTo(directory, name);
        return identity;
    }

    /** Empty when a file is missing or of no use, or when the certificate is near its end. */
    private static Optional<Identity> read(Path directory, String name, Instant now) {
        Path certificate = directory.resolve(name + ".crt");
        Path key = directory.resolve(name + ".key");
        if (!Files.isRegularFile(certificate) || !Files.isRegularFile(key)) {
            return Optional.empty();
        }
        try {
            Identity identity = new Identity(readKey(key), List.of(readCertificate(certificate)));
            Instant end = identity.certificate().getNotAfter().toInstant();
            Instant begin = identity.certificate().getNotBefore().toInstant();
            boolean lasts = end.isAfter(now.plus(RENEW_BEFORE)) && !begin.isAfter(now);
            return lasts && fits(identity) ? Optional.of(identity) : Optional.empty();
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            System.getLogger(DevCertificates.class.getName())
                    .log(
                            System.Logger.Level.INFO,
                            "makes " + certificate + " and " + key + " anew: " + e.getMessage());
            return Optional.empty();
        }
    }

    private static X509Certificate readCertificate(Path file)
            throws IOException, GeneralSecurityException {
        try (var in = Files.newInputStream(file)) {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }

    private static PrivateKey readKey(Path file) throws IOException, GeneralSecurityException {
        String body =
                Files.readString(file, StandardCharsets.US_ASCII).replaceAll("-----[^-]+-----", "");
        return KeyFactory.getInstance("EC")
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(body)));
    }

    private static boolean fits(Identity identity) throws GeneralSecurityException {
        byte[] probe = {1, 2, 3};
        Signature signing = Signature.getInstance(KeyKind.EC_P256.signature());
        signing.initSign(identity.key());
        signing.update(probe);
        byte[] signature = signing.sign();
        signing.initVerify(identity.certificate().getPublicKey());
        signing.update(probe);
        return signing.verify(signature);
    }

    private static boolean signedBy(CertificateAuthority authority, Identity identity) {
        try {
            identity.certificate().verify(authority.publicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
